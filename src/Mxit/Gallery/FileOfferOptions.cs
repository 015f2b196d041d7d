namespace Mxit;

/// <summary>Options for a file offer. Source: <c>POST /user/media/file/send</c>, wire document, section 6, M10 and M11.</summary>
public sealed record FileOfferOptions
{
    /// <summary>
    /// Asks the receiver's program to accept and open the file automatically. The server itself does not do it.
    /// </summary>
    public bool AutoOpen { get; init; }

    /// <summary>
    /// The receiver gets the file unchanged. Otherwise the metadata of pictures and videos is removed, such as the GPS location;
    /// when that is impossible, the offer is refused with 415. This project's own; other servers ignore it.
    /// </summary>
    public bool KeepMetadata { get; init; }
}
