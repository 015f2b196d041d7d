using System.Buffers;
using System.Text;

namespace Mxit;

/// <summary>
/// Reads Mxit markup from its beginning to its end, once. Nothing is an error: what has no meaning is text. Source: wire
/// document, section 7.
/// </summary>
internal sealed class MarkupParser
{
    // A repeated link costs a few characters and shows as many as its caption has; without a bound a short message could
    // grow by the product of both.
    private const int MaxRepeatedCaptions = 10_000;

    private static readonly SearchValues<char> Starts =
        SearchValues.Create(MarkupSyntax.Escaped + Emoticons.FirstCharacters + "{");

    private static readonly SearchValues<char> StartOfPlace = SearchValues.Create("{");
    private static readonly SearchValues<char> EndsOfLink = SearchValues.Create("\\$");

    private readonly string _body;
    private readonly bool _containsMarkup;
    private readonly IReadOnlyList<MessageLink> _links;
    private readonly bool[] _placed;
    private readonly List<MarkupNode> _nodes = [];
    private readonly StringBuilder _text = new();

    private MarkupStyle _style;
    private MarkupStyle _textStyle;
    private int _repeatedCaptions;

    // From there on, no link and no command ends: nobody has to look again.
    private int _noLinkEndFrom = int.MaxValue;
    private int _noCommandEndFrom = int.MaxValue;

    public MarkupParser(string body, bool containsMarkup, IReadOnlyList<MessageLink> links)
    {
        _body = body;
        _containsMarkup = containsMarkup;
        _links = links;
        _placed = new bool[links.Count];
    }

    /// <summary>How many characters were looked at in search of an end, those that were looked at twice counted twice.</summary>
    public long Examined { get; private set; }

    public IReadOnlyList<MarkupNode> Parse()
    {
        var starts = _containsMarkup ? Starts : StartOfPlace;
        for (var position = 0; position < _body.Length;)
        {
            var literal = _body.AsSpan(position).IndexOfAny(starts);
            literal = literal < 0 ? _body.Length - position : literal;
            AppendText(_body.AsSpan(position, literal));
            Examined += literal;
            position += literal;
            if (position < _body.Length)
            {
                var length = Read(position);
                if (length == 0)
                {
                    AppendText(_body.AsSpan(position, 1));
                    length = 1;
                }

                position += length;
            }
        }

        AppendLinksWithoutPlace();
        FlushText();
        return _nodes;
    }

    // How long it is what has a meaning there; 0 when it is text.
    private int Read(int position)
    {
        if (_body[position] == '{')
        {
            return ReadPlace(position);
        }

        return _body[position] switch
        {
            '\\' => ReadEscaped(position),
            '*' => Restyle(_style with { Bold = !_style.Bold }, 1),
            '_' => Restyle(_style with { Underline = !_style.Underline }, 1),
            '/' => Restyle(_style with { Italic = !_style.Italic }, 1),
            '#' => ReadColor(position),
            '.' => ReadAfterDot(position),
            '$' => ReadLink(position),
            ':' => ReadAfterColon(position),
            _ => ReadEmoticon(position),
        };
    }

    private int Restyle(MarkupStyle style, int length)
    {
        _style = style;
        return length;
    }

    private int ReadEscaped(int position)
    {
        if (position + 1 == _body.Length)
        {
            return 0;
        }

        AppendText(_body.AsSpan(position + 1, 1));
        return 2;
    }

    private int ReadColor(int position)
    {
        const int Length = 1 + MarkupColor.Digits;
        var text = _body.AsSpan(position, Math.Min(Length, _body.Length - position));
        return MarkupColor.TryParse(text, out var color) ? Restyle(_style with { Color = color }, Length)
            : text.SequenceEqual(MarkupSyntax.DefaultColor) ? Restyle(_style with { Color = null }, Length)
            : 0;
    }

    private int ReadAfterDot(int position)
    {
        switch (CharacterAt(position + 1))
        {
            case '+':
                return Restyle(_style with { Size = _style.Size + 1 }, 2);
            case '-':
                return Restyle(_style with { Size = _style.Size - 1 }, 2);
            // "See this.{0}" ends a sentence before the place of a link.
            case '{' when FindPlace(position + 1, out _) == 0:
                var length = MarkupSyntax.ReadCustomEmoticonId(_body.AsSpan(position + 2));
                if (length > 0)
                {
                    Add(new MarkupCustomEmoticon(_body.Substring(position + 2, length), _style));
                    return length + 3;
                }

                return 0;
            default:
                return 0;
        }
    }

    private int ReadAfterColon(int position)
    {
        var rest = _body.AsSpan(position);
        if (rest.StartsWith(MarkupSyntax.CommandStart, StringComparison.Ordinal))
        {
            return ReadCommand(position);
        }

        if (rest.StartsWith(MarkupSyntax.VibrationStart, StringComparison.Ordinal) && rest.Length > 2
            && char.IsAsciiDigit(rest[2]))
        {
            Add(new MarkupVibration(rest[2] - '0', _style));
            return 3;
        }

        return ReadEmoticon(position);
    }

    private int ReadEmoticon(int position)
    {
        var length = Emoticons.ReadMarkup(_body.AsSpan(position), out var emoticon, out var code);

        // ":{" is an emoticon, but "Choose:{0}" ends in the place of a link.
        if (length == 0 || (code[^1] == '{' && FindPlace(position + length - 1, out _) > 0))
        {
            return 0;
        }

        Add(new MarkupEmoticon(emoticon, code, _style));
        return length;
    }

    private int ReadCommand(int position)
    {
        var start = position + 2;
        var name = position + MarkupSyntax.CommandStart.Length;
        var end = name;
        while (char.IsAsciiLetter(CharacterAt(end)))
        {
            end++;
        }

        Examined += end - position;
        if (end == name || CharacterAt(end) is not ('|' or ':') || (end = FindCommandEnd(end)) < 0)
        {
            return 0;
        }

        Add(new CommandContent(_body.AsSpan(start, end - start)).ToNode(_style));
        return end + 1 - position;
    }

    private int FindCommandEnd(int from)
    {
        if (from >= _noCommandEndFrom)
        {
            return -1;
        }

        var end = _body.IndexOf(':', from);
        Examined += (end < 0 ? _body.Length : end) - from;
        _noCommandEndFrom = end < 0 ? from : _noCommandEndFrom;
        return end;
    }

    // "$$" is no link: there would be nothing to select.
    private int ReadLink(int position)
    {
        var end = FindLinkEnd(position + 1);
        if (end <= position + 1)
        {
            return 0;
        }

        var text = Unescape(_body.AsSpan((position + 1)..end));
        Add(new MarkupReplyLink(text, text, _style));
        return end + 1 - position;
    }

    private int FindLinkEnd(int start)
    {
        if (start >= _noLinkEndFrom)
        {
            return -1;
        }

        for (var at = start; at < _body.Length; at += 2)
        {
            var step = _body.AsSpan(at).IndexOfAny(EndsOfLink);
            Examined += step < 0 ? _body.Length - at : step + 1;
            if (step < 0)
            {
                break;
            }

            at += step;
            if (_body[at] == '$')
            {
                return at;
            }
        }

        _noLinkEndFrom = start;
        return -1;
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var unescaped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length ? 1 : 0;
            unescaped.Append(text[i]);
        }

        return unescaped.ToString();
    }

    private int ReadPlace(int position)
    {
        var length = FindPlace(position, out var number);
        if (length > 0)
        {
            _repeatedCaptions += _placed[number] ? CaptionLength(number) : 0;
            _placed[number] = true;
            Add(new MarkupServiceLink(_links[number], _style));
        }

        return length;
    }

    private int FindPlace(int position, out int number)
    {
        var length = MarkupSyntax.ReadPlace(_body.AsSpan(position), out number);
        return length > 0
            && number < _links.Count
            && (!_placed[number] || _repeatedCaptions + CaptionLength(number) <= MaxRepeatedCaptions)
                ? length
                : 0;
    }

    private int CaptionLength(int number) => _links[number].Text?.Length ?? 0;

    private void AppendLinksWithoutPlace()
    {
        _style = default;
        for (var i = 0; i < _links.Count; i++)
        {
            if (!_placed[i])
            {
                if (_nodes.Count > 0 || _text.Length > 0)
                {
                    AppendText("\n");
                }

                Add(new MarkupServiceLink(_links[i]));
            }
        }
    }

    private char CharacterAt(int position) => position < _body.Length ? _body[position] : '\0';

    private void AppendText(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (_textStyle != _style)
        {
            FlushText();
            _textStyle = _style;
        }

        _text.Append(text);
    }

    private void Add(MarkupNode node)
    {
        FlushText();
        _nodes.Add(node);
    }

    private void FlushText()
    {
        if (_text.Length > 0)
        {
            _nodes.Add(new MarkupText(_text.ToString(), _textStyle));
            _text.Clear();
        }
    }
}
