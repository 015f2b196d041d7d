using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Authorization;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>A database with the services about contacts, and a count of the statements that they run.</summary>
internal sealed class ContactDatabase : IAsyncDisposable
{
    public const string App = "books";

    private readonly TestDatabase _database;
    private readonly StatementCounter _statements;

    private ContactDatabase(TestDatabase database, StatementCounter statements) =>
        (_database, _statements) = (database, statements);

    public static TheoryData<DatabaseBrand> Both => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    public ContactService Contacts => _database.Services.GetRequiredService<ContactService>();

    public ContactListService Lists => _database.Services.GetRequiredService<ContactListService>();

    public SuggestionService Suggestions => _database.Services.GetRequiredService<SuggestionService>();

    public ContactImporter Importer => _database.Services.GetRequiredService<ContactImporter>();

    public TestDatabase Rows => _database;

    public int Statements => _statements.Count;

    public static async Task<ContactDatabase> CreateAsync(DatabaseBrand provider, Action<IServiceCollection>? configure = null)
    {
        var statements = new StatementCounter();
        return new ContactDatabase(
            await TestDatabase.CreateAsync(
                provider, new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), services =>
                {
                    services.AddAccounts();
                    services.AddProfiles();
                    services.AddMedia();
                    services.AddSingleton(provider => new GrantRevoker(provider.GetRequiredService<IServiceScopeFactory>()));
                    services.AddContacts();
                    services.ConfigureDbContext<MxitDbContext>(options => options.AddInterceptors(statements));
                    configure?.Invoke(services);
                }),
                statements);
    }

    public static string Id(int number) => $"m1{number:D10}";

    /// <summary>Adds people 1 to <paramref name="count"/>, called <c>person1</c> and so on.</summary>
    public Task AddPeopleAsync(int count, Func<int, string>? name = null) => _database.AddAsync(
        [.. Enumerable.Range(1, count).SelectMany(number => (object[])[
            new ReservedName { NormalizedName = $"person{number}", OwnerId = Id(number) },
            new Account
            {
                UserId = Id(number),
                Login = $"Person{number}",
                DisplayName = name?.Invoke(number) ?? $"Person {number}",
                SecurityStamp = "",
                CreatedUtc = DateTime.UnixEpoch,
                ChangedUtc = DateTime.UnixEpoch,
            }])]);

    public Task AddAppAsync() => _database.AddAsync(
        new ReservedName { NormalizedName = App, OwnerId = App },
        new Mxit.Platform.Apps.App
        {
            Id = Guid.NewGuid(),
            ClientId = "b00c",
            ServiceName = App,
            DisplayName = "Books",
            CreatedUtc = DateTime.UnixEpoch,
        });

    public Task<ContactEntry?> FindAsync(int owner, int peer) => FindAsync(Id(owner), Id(peer));

    public Task<ContactEntry?> FindAsync(string owner, string peer) => _database.QueryAsync(context =>
        context.Set<ContactEntry>().AsNoTracking().SingleOrDefaultAsync(row => row.OwnerId == owner && row.PeerId == peer));

    public async Task<ContactSide> SideAsync(int owner, int peer) => await FindAsync(owner, peer) is { } entry
        ? new ContactSide(entry.Subscription, entry.Blocked)
        : ContactSide.Nothing;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private sealed class StatementCounter : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<InterceptionResult<System.Data.Common.DbDataReader>> ReaderExecutingAsync(
            System.Data.Common.DbCommand command,
            CommandEventData eventData,
            InterceptionResult<System.Data.Common.DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return ValueTask.FromResult(result);
        }
    }
}
