namespace Mxit;

/// <summary>
/// A message that was read: its pieces in order. Walk them with a <c>foreach</c> and a <c>switch</c> on their types, or
/// write them in one of the forms here.
/// </summary>
/// <param name="nodes">The pieces.</param>
public sealed class MarkupDocument(IReadOnlyList<MarkupNode> nodes)
{
    /// <summary>The pieces in order. Neighbours that are text differ in style.</summary>
    public IReadOnlyList<MarkupNode> Nodes { get; } = nodes ?? throw new ArgumentNullException(nameof(nodes));

    /// <summary>
    /// The text without its looks. Emoticons are the codes that were typed, pictures are <c>[picture]</c>, commands are
    /// nothing. Characters are as they were sent: for a terminal use <see cref="ToTerminalText"/>.
    /// </summary>
    public string ToPlainText() => string.Concat(Nodes.Select(static node => node.PlainText));

    /// <summary>
    /// The text for a terminal. Nothing in the message can command the terminal: control characters are left out, except
    /// tabs and line breaks, and what changes the direction of text ends with its line.
    /// </summary>
    /// <param name="ansi">Whether to show bold, italics, underlines and colours by ANSI sequences; sizes are not shown.</param>
    public string ToTerminalText(bool ansi = false) => new TerminalMarkupWriter(ansi).Write(Nodes);

    /// <summary>
    /// HTML to put inside an element of a page. Safe whatever the message holds: all text is encoded, addresses are checked,
    /// and there is neither script nor style in it, so that it works under a strict content security policy.
    /// </summary>
    /// <param name="options">Where links lead and what pictures are shown; <see langword="null"/> for the defaults.</param>
    public string ToHtml(MarkupHtmlOptions? options = null) =>
        new HtmlMarkupWriter(options ?? MarkupHtmlOptions.Default).Write(Nodes);

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() => $"{nameof(MarkupDocument)} {{ {nameof(Nodes)} = {Nodes.Count} }}";
}
