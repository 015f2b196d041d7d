namespace Mxit.Media.Headers;

/// <summary>
/// What a file is to be called. Pictures are what their bytes are, whatever the sender says; for other files the bytes tell too
/// little.
/// </summary>
internal static class MediaTypes
{
    // What others are called besides; their bytes are told by FormatDetector.
    private static readonly string[] OfPictures =
    [
        "image/png", "image/x-png", "image/apng", "image/jpeg", "image/jpg", "image/pjpeg", "image/gif", "image/webp",
        "image/bmp",
        "image/x-bmp", "image/x-ms-bmp",
    ];

    /// <summary>The media type of a file.</summary>
    /// <param name="start">The first bytes of the file, <see cref="FormatDetector.Length"/> of them if there are as many.</param>
    /// <param name="declared">What the sender calls it, in lower case; <see langword="null"/> when nothing was said.</param>
    /// <returns>
    /// <see langword="null"/> when nothing is known of it: nothing was said, or what was said is not so.
    /// </returns>
    public static string? FindOrNull(ReadOnlySpan<byte> start, string? declared)
    {
        if (FormatDetector.FindMediaTypeOrNull(start) is { } picture)
        {
            return picture;
        }

        if (declared is null || !declared.StartsWith("image/", StringComparison.Ordinal))
        {
            return declared;
        }

        var name = declared.Split(';')[0].TrimEnd();
        var kind = FileKind.FindOrNull(start);
        return kind?.MediaTypes is [var usual, ..] types && (types.Contains(name) || IsPictureType(name))
            ? types.Contains(name) ? declared
            : usual
            : IsPictureType(name) || FileKind.IsText(start) || kind is { Group: not FileGroup.Picture, MediaTypes.Count: 0 }
                ? null
            : declared;
    }

    private static bool IsPictureType(string name) => Array.IndexOf(OfPictures, name) >= 0 || FileKind.IsKnownPicture(name);
}
