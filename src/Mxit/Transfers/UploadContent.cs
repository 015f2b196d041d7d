using System.Buffers;
using System.Net;

namespace Mxit.Internal;

/// <summary>Sends a stream of the caller piece by piece, and keeps its failures apart from those of the connection.</summary>
internal sealed class UploadContent(Stream source, long? length, TransferMeter meter) : HttpContent
{
    /// <summary>How much is sent at a time: an array of this size is not a large object for the garbage collector.</summary>
    public const int PieceBytes = 64 * 1024;

    /// <summary>Called before the first byte is read.</summary>
    public Action? Starting { get; init; }

    /// <summary>Close the stream afterwards.</summary>
    public bool OwnsSource { get; init; }

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
        Start();
        meter.Start(length);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var sent = 0L;
        while (sent < (length ?? long.MaxValue))
        {
            var wanted = (int)Math.Min(PieceBytes, (length ?? long.MaxValue) - sent);
            var read = await ReadAsync(buffer.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
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
            meter.Add(read);
        }

        // Not after a failure: a stream of the caller that was cut off may still be writing to it.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && OwnsSource)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Start()
    {
        try
        {
            Starting?.Invoke();
        }
        catch (Exception failure)
        {
            throw new UploadSourceException(failure);
        }
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UploadSourceException(failure);
        }
    }
}
