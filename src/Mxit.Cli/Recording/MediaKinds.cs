using System.Text;

namespace Mxit.Cli.Recording;

/// <summary>How a body is parsed for masking.</summary>
internal enum MediaKind
{
    Json,
    Form,
    Text,
    Page,
    Binary,
}

/// <summary>
/// Detects kinds of bodies. Old programs send wrong content types, so the content decides if it is known.
/// </summary>
internal static class MediaKinds
{
    public static MediaKind Of(string? contentType, ReadOnlySpan<byte> body, bool isRequest)
    {
        var type = contentType?.Split(';')[0].Trim() ?? "";
        var start = body.TrimStart(" \t\r\n\u00EF\u00BB\u00BF"u8);
        if (start.Length > 0 && start[0] is (byte)'{' or (byte)'[' or (byte)'"')
        {
            return MediaKind.Json;
        }

        if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            return MediaKind.Json;
        }

        if (type.Contains("html", StringComparison.OrdinalIgnoreCase))
        {
            return MediaKind.Page;
        }

        // A file in the old form, and other wrapped content.
        if (type.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            return MediaKind.Binary;
        }

        // Forms without a type are those of /token.
        return isRequest && LooksLikeForm(body) && (type.Length == 0 || type.Contains("form", StringComparison.OrdinalIgnoreCase))
            ? MediaKind.Form
            : type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || !isRequest
                ? MediaKind.Text
                : MediaKind.Binary;
    }

    private static bool LooksLikeForm(ReadOnlySpan<byte> body)
    {
        var equals = body.IndexOf((byte)'=');
        return equals is > 0 and < 64 && Encoding.ASCII.GetString(body[..equals]).All(
            letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
    }
}
