using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Tests.Profiles;

/// <summary>A database with people, the services for profiles, and a clock that tests move.</summary>
internal sealed class ProfileDatabase : IAsyncDisposable
{
    private ProfileDatabase(TestDatabase inner, FakeTimeProvider clock, Statements statements) =>
        (Inner, Clock, Statements) = (inner, clock, statements);

    public static TheoryData<DatabaseBrand> Brands => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    public TestDatabase Inner { get; }

    public FakeTimeProvider Clock { get; }

    public Statements Statements { get; }

    public PersonDirectory People => Get<PersonDirectory>();

    public ProfileService Profiles => Get<ProfileService>();

    public PersonStates States => Get<PersonStates>();

    public PersonChanges Changes => Get<PersonChanges>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ProfileDatabase> CreateAsync(DatabaseBrand brand, Action<AccountSettings>? configure = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero));
        var statements = new Statements();
        var database = new ProfileDatabase(
            await TestDatabase.CreateAsync(brand, clock, services =>
            {
                services.AddAccounts().AddProfiles();
                services.ConfigureDbContext<MxitDbContext>(options => options.AddInterceptors(statements));
                services.PostConfigure<AccountSettings>(settings => configure?.Invoke(settings));
            }),
            clock,
            statements);

        // Begins to watch before anything can change.
        Assert.NotNull(database.Changes);
        return database;
    }

    public T Get<T>()
        where T : notnull => Inner.Services.GetRequiredService<T>();

    /// <summary>Removes a person behind the back of what is in memory.</summary>
    public async Task RemoveAsync(string userId)
    {
        await using var work = await Get<UnitsOfWork>().BeginAsync(default);
        Assert.True(await AccountStore.RemoveAsync(work, userId, "", Clock.GetStoredUtcNow(), default));
        await work.CommitAsync(default);
    }

    public Task AddAsync(string userId, string login, PersonProfile? profile = null) => Inner.AddAsync(
        new ReservedName { NormalizedName = login.ToLowerInvariant(), OwnerId = userId },
        new Account
        {
            UserId = userId,
            Login = login,
            DisplayName = $"The {login}",
            SecurityStamp = "",
            CreatedUtc = Clock.GetStoredUtcNow(),
            ChangedUtc = Clock.GetStoredUtcNow(),
            Profile = profile ?? new PersonProfile(),
        });

    public async Task<PersonCard> CardAsync(string loginOrUserId) => (await People.FindOrNullAsync(loginOrUserId, Stop))!;

    /// <summary>Renames somebody as another process does: nothing here hears of it.</summary>
    public Task RenameElsewhereAsync(string userId, string name, DateTime? changedUtc = null)
    {
        var stamp = changedUtc ?? Clock.GetStoredUtcNow();
        return Inner.QueryAsync(context => context.Set<Account>().Where(row => row.UserId == userId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.DisplayName, name).SetProperty(row => row.ChangedUtc, stamp)));
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
