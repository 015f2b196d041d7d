using Microsoft.AspNetCore.WebUtilities;

namespace Mxit.Platform.Media;

/// <summary>Takes a body in, to be read more than once: the first bytes in memory, more in a file that goes when it is closed.</summary>
internal sealed class UploadReader(MediaFolder folder)
{
    private const int MemoryThreshold = 64 * 1024;

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="MediaTooLargeException">It is longer than <paramref name="maxBytes"/>; it was read no further.</exception>
    /// <exception cref="MediaStorageFullException">There is no room left for it.</exception>
    public async Task<Stream> ReadAsync(Stream body, int maxBytes, CancellationToken cancellationToken)
    {
        var upload = new FileBufferingReadStream(body, MemoryThreshold, bufferLimit: null, folder.TemporaryPath);
        try
        {
            await upload.DrainAsync(maxBytes, cancellationToken);
            upload.Position = 0;
            return upload;
        }
        catch (Exception failure)
        {
            await upload.DisposeAsync();
            switch (failure)
            {
                case InvalidDataException:
                    throw new MediaTooLargeException(maxBytes);
                case IOException io when DiskFull.Is(io):
                    throw new MediaStorageFullException(io);
                default:
                    throw;
            }
        }
    }
}
