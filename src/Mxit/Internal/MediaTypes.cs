namespace Mxit.Internal;

/// <summary>Guesses media types. Servers look at the content; a guess only saves them the surprise.</summary>
internal static class MediaTypes
{
    private const string Unknown = "application/octet-stream";

    public static string OfFile(string? name) => Path.GetExtension(name)?.ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".bmp" => "image/bmp",
        ".webp" => "image/webp",
        ".mp3" => "audio/mpeg",
        ".mp4" => "video/mp4",
        ".3gp" => "video/3gpp",
        ".txt" => "text/plain",
        ".pdf" => "application/pdf",
        _ => Unknown,
    };
}
