using System.Text;

namespace Mxit.Platform.Media.Headers;

/// <summary>Tells what a file is by its first bytes; neither its name nor its media type is asked.</summary>
internal static class FormatDetector
{
    /// <summary>As many bytes as it takes.</summary>
    public const int Length = 512;

    /// <summary>The format; <see langword="null"/> when it is none that is taken.</summary>
    public static PictureFormat? FindOrNull(ReadOnlySpan<byte> start) => start switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureFormat.Png,
        [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => PictureFormat.Gif,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => PictureFormat.WebP,
        [(byte)'B', (byte)'M', ..] => PictureFormat.Bmp,
        _ => null,
    };

    /// <summary>What a file that is not taken seems to be; <see langword="null"/> when it looks like nothing known.</summary>
    public static string? DescribeOrNull(ReadOnlySpan<byte> start) => start switch
    {
        [] => "empty",
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => "a TIFF file",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => DescribeBrand(start[8..]),
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [0, 0, 1, 0, ..] => "an icon (ICO)",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document",
        [0xFF, 0x0A, ..] or [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => "a JPEG XL picture",
        [0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "a JPEG 2000 picture",
        [(byte)'P', (byte)'K', 3 or 5, ..] => "a ZIP archive",
        [0x1F, 0x8B, ..] => "a gzip file",
        [(byte)'M', (byte)'Z', ..] or [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "a program",
        _ => DescribeText(start),
    };

    private static string DescribeBrand(ReadOnlySpan<byte> brand) => brand switch
    {
        [(byte)'h', (byte)'e', ..] or [(byte)'m', (byte)'i' or (byte)'s', (byte)'f', (byte)'1', ..] => "a HEIF picture",
        [(byte)'a', (byte)'v', (byte)'i', ..] => "an AVIF picture",
        _ => "a video",
    };

    private static string? DescribeText(ReadOnlySpan<byte> start)
    {
        var text = (start is [0xFF, 0xFE, ..] ? Encoding.Unicode : start is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode : Encoding.UTF8)
            .GetString(start).TrimStart('\uFEFF').TrimStart();
        return !text.StartsWith('<') ? null
            : text.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? "an SVG drawing"
            : text.Contains("<html", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("<script", StringComparison.OrdinalIgnoreCase) ? "an HTML page"
            : text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!", StringComparison.Ordinal)
                || (text.Length > 1 && char.IsAsciiLetter(text[1])) ? "an XML document"
            : null;
    }
}
