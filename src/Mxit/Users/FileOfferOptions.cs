namespace Mxit;

/// <summary>How a file is offered. Source: <c>POST /user/media/file/send</c>, wire document, section 6, M10 and M11.</summary>
public sealed record FileOfferOptions
{
    /// <summary>
    /// The receiver's program may accept and open the file without asking. A wish: the server accepts nothing for anybody.
    /// </summary>
    public bool AutoOpen { get; init; }

    /// <summary>
    /// The receiver gets the file as it is. Otherwise pictures and videos arrive without their metadata, such as the place where they
    /// were made, and those of which these cannot be removed are refused with 415. An addition of this project; other servers ignore it.
    /// </summary>
    public bool KeepMetadata { get; init; }
}
