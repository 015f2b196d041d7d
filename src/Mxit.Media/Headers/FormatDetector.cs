using System.Buffers.Binary;

namespace Mxit.Media.Headers;

/// <summary>Tells what a file is by its first bytes; neither its name nor its media type is asked.</summary>
internal static class FormatDetector
{
    /// <summary>As many bytes as it takes.</summary>
    public const int Length = 512;

    /// <summary>The format; <see langword="null"/> when it is none that is taken.</summary>
    /// <param name="start">The first bytes of the file, <see cref="Length"/> of them if there are as many.</param>
    public static PictureFormat? FindOrNull(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
            PictureFormat.WebP,
        [(byte)'B', (byte)'M', ..] => PictureFormat.Bmp,
        _ => null,
    };

    /// <summary>The media type of a picture; <see langword="null"/> when its format is none that is taken.</summary>
    /// <param name="start">The first bytes of the file, <see cref="Length"/> of them if there are as many.</param>
    public static string? FindMediaTypeOrNull(ReadOnlySpan<byte> start) => FindOrNull(start) switch
    {
        PictureFormat.Png => "image/png",
        PictureFormat.Jpeg => "image/jpeg",
        PictureFormat.Gif => "image/gif",
        PictureFormat.WebP => "image/webp",
        PictureFormat.Bmp when HasBmpHeader(start) => "image/bmp",
        _ => null,
    };

    /// <summary>The first bytes of a file, as many as it takes.</summary>
    /// <param name="file">The file, at its start; it stands there again afterwards.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<ReadOnlyMemory<byte>> ReadStartAsync(Stream file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var start = new byte[Length];
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        file.Position = 0;
        return start.AsMemory(0, length);
    }

    // Many a text begins with the same two letters. Behind them stands how long the header is, in one of the versions of the
    // format.
    private static bool HasBmpHeader(ReadOnlySpan<byte> start) =>
        start.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108
        or 124;
}
