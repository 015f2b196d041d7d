using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Mxit.Web.Gallery;

/// <summary>Texts about files.</summary>
internal static class FileText
{
    /// <summary>The label of the check box to offer a file with its metadata.</summary>
    public const string KeepMetadata = "Send it with its metadata, such as where it was made";

    private const int MaxExtension = 4;

    private static readonly string[] Units = ["bytes", "KB", "MB", "GB", "TB"];

    /// <summary>A length with up to three significant digits, rounded down, so that a limit is never shown too large.</summary>
    public static string Size(long bytes)
    {
        if (bytes == 1)
        {
            return "1 byte";
        }

        double size = bytes;
        var unit = 0;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        var factor = size >= 100 || unit == 0 ? 1 : 10;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(size * factor) / factor:0.#} {Units[unit]}");
    }

    /// <summary>The kind of a file.</summary>
    public static string Kind(string mediaType) => Bare(mediaType) switch
    {
        "image/jpeg" => "JPEG picture",
        "image/png" => "PNG picture",
        "image/gif" => "GIF picture",
        "image/webp" => "WebP picture",
        "image/bmp" => "BMP picture",
        "application/pdf" => "PDF",
        "text/plain" => "Text",
        "application/zip" => "ZIP archive",
        "application/octet-stream" => "File",
        var other when other.StartsWith("audio/", StringComparison.Ordinal) => "Sound",
        var other when other.StartsWith("video/", StringComparison.Ordinal) => "Video",
        var other => other,
    };

    /// <summary>The extension of the name, to show the kind of file; empty when there is none.</summary>
    public static string Extension(string fileName) =>
        Path.GetExtension(fileName) is { Length: > 1 and <= MaxExtension + 1 } extension
        && extension.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? extension[1..].ToUpperInvariant()
            : "";

    /// <summary>A number of files.</summary>
    public static string Count(int files) =>
        files == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{files} files");

    private static string Bare(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var type) ? type.MediaType.Value!.ToLowerInvariant() : mediaType;
}
