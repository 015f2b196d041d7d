using System.Text;

namespace Mxit;

/// <summary>
/// Builds the body of a message in Mxit markup. What is built is what a reader sees: text is escaped, looks end where they
/// should, and one piece never changes the meaning of the next. Not safe for several threads at once. Source: wire
/// document, section 7.
/// </summary>
/// <example>
/// <code>
/// var menu = new MxitMarkupBuilder()
///     .Bold("Welcome").Text($", {name}! ").Emoticon(MxitEmoticon.Happy).Line()
///     .Color(MarkupColor.Parse("#CC0000"), red => red.Text("Type ").Link("menu"));
/// var message = OutgoingMessage.FromMarkup("books", [userId], menu);
/// </code>
/// </example>
public sealed partial class MxitMarkupBuilder
{
    private readonly StringBuilder _markup = new();
    private readonly List<MessageLink> _links = [];

    private MarkupStyle _style;
    private MarkupStyle _written;

    // The markup from here on is text; an emoticon could come about between that and what follows.
    private int _textFrom;

    /// <summary>The links to other services, in the order of their places; they travel beside the body.</summary>
    public IReadOnlyList<MessageLink> Links => _links.AsReadOnly();

    /// <summary>Adds text, as <see cref="MxitMarkup.Escape"/> writes it.</summary>
    /// <param name="text">The text; line breaks are allowed.</param>
    /// <param name="emoticons">Whether the codes of emoticons in it are shown as emoticons, or as they are typed.</param>
    public MxitMarkupBuilder Text(string text, bool emoticons = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > 0)
        {
            WriteStyle(_style);
            if (!emoticons)
            {
                EndEmoticon(Emoticons.ToMarkup(text[..Math.Min(text.Length, Emoticons.LongestCode)]));
            }

            MarkupEscaper.Append(_markup, text, emoticons);
        }

        return this;
    }

    /// <summary>Adds text and a line break.</summary>
    /// <param name="text">The text; may be empty.</param>
    public MxitMarkupBuilder Line(string text = "") => Text(text + "\n");

    /// <summary>Adds bold text.</summary>
    /// <param name="text">The text.</param>
    public MxitMarkupBuilder Bold(string text) => Bold(inner => inner.Text(text));

    /// <summary>Makes bold what is added within.</summary>
    /// <param name="build">Adds it.</param>
    public MxitMarkupBuilder Bold(Action<MxitMarkupBuilder> build) => Styled(_style with { Bold = true }, build);

    /// <summary>Adds underlined text.</summary>
    /// <param name="text">The text.</param>
    public MxitMarkupBuilder Underline(string text) => Underline(inner => inner.Text(text));

    /// <summary>Underlines what is added within.</summary>
    /// <param name="build">Adds it.</param>
    public MxitMarkupBuilder Underline(Action<MxitMarkupBuilder> build) => Styled(_style with { Underline = true }, build);

    /// <summary>Adds text in italics.</summary>
    /// <param name="text">The text.</param>
    public MxitMarkupBuilder Italic(string text) => Italic(inner => inner.Text(text));

    /// <summary>Sets in italics what is added within.</summary>
    /// <param name="build">Adds it.</param>
    public MxitMarkupBuilder Italic(Action<MxitMarkupBuilder> build) => Styled(_style with { Italic = true }, build);

    /// <summary>Adds text in a colour.</summary>
    /// <param name="color">The colour; <see langword="null"/> for that of the reader.</param>
    /// <param name="text">The text.</param>
    public MxitMarkupBuilder Color(MarkupColor? color, string text) => Color(color, inner => inner.Text(text));

    /// <summary>Colours what is added within.</summary>
    /// <param name="color">The colour; <see langword="null"/> for that of the reader.</param>
    /// <param name="build">Adds it.</param>
    public MxitMarkupBuilder Color(MarkupColor? color, Action<MxitMarkupBuilder> build) =>
        Styled(_style with { Color = color }, build);

    /// <summary>Adds text that is one step larger than what is around it.</summary>
    /// <param name="text">The text.</param>
    public MxitMarkupBuilder Larger(string text) => Larger(inner => inner.Text(text));

    /// <summary>Enlarges what is added within by one step.</summary>
    /// <param name="build">Adds it.</param>
    public MxitMarkupBuilder Larger(Action<MxitMarkupBuilder> build) => Styled(_style with { Size = _style.Size + 1 }, build);

    /// <summary>Adds text that is one step smaller than what is around it.</summary>
    /// <param name="text">The text.</param>
    public MxitMarkupBuilder Smaller(string text) => Smaller(inner => inner.Text(text));

    /// <summary>Makes smaller what is added within, by one step.</summary>
    /// <param name="build">Adds it.</param>
    public MxitMarkupBuilder Smaller(Action<MxitMarkupBuilder> build) => Styled(_style with { Size = _style.Size - 1 }, build);

    /// <summary>The markup so far; whatever look is open is ended, so that other markup may follow.</summary>
    public override string ToString()
    {
        var end = new StringBuilder();
        _written.WriteChange(default, end);
        return end.Length == 0 ? _markup.ToString() : $"{_markup}{end}";
    }

    private MxitMarkupBuilder Styled(MarkupStyle style, Action<MxitMarkupBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var before = _style;
        _style = style;
        try
        {
            build(this);
        }
        finally
        {
            _style = before;
        }

        return this;
    }

    private MxitMarkupBuilder Write(string markup)
    {
        WriteStyle(_style);
        _markup.Append(markup);
        _textFrom = _markup.Length;
        return this;
    }

    // Looks are written only where something is to be seen in them.
    private void WriteStyle(MarkupStyle style)
    {
        if (_written != style)
        {
            _written.WriteChange(style, _markup);
            _written = style;
            _textFrom = _markup.Length;
        }
    }

    // ":-" before "(F)" would become ":-(" and "F)": what was text stays text.
    private void EndEmoticon(string next)
    {
        for (var length = Math.Min(Emoticons.LongestCode, _markup.Length - _textFrom); length > 0; length--)
        {
            var position = _markup.Length - length;
            if (Emoticons.ReadMarkup(_markup.ToString(position, length) + next, out _, out _) > length
                && !MarkupSyntax.IsEscaped(_markup, position))
            {
                _markup.Insert(position, '\\');
                return;
            }
        }
    }
}
