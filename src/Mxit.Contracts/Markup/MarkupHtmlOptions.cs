namespace Mxit;

/// <summary>
/// What a page knows and a message does not: where links lead, and which pictures to show. Addresses are places on the same
/// server (<c>/path</c>, <c>?query</c>, <c>#part</c>) or absolute ones (http, https, mxit); others are left out.
/// </summary>
public sealed record MarkupHtmlOptions
{
    internal static MarkupHtmlOptions Default { get; } = new();

    /// <summary>
    /// Where a link leads that sends a text back; gets that text. Without it, or where it gives <see langword="null"/>, such
    /// links cannot be selected.
    /// </summary>
    public Func<string, string?>? ReplyAddress { get; init; }

    /// <summary>Where a link to another service leads. Without it, or where it gives <see langword="null"/>, nowhere.</summary>
    public Func<MessageLink, string?>? ServiceAddress { get; init; }

    /// <summary>
    /// Where the page gets a picture from that the message only names. Without it, or where it gives
    /// <see langword="null"/>, there is a link to it: loading it would tell its owner who reads the message, and when.
    /// </summary>
    public Func<Uri, string?>? ImageAddress { get; init; }

    /// <summary>The most bytes of a picture in the message itself; a larger one is not shown. At first 65,536.</summary>
    public int MaxImageBytes { get; init; } = 65_536;

    /// <summary>The largest width and height of a picture in the message itself, in pixels. At first 2,048.</summary>
    public int MaxImageSide { get; init; } = 2_048;
}
