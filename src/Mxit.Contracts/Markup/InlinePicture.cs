using System.Buffers.Binary;

namespace Mxit;

/// <summary>A picture inside a message: what it is decides its first bytes, not what anybody calls it.</summary>
internal static class InlinePicture
{
    /// <summary>Reads the picture.</summary>
    /// <returns>An address that holds the picture itself; <see langword="null"/> when it is none, or too large.</returns>
    public static string? FindAddressOrNull(string base64, MarkupHtmlOptions options)
    {
        // Three bytes are four characters; white space between them is allowed and small.
        if (base64.Length / 8 * 3 > options.MaxImageBytes)
        {
            return null;
        }

        var bytes = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(base64, bytes, out var length) || length > options.MaxImageBytes)
        {
            return null;
        }

        var (mediaType, width, height) = ReadHeader(bytes.AsSpan(0, length));
        return mediaType is not null && IsSide(width) && IsSide(height)
            ? $"data:{mediaType};base64,{Convert.ToBase64String(bytes, 0, length)}"
            : null;

        bool IsSide(long pixels) => pixels > 0 && pixels <= options.MaxImageSide;
    }

    private static (string? MediaType, long Width, long Height) ReadHeader(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] when bytes.Length >= 24 =>
            ("image/png", BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..])),
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] when bytes.Length >= 10 =>
            ("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])),
        [0xFF, 0xD8, 0xFF, ..] => ReadJpegHeader(bytes[2..]),
        _ => default,
    };

    // Goes from segment to segment until one tells the size of the frame.
    private static (string? MediaType, long Width, long Height) ReadJpegHeader(ReadOnlySpan<byte> segments)
    {
        while (segments is [0xFF, var marker, var high, var low, ..])
        {
            var length = (high << 8) | low;
            var isFrame = marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
            if (isFrame && segments.Length >= 9)
            {
                return ("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(segments[7..]),
                    BinaryPrimitives.ReadUInt16BigEndian(segments[5..]));
            }

            if (isFrame || length < 2 || segments.Length < length + 2)
            {
                break;
            }

            segments = segments[(length + 2)..];
        }

        return default;
    }
}
