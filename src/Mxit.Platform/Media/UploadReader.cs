using System.Buffers;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// Takes a body in, to be read more than once: in a file that goes when it is closed, so that slow senders hold no memory.
/// </summary>
internal sealed class UploadReader(MediaFolder folder)
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <returns>The body, from its start; closing it removes it.</returns>
    /// <exception cref="MediaTooLargeException">It is longer than <paramref name="maxBytes"/>; it was read no
    /// further.</exception>
    /// <exception cref="MediaStorageFullException">There is no room left for it.</exception>
    public Task<Stream> ReadAsync(Stream body, long maxBytes, CancellationToken cancellationToken) =>
        ReadAsync(body.ReadAsync, maxBytes, cancellationToken);

    /// <summary>The same for what is no stream.</summary>
    public async Task<Stream> ReadAsync(
        Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync, long maxBytes, CancellationToken cancellationToken)
    {
        FileStream? upload = null;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            upload = folder.CreateTemporary(FileOptions.DeleteOnClose);
            int read;
            while ((read = await readAsync(buffer, cancellationToken)) > 0)
            {
                if (upload.Position + read > maxBytes)
                {
                    throw new MediaTooLargeException(maxBytes);
                }

                await upload.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            upload.Position = 0;
            return upload;
        }
        catch (Exception failure)
        {
            if (upload is not null)
            {
                await upload.DisposeAsync();
            }

            if (failure is IOException io && FileFailure.IsDiskFull(io))
            {
                throw new MediaStorageFullException(io);
            }

            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
