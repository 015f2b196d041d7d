namespace Mxit.Platform.Gallery;

/// <summary>A file that somebody uploads, apart from its bytes.</summary>
/// <param name="Folder">The folder to put it in; made when it is missing.</param>
/// <param name="FileName">Its name.</param>
/// <param name="PreventShare">Its owner cannot offer it to others.</param>
/// <param name="ContentType">The media type of the request.</param>
/// <param name="MimeType">The media type that the query names: an old form.</param>
/// <param name="Length">How many bytes will come; <see langword="null"/> when the sender does not say.</param>
/// <param name="Sha256">The SHA-256 that they have, in lower-case hex; <see langword="null"/> when the sender does not
/// say.</param>
internal sealed record GalleryUpload(
    string Folder, string? FileName, bool PreventShare, string? ContentType, string? MimeType, long? Length,
    string? Sha256 = null)
{
    /// <summary>It is for somebody else, without its metadata. It is not taken when these cannot be removed.</summary>
    public bool IsWithoutMetadata { get; init; }
}

/// <summary>A file to show.</summary>
/// <param name="Content">The bytes, to be closed; a stream that can seek.</param>
/// <param name="File">What is known of it.</param>
internal sealed record GalleryContent(Stream Content, StoredFile File)
{
    /// <summary>What the file is known by in requests with conditions.</summary>
    public string Tag => TagOf(File);

    internal static string TagOf(StoredFile file) => file.Key[..32];
}

/// <summary>What galleries refuse, to whoever it is that asks.</summary>
internal static class GalleryRefusals
{
    /// <summary>There is no room left for anybody.</summary>
    public static Refusal NoRoomOnServer { get; } = Refusal.Full("The server has no room left for files; try again later.");

    public static Refusal UnknownFolder(string folder) => Refusal.NotFound($"Unknown folder: {folder}");

    public static Refusal UnknownFile(string fileId) => Refusal.NotFound($"Unknown file: {fileId}");
}
