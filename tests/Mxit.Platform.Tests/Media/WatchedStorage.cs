using System.Collections.Concurrent;
using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>A storage that tells what is read of it, and can have who reads wait.</summary>
internal sealed class WatchedStorage(IMediaStorage inner) : IMediaStorage
{
    private readonly ConcurrentDictionary<string, int> _opened = new();

    /// <summary>Who reads this content waits for <see cref="Gate"/>.</summary>
    public string? SlowKey { get; set; }

    public ManualResetEventSlim Gate { get; } = new();

    /// <summary>How many wait, or waited.</summary>
    public int Waiting;

    /// <summary>How often a content was opened.</summary>
    public int CountOpened(string key) => _opened.GetValueOrDefault(key);

    public async Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken)
    {
        _opened.AddOrUpdate(key, 1, (_, count) => count + 1);
        var content = await inner.OpenOrNullAsync(key, cancellationToken);
        return content is not null && key == SlowKey ? new SlowStream(content, this) : content;
    }

    public Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken) =>
        inner.StageAsync(content, maxBytes, cancellationToken);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => inner.ExistsAsync(key, cancellationToken);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken) =>
        inner.RemoveLeftoversAsync(stagedBefore, cancellationToken);

    private sealed class SlowStream(Stream content, WatchedStorage storage) : MemoryStream
    {
        private bool _hasWaited;

        public override long Length => content.Length;

        public override long Position
        {
            get => content.Position;
            set => content.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            if (!_hasWaited)
            {
                _hasWaited = true;
                Interlocked.Increment(ref storage.Waiting);
                storage.Gate.Wait();
            }

            return content.Read(buffer);
        }

        public override async ValueTask DisposeAsync()
        {
            await content.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
