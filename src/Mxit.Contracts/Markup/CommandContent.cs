using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mxit;

/// <summary>
/// The inside of a command, <c>op=name|key=value|...</c>. Values escape <c>:</c>, <c>=</c>, <c>|</c> and <c>%</c> with a
/// percent sign and two digits; backslashes are text. Source: wire document, section 7.
/// </summary>
internal readonly ref struct CommandContent(ReadOnlySpan<char> content)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("%:=|");

    private readonly ReadOnlySpan<char> _content = content;

    /// <summary>The value of a key, unescaped; of a repeated key the last.</summary>
    public string? FindOrNull(ReadOnlySpan<char> key)
    {
        var found = default(ReadOnlySpan<char>);
        var isFound = false;
        foreach (var range in _content.Split('|'))
        {
            var pair = _content[range];
            var equals = pair.IndexOf('=');
            if (equals >= 0 && pair[..equals].SequenceEqual(key))
            {
                found = pair[(equals + 1)..];
                isFound = true;
            }
        }

        return isFound ? Uri.UnescapeDataString(found) : null;
    }

    /// <summary>What the command shows, or the command itself when that is nothing.</summary>
    public MarkupNode ToNode(MarkupStyle style) => (FindOrNull("op"), FindOrNull("type")) switch
    {
        ("cmd", "reply") when FindOrNull("selmsg") is { Length: > 0 } caption && FindOrNull("replymsg") is { } reply =>
            new MarkupReplyLink(caption, reply, style) { Name = FindOrNull("nm") },
        ("cmd", "platreq") when FindOrNull("dest") is { Length: > 0 } address =>
            new MarkupWebLink(FindOrNull("selmsg") is { Length: > 0 } caption ? caption : address, address, style),
        ("img", _) when FindOrNull("dat") is { } data => Image(style) with { Data = data },
        ("img", _) when FindOrNull("src") is { } source => Image(style) with { Source = source },
        _ => new MarkupCommand(_content.ToString(), style),
    };

    /// <summary>Writes <c>|key=value</c>.</summary>
    public static void Append(StringBuilder markup, string key, string value)
    {
        markup.Append('|').Append(key).Append('=');
        foreach (var character in value)
        {
            _ = Escaped.Contains(character)
                ? markup.Append('%').Append(((int)character).ToString("x2", CultureInfo.InvariantCulture))
                : markup.Append(character);
        }
    }

    private MarkupImage Image(MarkupStyle style) => new(style)
    {
        Reply = FindOrNull("replymsg"),
        Alignment = FindOrNull("algn"),
        Width = FindOrNull("w"),
        Height = FindOrNull("h"),
        T = FindOrNull("t"),
    };
}
