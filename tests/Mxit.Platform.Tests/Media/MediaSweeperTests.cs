using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Media;

/// <summary>Bytes go when nothing has referred to them for long.</summary>
public sealed class MediaSweeperTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Readiness _readiness = new();
    private readonly FakeReferences _pictures = new();
    private readonly FakeReferences _gallery = new();

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_old_bytes_that_no_feature_refers_to_are_deleted(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, _pictures, _gallery);
        var keys = new[] { await SaveAsync(database, 1), await SaveAsync(database, 2), await SaveAsync(database, 3) };
        _pictures.Keys.Add(keys[0]);
        _gallery.Keys.Add(keys[1]);
        _clock.Advance(TimeSpan.FromHours(25));
        var young = await SaveAsync(database, 4);
        using var sweeper = Create(database);

        Assert.Equal(1, await sweeper.SweepAsync(CancellationToken.None));

        Assert.Equal(new[] { keys[0], keys[1], young }.Order(), await database.KeysAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nothing_is_deleted_when_a_feature_cannot_answer_or_none_is_there(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, _pictures, _gallery);
        await using var empty = await CreateAsync(provider);
        var key = await SaveAsync(database, 1);
        _clock.Advance(TimeSpan.FromHours(25));
        _gallery.OnAsk = () => throw new InvalidOperationException("The database is away.");
        using var broken = Create(database);
        using var lonely = Create(empty);

        await Assert.ThrowsAsync<InvalidOperationException>(() => broken.SweepAsync(CancellationToken.None));
        Assert.Equal(0, await lonely.SweepAsync(CancellationToken.None));

        Assert.Equal([key], await database.KeysAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task More_than_one_batch_is_swept(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, _pictures);
        for (var index = 0; index < 1_100; index++)
        {
            // Without the storage, which flushes each to the disk.
            var key = $"{index:x64}";
            var path = Path.Combine(_data, "media", key[..2], key[2..4], key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "x");
            File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
        }

        _clock.Advance(TimeSpan.FromHours(25));
        using var sweeper = Create(database);

        Assert.Equal(1_100, await sweeper.SweepAsync(CancellationToken.None));
        Assert.Empty(await database.KeysAsync());
    }

    [Fact]
    public async Task The_sweeper_works_by_the_clock_and_goes_on_after_a_failure()
    {
        await using var database = await CreateAsync(DatabaseBrand.Sqlite, _pictures);
        await SaveAsync(database, 1);
        using var sweeper = Create(database);
        _pictures.OnAsk = () =>
        {
            _pictures.OnAsk = null;
            throw new InvalidOperationException("The database is away.");
        };
        await sweeper.StartAsync(CancellationToken.None);
        _readiness.Succeed("");

        // The loop starts its wait on another thread; the clock goes on until it has come round twice.
        await WaitFor.ConditionAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromHours(13));
            return (await database.KeysAsync()).Count == 0;
        });

        await sweeper.StopAsync(CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<string> SaveAsync(TestDatabase database, int content) =>
        (await database.Services.GetRequiredService<IMediaStorage>().SaveAsync(new MemoryStream(BitConverter.GetBytes(content))))
            .Key;

    private MediaSweeper Create(TestDatabase database) => new(
        database.Services.GetRequiredService<IMediaStorage>(),
        database.Services.GetRequiredService<MediaReleaser>(),
        _readiness,
        StorageMonitors.Of(_readiness, _clock),
        Options.Create(new MediaSettings()),
        _clock,
        NullLogger<MediaSweeper>.Instance);

    private Task<TestDatabase> CreateAsync(DatabaseBrand provider, params IMediaReferences[] references) =>
        TestDatabase.CreateAsync(provider, _clock, services =>
        {
            services.AddSingleton(new ServerContext(new Uri("http://localhost"), _data, false));
            services.AddMedia();
            foreach (var feature in references)
            {
                services.AddSingleton(feature);
            }
        });
}
