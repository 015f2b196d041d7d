using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// Media as files. A content is written beside, flushed to the disk and, when it is published, moved to the name that its hash
/// gives it, so that whatever breaks off leaves nothing that can be seen.
/// </summary>
internal sealed class FolderMediaStorage(MediaFolder folder, TimeProvider clock) : IMediaStorage
{
    private const int BufferSize = 128 * 1024;

    public async Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await StageCoreAsync(content, maxBytes, cancellationToken);
        }
        catch (IOException failure) when (FileFailure.IsDiskFull(failure))
        {
            throw new MediaStorageFullException(failure);
        }
    }

    public Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken)
    {
        if (!MediaKeys.IsKey(key))
        {
            return Task.FromResult<Stream?>(null);
        }

        try
        {
            return Task.FromResult<Stream?>(MediaFolder.OpenRead(PathOf(key)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(MediaKeys.IsKey(key) && File.Exists(PathOf(key)));

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        if (!MediaKeys.IsKey(key) || PathOf(key) is var path && !File.Exists(path))
        {
            return Task.FromResult(false);
        }

        File.Delete(path);
        return Task.FromResult(true);
    }

    public async IAsyncEnumerable<StoredMedia> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Reading folders waits for the disk; a caller on a request's thread should not.
        await Task.Yield();
        foreach (var file in new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!MediaKeys.IsKey(file.Name) || file.DirectoryName == folder.TemporaryPath || Describe(file) is not { } stored)
            {
                continue;
            }

            yield return stored;
        }
    }

    public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var file in new DirectoryInfo(folder.TemporaryPath).EnumerateFiles())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < stagedBefore.UtcDateTime)
            {
                file.Delete();
                removed++;
            }
        }

        return Task.FromResult(removed);
    }

    private static StoredMedia? Describe(FileInfo file)
    {
        try
        {
            return new StoredMedia(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));
        }
        catch (FileNotFoundException)
        {
            // Deleted since the folder was read.
            return null;
        }
    }

    private string PathOf(string key) => Path.Combine(folder.Path, key[..2], key[2..4], key);

    private async Task<StagedFile> StageCoreAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var beside = folder.CreateTemporary();
        try
        {
            string key;
            long length;
            await using (beside)
            {
                (key, length) = await CopyAsync(content, beside, maxBytes, cancellationToken);

                // A slow content may have been on its way for longer than unreferenced bytes are kept.
                File.SetLastWriteTimeUtc(beside.SafeFileHandle, clock.GetUtcNow().UtcDateTime);
                beside.Flush(flushToDisk: true);
            }

            // Here rather than when it is published, since others wait then.
            PrepareFolder(Path.GetDirectoryName(PathOf(key))!);
            return new StagedFile(beside.Name, PathOf(key), key, length);
        }
        catch
        {
            File.Delete(beside.Name);
            throw;
        }
    }

    private static async Task<(string Key, long Length)> CopyAsync(
        Stream content, FileStream target, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var length = 0L;
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

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void PrepareFolder(string parent)
    {
        if (!Directory.Exists(parent))
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(parent)!);
            OwnerOnly.CreateFolder(parent);
            FolderFlush.Flush(Path.GetDirectoryName(parent)!);
            FolderFlush.Flush(folder.Path);
        }
    }
}
