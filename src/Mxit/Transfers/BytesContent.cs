using System.Net;

namespace Mxit.Internal;

/// <summary>Sends bytes in memory piece by piece, as they are, so that their progress can be told.</summary>
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
        for (var rest = bytes; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(UploadContent.PieceBytes, rest.Length)];
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            rest = rest[piece.Length..];
            meter.Add(piece.Length);
        }
    }
}
