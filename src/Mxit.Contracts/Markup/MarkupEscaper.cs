using System.Buffers;
using System.Text;

namespace Mxit;

/// <summary>Writes text so that it means itself in Mxit markup. Source: wire document, section 7.</summary>
internal static class MarkupEscaper
{
    private static readonly SearchValues<char> Suspects =
        SearchValues.Create(MarkupSyntax.Escaped + Emoticons.FirstCharacters + "{");

    private static readonly SearchValues<char> EscapedInLinks = SearchValues.Create("\\$");

    /// <summary>Writes the text.</summary>
    /// <param name="markup">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="emoticons">Whether codes of emoticons stay emoticons.</param>
    public static void Append(StringBuilder markup, ReadOnlySpan<char> text, bool emoticons)
    {
        while (!text.IsEmpty)
        {
            var next = text.IndexOfAny(Suspects);
            markup.Append(next < 0 ? text : text[..next]);
            if (next < 0)
            {
                return;
            }

            text = text[next..];
            if (HasMeaning(text, emoticons))
            {
                markup.Append('\\');
            }

            markup.Append(text[0]);
            text = text[1..];
        }
    }

    /// <summary>Writes the text between two <c>$</c>, where only those and backslashes have a meaning.</summary>
    public static void AppendLink(StringBuilder markup, ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            _ = EscapedInLinks.Contains(character) ? markup.Append('\\').Append(character) : markup.Append(character);
        }
    }

    // What only begins at the end of the text may go on in what is put after it.
    private static bool HasMeaning(ReadOnlySpan<char> text, bool emoticons) =>
        MarkupSyntax.MustBeEscaped(text[0])
        || text.StartsWith(MarkupSyntax.CommandStart, StringComparison.Ordinal)
        || (text.StartsWith(MarkupSyntax.VibrationStart, StringComparison.Ordinal) && text.Length > 2
            && char.IsAsciiDigit(text[2]))
        || (text[0] == '{' && MarkupSyntax.ReadPlace(text, out _) > 0)
        || MarkupSyntax.IsBeginning(text)
        || (!emoticons && Emoticons.MayBeginIn(text));
}
