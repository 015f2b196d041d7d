namespace Mxit.Internal;

/// <summary>Guesses content types from file extensions. Servers check the content themselves.</summary>
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
        ".avif" => "image/avif",
        ".heic" => "image/heic",
        ".tif" or ".tiff" => "image/tiff",
        ".svg" => "image/svg+xml",
        ".mp3" => "audio/mpeg",
        ".m4a" => "audio/mp4",
        ".aac" => "audio/aac",
        ".amr" => "audio/amr",
        ".ogg" or ".opus" => "audio/ogg",
        ".wav" => "audio/wav",
        ".mid" or ".midi" => "audio/midi",
        ".mp4" or ".m4v" => "video/mp4",
        ".3gp" => "video/3gpp",
        ".webm" => "video/webm",
        ".mov" => "video/quicktime",
        ".txt" => "text/plain",
        ".csv" => "text/csv",
        ".html" or ".htm" => "text/html",
        ".vcf" => "text/vcard",
        ".pdf" => "application/pdf",
        ".json" => "application/json",
        ".zip" => "application/zip",
        _ => Unknown,
    };
}
