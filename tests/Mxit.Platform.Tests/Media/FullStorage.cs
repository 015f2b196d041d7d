using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>A storage with room for so many more contents.</summary>
internal sealed class FullStorage : IMediaStorage
{
    private IMediaStorage? _inner;

    public int Room { get; set; } = int.MaxValue;

    /// <summary>What was staged finds no room when it is published.</summary>
    public bool IsFullWhenPublished { get; set; }

    public FullStorage Around(IMediaStorage inner)
    {
        _inner = inner;
        return this;
    }

    public async Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken) => Room-- > 0
        ? new Staged(this, await _inner!.StageAsync(content, maxBytes, cancellationToken))
        : throw NoRoom();

    public Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken) =>
        _inner!.OpenOrNullAsync(key, cancellationToken);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => _inner!.ExistsAsync(key, cancellationToken);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => _inner!.DeleteAsync(key, cancellationToken);

    public IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken) => _inner!.ListAsync(cancellationToken);

    public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken) =>
        _inner!.RemoveLeftoversAsync(stagedBefore, cancellationToken);

    private static MediaStorageFullException NoRoom() => new(new IOException("No space left on device", 28));

    private sealed class Staged(FullStorage storage, IStagedMedia inner) : IStagedMedia
    {
        public string Key => inner.Key;

        public long Length => inner.Length;

        public Task<Stream> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

        public Task PublishAsync(CancellationToken cancellationToken) =>
            storage.IsFullWhenPublished ? throw NoRoom() : inner.PublishAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
