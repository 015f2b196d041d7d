using System.Buffers;
using System.Net;

namespace Mxit.Internal;

/// <summary>
/// Sends the caller's content in chunks, from its start each time: handlers of the host, redirects and connections can send a
/// request more than once. Errors of the content are kept apart from errors of the connection.
/// </summary>
internal sealed class UploadContent(IUploadReader reader, long? length, TransferMeter meter) : HttpContent
{
    /// <summary>The size of a chunk, below the size of large objects of the garbage collector.</summary>
    public const int PieceBytes = 64 * 1024;

    /// <summary>Disposed together with this object.</summary>
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
                    throw new UploadSourceException(
                        new EndOfStreamException($"The stream ended after {sent} of {length} bytes."));
                }

                break;
            }

            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            sent += read;
            meter.Reached(sent);
        }

        // Not after a failure: an aborted read of the caller's stream may still write to it.
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
