using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Media;

/// <summary>Bytes go at once, with the last row that refers to them.</summary>
public sealed class MediaReleaserTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeReferences _references = new();

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_bytes_go_at_once_when_nothing_refers_to_them(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (kept, released, other) = (await SaveAsync(database, 1), await SaveAsync(database, 2), await SaveAsync(database, 3));
        _references.Keys.Add(kept);

        await Releaser(database).ReleaseAsync([kept, released, released, new string('0', 64)], default);

        Assert.Equal(new[] { kept, other }.Order(), await database.KeysAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_what_is_there_only_because_of_a_content_goes_with_it(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (content, derived, shared) = (
            await SaveAsync(database, 1), await SaveAsync(database, 2), await SaveAsync(database, 3));
        _references.Derived[content] = derived;
        _references.Derived[shared] = shared;

        await Releaser(database).ReleaseAsync([content], default);

        Assert.Equal([shared], await database.KeysAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_row_that_comes_while_its_bytes_are_looked_at_keeps_them(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var key = await SaveAsync(database, 1);
        var asked = 0;
        _references.OnAsk = () =>
        {
            // Between the first look and the second, which is the one that counts.
            if (++asked == 2)
            {
                _references.Keys.Add(key);
            }

            return Task.CompletedTask;
        };

        await Releaser(database).ReleaseAsync([key], default);

        Assert.Equal(2, asked);
        Assert.Equal([key], await database.KeysAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Bytes_are_not_deleted_while_somebody_holds_their_name(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var key = await SaveAsync(database, 1);
        var asked = 0;
        _references.OnAsk = () =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        };
        Task release;
        await using (var context = await database.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync())
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await database.Services.GetRequiredService<IDatabase>().HoldAsync(context, [MediaKeys.NameOf(key)], default);
            release = Task.Run(() => Releaser(database).ReleaseAsync([key], default));

            // The second look, the one that counts, waits for what the holder does.
            await WaitFor.ConditionAsync(() => asked == 1);
            _references.Keys.Add(key);
            await transaction.CommitAsync();
        }

        await release;
        Assert.Equal(2, asked);
        Assert.Equal([key], await database.KeysAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_failure_fails_nobody_and_the_sweeper_tries_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var key = await SaveAsync(database, 1);
        _references.OnAsk = () => throw new InvalidOperationException("The database is away.");

        await Releaser(database).ReleaseAsync([key], default);

        Assert.Equal([key], await database.KeysAsync());
        _references.OnAsk = null;
        _clock.Advance(TimeSpan.FromHours(25));
        using var sweeper = ActivatorUtilities.CreateInstance<MediaSweeper>(database.Services);
        Assert.Equal(1, await sweeper.SweepAsync(default));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static MediaReleaser Releaser(TestDatabase database) => database.Services.GetRequiredService<MediaReleaser>();

    private static async Task<string> SaveAsync(TestDatabase database, int content) =>
        (await database.Services.GetRequiredService<IMediaStorage>().SaveAsync(new MemoryStream(BitConverter.GetBytes(content))))
            .Key;

    private Task<TestDatabase> CreateAsync(DatabaseBrand provider) => TestDatabase.CreateAsync(provider, _clock, services =>
    {
        services.AddSingleton(new ServerContext(new Uri("http://localhost"), _data, false));
        services.AddMedia();
        services.AddSingleton<IMediaReferences>(_references);
    });
}
