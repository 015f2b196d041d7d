using System.Buffers;
using System.Net;

namespace Mxit.Internal;

/// <summary>
/// Sends content of the caller piece by piece, from its start each time that it is asked to: handlers of the host, redirects and
/// connections can send a request more than once. Keeps failures of the content apart from those of the connection.
/// </summary>
internal sealed class UploadContent(IUploadReader reader, long? length, TransferMeter meter) : HttpContent
{
    /// <summary>How much is sent at a time: an array of this size is not a large object for the garbage collector.</summary>
    public const int PieceBytes = 64 * 1024;

    /// <summary>What is to be disposed of together with this.</summary>
    public IDisposable? Owned { get; init; }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        meter.Start(length);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var sent = 0L;
        while (sent < (length ?? long.MaxValue))
        {
            var wanted = (int)Math.Min(PieceBytes, (length ?? long.MaxValue) - sent);
            var read = await ReadAsync(sent, buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                if (length is not null)
                {
                    throw new UploadSourceException(new EndOfStreamException($"The stream ended after {sent} of {length} bytes."));
                }

                break;
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            sent += read;
            meter.Reached(sent);
        }

        // Not after a failure: a stream of the caller that was cut off may still be writing to it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Owned?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(offset, buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UploadSourceException(failure);
        }
    }
}
