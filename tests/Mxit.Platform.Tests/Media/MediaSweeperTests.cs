using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Media;

/// <summary>Bytes go when nothing has referred to them for long.</summary>
public sealed class MediaSweeperTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Readiness _readiness = new();
    private readonly FolderMediaStorage _storage;
    private readonly References _pictures = new();
    private readonly References _gallery = new();

    public MediaSweeperTests() =>
        _storage = new FolderMediaStorage(new MediaFolder(new ServerContext(new Uri("http://localhost"), _data, false)), _clock);

    [Fact]
    public async Task U_18_old_bytes_that_no_feature_refers_to_are_deleted()
    {
        var keys = new[] { await SaveAsync(1), await SaveAsync(2), await SaveAsync(3) };
        _pictures.Keys.Add(keys[0]);
        _gallery.Keys.Add(keys[1]);
        _clock.Advance(TimeSpan.FromHours(25));
        var young = await SaveAsync(4);
        using var sweeper = Create(_pictures, _gallery);

        Assert.Equal(1, await sweeper.SweepAsync(CancellationToken.None));

        Assert.Equal(new[] { keys[0], keys[1], young }.Order(), await KeysAsync());
    }

    [Fact]
    public async Task Bytes_that_are_saved_again_stay_though_no_row_refers_to_them_yet()
    {
        var key = await SaveAsync(1);
        _clock.Advance(TimeSpan.FromHours(25));
        _pictures.OnAsk = () => SaveAsync(1);
        using var sweeper = Create(_pictures);

        Assert.Equal(0, await sweeper.SweepAsync(CancellationToken.None));

        Assert.Equal([key], await KeysAsync());
    }

    [Fact]
    public async Task Nothing_is_deleted_when_a_feature_cannot_answer_or_none_is_there()
    {
        var key = await SaveAsync(1);
        _clock.Advance(TimeSpan.FromHours(25));
        _gallery.OnAsk = () => throw new InvalidOperationException("The database is away.");
        using var broken = Create(_pictures, _gallery);
        using var empty = Create();

        await Assert.ThrowsAsync<InvalidOperationException>(() => broken.SweepAsync(CancellationToken.None));
        Assert.Equal(0, await empty.SweepAsync(CancellationToken.None));

        Assert.Equal([key], await KeysAsync());
    }

    [Fact]
    public async Task More_than_one_batch_is_swept()
    {
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
        using var sweeper = Create(_pictures);

        Assert.Equal(1_100, await sweeper.SweepAsync(CancellationToken.None));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task The_sweeper_works_by_the_clock_and_goes_on_after_a_failure()
    {
        await SaveAsync(1);
        using var sweeper = Create(_pictures);
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
            return (await KeysAsync()).Count == 0;
        });

        await sweeper.StopAsync(CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private MediaSweeper Create(params IMediaReferences[] references) => new(
        _storage, references, _readiness, Options.Create(new MediaSettings()), _clock, NullLogger<MediaSweeper>.Instance);

    private async Task<string> SaveAsync(int content) =>
        (await _storage.SaveAsync(new MemoryStream(BitConverter.GetBytes(content)), 100, CancellationToken.None)).Key;

    private async Task<List<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var media in _storage.ListAsync(CancellationToken.None))
        {
            keys.Add(media.Key);
        }

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    private sealed class References : IMediaReferences
    {
        public HashSet<string> Keys { get; } = [];

        public Func<Task>? OnAsk { get; set; }

        public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
            IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        {
            await (OnAsk?.Invoke() ?? Task.CompletedTask);
            return [.. keys.Where(Keys.Contains)];
        }
    }
}
