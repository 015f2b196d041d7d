namespace Mxit;

/// <summary>How a file is offered. Source: <c>POST /user/media/file/send</c>, wire document, section 6, M10 and M11.</summary>
public sealed record FileOfferOptions
{
    /// <summary>
    /// The receiver's program may accept and open the file without asking. A wish: the server accepts nothing for anybody.
    /// </summary>
    public bool AutoOpen { get; init; }

    /// <summary>
    /// The receiver gets a photo with the place where it was taken, which is left out otherwise. An addition of this project;
    /// other servers ignore it.
    /// </summary>
    public bool KeepPosition { get; init; }
}
