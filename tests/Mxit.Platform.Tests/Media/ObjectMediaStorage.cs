using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>
/// A storage upon a store of objects, which can put, copy, get, list and delete under flat names, but neither move nor append nor
/// lock. Here the objects are files, so that large ones take no memory.
/// </summary>
internal sealed class ObjectMediaStorage(string folder, TimeProvider clock) : IMediaStorage
{
    private const string Staged = "staged-";
    private const string Published = "media-";

    public async Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var name = $"{Staged}{Guid.NewGuid():N}";
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var length = await PutAsync(name, content, hash, maxBytes, cancellationToken);
            return new StagedObject(this, name, Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        catch
        {
            File.Delete(PathOf(name));
            throw;
        }
    }

    public Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(File.Exists(PathOf(Published + key)) && MediaKeys.IsKey(key) ? Get(Published + key) : null);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(MediaKeys.IsKey(key) && File.Exists(PathOf(Published + key)));

    public async Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var isThere = await ExistsAsync(key, cancellationToken);
        if (isThere)
        {
            File.Delete(PathOf(Published + key));
        }

        return isThere;
    }

    public async IAsyncEnumerable<StoredMedia> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var file in List(Published))
        {
            yield return new StoredMedia(
                file.Name[Published.Length..], file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
        }
    }

    public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken)
    {
        var old = List(Staged).Where(file => file.LastWriteTimeUtc < stagedBefore.UtcDateTime).ToList();
        old.ForEach(file => file.Delete());
        return Task.FromResult(old.Count);
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private FileInfo[] List(string prefix) => new DirectoryInfo(folder).GetFiles($"{prefix}*");

    private FileStream Get(string name) =>
        new(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private async Task<long> PutAsync(
        string name, Stream content, IncrementalHash hash, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[100_000];
        var length = 0L;
        await using (var target = File.Create(PathOf(name)))
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    throw new MediaTooLargeException(maxBytes);
                }

                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        File.SetLastWriteTimeUtc(PathOf(name), clock.GetUtcNow().UtcDateTime);
        return length;
    }

    // A store of objects shows a copy when it is complete, which here takes a name of its own and a move.
    private void Copy(string name, string newName)
    {
        var partial = PathOf($"partial-{Guid.NewGuid():N}");
        File.Copy(PathOf(name), partial);
        File.SetLastWriteTimeUtc(partial, clock.GetUtcNow().UtcDateTime);
        File.Move(partial, PathOf(newName), overwrite: true);
    }

    private sealed class StagedObject(ObjectMediaStorage store, string name, string key, long length) : IStagedMedia
    {
        private bool _isOver;

        public string Key => key;

        public long Length => length;

        public Task<Stream> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(store.Get(name));

        public Task PublishAsync(CancellationToken cancellationToken)
        {
            if (_isOver)
            {
                throw new InvalidOperationException("The content was published or closed before.");
            }

            store.Copy(name, Published + key);
            File.Delete(store.PathOf(name));
            _isOver = true;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _isOver = true;
            File.Delete(store.PathOf(name));
            return ValueTask.CompletedTask;
        }
    }
}
