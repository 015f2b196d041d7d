using System.Net;
using System.Security.Cryptography;

namespace Mxit.Check;

/// <summary>
/// A file that is made of a number while it is sent, piece by piece and not too fast, so that a kill hits it in the middle.
/// </summary>
/// <param name="seed">What it is made of: the same number gives the same bytes.</param>
/// <param name="length">How many bytes.</param>
/// <param name="bytesPerSecond">How fast; <see langword="null"/> for as fast as it goes.</param>
internal sealed class SlowContent(int seed, long length, int? bytesPerSecond) : HttpContent
{
    private const int PieceBytes = 32 * 1024;

    /// <summary>The SHA-256 of the file in lower-case hex.</summary>
    public static string HashOf(int seed, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in Pieces(seed, length))
        {
            hash.AppendData(piece.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var piece in Pieces(seed, length))
        {
            await stream.WriteAsync(piece, cancellationToken);
            if (bytesPerSecond is { } rate)
            {
                await stream.FlushAsync(cancellationToken);
                await Task.Delay(TimeSpan.FromSeconds((double)piece.Length / rate), TimeProvider.System, cancellationToken);
            }
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        // Half of them come without a length.
        computed = length;
        return seed % 2 == 0;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(int seed, long length)
    {
        // Not for secrets: the same seed gives the same bytes again.
#pragma warning disable CA5394
        var random = new Random(seed);
        var buffer = new byte[PieceBytes];
        for (var left = length; left > 0; left -= PieceBytes)
        {
            var piece = buffer.AsMemory(0, (int)Math.Min(left, PieceBytes));
            random.NextBytes(piece.Span);
            yield return piece;
        }
#pragma warning restore CA5394
    }
}
