using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;
using Mxit.Media.Headers;

namespace Mxit.Platform.Gallery;

/// <summary>What kind of file something is. Source: wire document, sections 1.2 and 6, M6.</summary>
internal static class GalleryMediaTypes
{
    public const int MaxLength = 127;

    private const string Unknown = "application/octet-stream";

    // What libraries add by themselves says nothing about the file.
    private static readonly FrozenSet<string> SayNothing =
        new[] { Unknown, "binary/octet-stream", "application/x-www-form-urlencoded" }.ToFrozenSet(
            StringComparer.OrdinalIgnoreCase);

    // Kinds in which a browser runs nothing. SVG and HTML are not among them, nor is what may hold them.
    private static readonly FrozenSet<string> Harmless =
        new[]
        {
            "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "audio/mpeg", "audio/mp4", "audio/aac",
            "audio/ogg",
            "audio/wav", "audio/webm", "audio/amr", "video/mp4", "video/webm", "video/ogg", "video/3gpp", "text/plain",
        }.ToFrozenSet(StringComparer.Ordinal);

    // What pictures are made of.
    private static readonly FrozenSet<string> Pictures =
        new[] { "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The media type that the sender names; <see langword="null"/> when none says anything.</summary>
    public static string? FindDeclaredOrNull(string? contentType, string? mimeType) =>
        ReadOrNull(contentType) ?? ReadOrNull(mimeType);

    /// <summary>The media type that a file gets.</summary>
    /// <param name="content">The file, at its start; it stands there again afterwards.</param>
    /// <param name="declared">What the sender says; a picture is what its bytes are all the same.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<string> DecideAsync(Stream content, string? declared, CancellationToken cancellationToken)
    {
        var start = await FormatDetector.ReadStartAsync(content, cancellationToken);
        return MediaTypes.FindOrNull(start.Span, declared) ?? Unknown;
    }

    /// <summary>Whether a browser may show it where it is asked for.</summary>
    public static bool IsHarmless(string mediaType) =>
        MediaTypeHeaderValue.TryParse(mediaType, out var type) && Harmless.Contains(type.MediaType.Value!);

    /// <summary>Whether a small picture can be made of it, if it is whole.</summary>
    public static bool IsPicture(string mediaType) => Pictures.Contains(mediaType);

    /// <summary>Whether the upload says to be a document of the old form.</summary>
    public static bool IsXml(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/xml", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("text/xml", StringComparison.OrdinalIgnoreCase));

    private static string? ReadOrNull(string? text)
    {
        if (!MediaTypeHeaderValue.TryParse(text, out var type)
            || type.MediaType.Value is not { Length: <= MaxLength } name
            || SayNothing.Contains(name) || type.MatchesAllTypes || type.MatchesAllSubTypes)
        {
            return null;
        }

        // Of the parameters only this one tells how to read the bytes.
        var withCharset = type.Charset.HasValue ? $"{name}; charset={type.Charset}" : name;
        return (withCharset.Length <= MaxLength ? withCharset : name).ToLowerInvariant();
    }
}
