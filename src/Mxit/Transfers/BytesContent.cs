using System.Net;

namespace Mxit.Internal;

/// <summary>Sends bytes in memory in chunks, so that progress can be reported.</summary>
internal sealed class BytesContent(ReadOnlyMemory<byte> bytes, TransferMeter meter) : HttpContent
{
    protected override bool TryComputeLength(out long computed)
    {
        computed = bytes.Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        meter.Start(bytes.Length);
        for (var sent = 0; sent < bytes.Length;)
        {
            var piece = bytes.Slice(sent, Math.Min(UploadContent.PieceBytes, bytes.Length - sent));
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            sent += piece.Length;
            meter.Reached(sent);
        }
    }
}
