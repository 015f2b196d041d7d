using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mxit.Platform.Media;

/// <summary>
/// Media as files. A content is written beside, flushed to the disk and then moved to the name that its hash gives it, so that
/// whatever breaks off leaves nothing that can be seen.
/// </summary>
internal sealed class FolderMediaStorage(MediaFolder folder, TimeProvider clock) : IMediaStorage
{
    private const int KeyLength = 64;
    private const int BufferSize = 128 * 1024;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public async Task<StoredMedia> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await SaveCoreAsync(content, maxBytes, cancellationToken);
        }
        catch (IOException failure) when (DiskFull.Is(failure))
        {
            throw new MediaStorageFullException(failure);
        }
    }

    public Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken)
    {
        if (!IsKey(key))
        {
            return Task.FromResult<Stream?>(null);
        }

        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(IsKey(key) && File.Exists(PathOf(key)));

    public Task<bool> DeleteAsync(string key, DateTimeOffset savedBefore, CancellationToken cancellationToken) =>
        Task.FromResult(IsKey(key) && Delete(PathOf(key), savedBefore.UtcDateTime));

    public async IAsyncEnumerable<StoredMedia> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Reading folders waits for the disk; a caller on a request's thread should not.
        await Task.Yield();
        foreach (var file in new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsKey(file.Name) || file.DirectoryName == folder.TemporaryPath || Describe(file) is not { } stored)
            {
                continue;
            }

            yield return stored;
        }
    }

    public Task<int> RemoveLeftoversAsync(DateTimeOffset startedBefore, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var file in new DirectoryInfo(folder.TemporaryPath).EnumerateFiles())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LastWriteTimeUtc < startedBefore.UtcDateTime)
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

    private static bool IsKey(string key) =>
        key.Length == KeyLength && !key.AsSpan().ContainsAnyExcept(Digits);

    private string PathOf(string key) => Path.Combine(folder.Path, key[..2], key[2..4], key);

    // The file is moved away before its age is read: a save that comes first has made it young and it goes back, and one that
    // comes later puts its own copy under the free name. Looking at the age where the file stands would leave a moment between.
    private bool Delete(string path, DateTime savedBefore)
    {
        var aside = folder.NewTemporaryName();
        try
        {
            if (File.GetLastWriteTimeUtc(path) >= savedBefore)
            {
                return false;
            }

            File.Move(path, aside);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        if (File.GetLastWriteTimeUtc(aside) >= savedBefore)
        {
            File.Move(aside, path, overwrite: true);
            return false;
        }

        File.Delete(aside);
        return true;
    }

    private async Task<StoredMedia> SaveCoreAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var beside = folder.CreateTemporary();
        try
        {
            string key;
            long length;
            var saved = clock.GetUtcNow();
            await using (beside)
            {
                (key, length) = await CopyAsync(content, beside, maxBytes, cancellationToken);
                File.SetLastWriteTimeUtc(beside.SafeFileHandle, saved.UtcDateTime);
                beside.Flush(flushToDisk: true);
            }

            MoveInPlace(beside.Name, key);
            return new StoredMedia(key, length, saved);
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

    // Equal bytes are replaced rather than left: that renews their age in the same step that makes sure they are there.
    private void MoveInPlace(string beside, string key)
    {
        var path = PathOf(key);
        var parent = Path.GetDirectoryName(path)!;
        var isNewFolder = !Directory.Exists(parent);
        if (isNewFolder)
        {
            MediaFolder.Create(Path.GetDirectoryName(parent)!);
            MediaFolder.Create(parent);
        }

        File.Move(beside, path, overwrite: true);
        FolderFlush.Flush(parent);
        if (isNewFolder)
        {
            FolderFlush.Flush(Path.GetDirectoryName(parent)!);
            FolderFlush.Flush(folder.Path);
        }
    }
}
