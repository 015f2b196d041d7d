using Mxit.Platform.Media;

namespace Mxit.EndToEnd.Tests;

/// <summary>A media storage without room for anything.</summary>
internal sealed class FullStorage : IMediaStorage
{
    public Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken) =>
        throw new MediaStorageFullException(new IOException("No space left on device", 28));

    public Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => Task.FromResult(false);

    public IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<StoredMedia>();

    public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken) => Task.FromResult(0);
}
