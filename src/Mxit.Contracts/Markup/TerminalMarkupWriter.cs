using System.Globalization;
using System.Text;

namespace Mxit;

/// <summary>Writes a message for a terminal. The only control sequences in it are those written here.</summary>
internal sealed class TerminalMarkupWriter(bool ansi)
{
    private readonly StringBuilder _text = new();
    private readonly TextCleaner _cleaner = new();
    private readonly BidiBalance _direction = new();

    private MarkupStyle _written;

    public string Write(IReadOnlyList<MarkupNode> nodes)
    {
        foreach (var node in nodes)
        {
            var text = _cleaner.Clean(node.PlainText);
            if (text.Length > 0)
            {
                Restyle(StyleOf(node));
                foreach (var character in text)
                {
                    _direction.Append(character, _text);
                }
            }
        }

        _direction.Close(_text);
        Restyle(default);
        return _text.ToString();
    }

    // A terminal has one size. Links look like links.
    private static MarkupStyle StyleOf(MarkupNode node) => node.Style with
    {
        Size = 0,
        Underline = node.Style.Underline || node is MarkupReplyLink or MarkupServiceLink or MarkupWebLink,
    };

    private void Restyle(MarkupStyle style)
    {
        if (!ansi || style == _written)
        {
            return;
        }

        _written = style;
        _text.Append("\e[0")
            .Append(style.Bold ? ";1" : "")
            .Append(style.Italic ? ";3" : "")
            .Append(style.Underline ? ";4" : "");
        if (style.Color is { } color)
        {
            _text.Append(CultureInfo.InvariantCulture, $";38;2;{color.Red};{color.Green};{color.Blue}");
        }

        _text.Append('m');
    }
}
