using Mxit.Platform.Idempotency;

namespace Mxit.Platform.Gallery;

/// <summary>A file that somebody uploads, apart from its bytes.</summary>
/// <param name="Folder">The folder to put it in; made when it is missing.</param>
/// <param name="FileName">Its name.</param>
/// <param name="PreventShare">Its owner cannot offer it to others.</param>
/// <param name="ContentType">The media type of the request.</param>
/// <param name="MimeType">The media type that the query names: an old form.</param>
/// <param name="Length">How many bytes will come; <see langword="null"/> when the sender does not say.</param>
/// <param name="Sha256">The SHA-256 that they have, in lower-case hex; <see langword="null"/> when the sender does not say.</param>
internal sealed record GalleryUpload(
    string Folder, string? FileName, bool PreventShare, string? ContentType, string? MimeType, long? Length, string? Sha256 = null)
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

/// <summary>What became of a wish about a gallery.</summary>
internal enum GalleryOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It cannot be done in this way.</summary>
    Invalid,

    /// <summary>There is no such folder or file, or no such person.</summary>
    NotFound,

    /// <summary>The file is too long.</summary>
    TooLarge,

    /// <summary>There is no room left, in the gallery or at all.</summary>
    Full,

    /// <summary>The metadata of the file cannot be removed.</summary>
    MetadataStays,

    /// <summary>The file is not the one that the caller expects.</summary>
    NotAsExpected,

    /// <summary>A request with the same key is running.</summary>
    KeyInUse,

    /// <summary>The key was used for something else.</summary>
    KeyMismatch,
}

/// <summary>The answer to a wish about a gallery.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">For the caller: what was wrong, or the id of a file that was uploaded.</param>
internal sealed record GalleryResult(GalleryOutcome Outcome, string? Text = null)
{
    internal const string NoRoomOnServer = "The server has no room left for files; try again later.";

    internal static GalleryResult Of(KeyedResult<GalleryResult> keyed) => keyed.State switch
    {
        KeyState.Done => keyed.Answer!,
        KeyState.InUse => new GalleryResult(GalleryOutcome.KeyInUse, KeyedBody.InUse),
        _ => new GalleryResult(
            GalleryOutcome.KeyMismatch, "This Idempotency-Key was used with another file, or another name or folder."),
    };
}
