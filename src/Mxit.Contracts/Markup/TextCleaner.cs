using System.Buffers;
using System.Text;

namespace Mxit;

/// <summary>
/// Brings text into a form that is safe to show: every kind of line break becomes one <c>\n</c>, control characters but the tab
/// are left out, halves of characters are replaced. Keeps in mind what the text before ended with.
/// </summary>
internal sealed class TextCleaner
{
    // C0, DEL, C1, the line breaks of Unicode, and surrogates, which are looked at in pairs.
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
    [
        .. Range('\0', '\b'), .. Range('\n', '\x1f'), .. Range('\x7f', '\x9f'), '\u2028', '\u2029', .. Range('\ud800', '\udfff'),
    ]);

    private bool _endedInReturn;

    public string Clean(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        if (!text.AsSpan().ContainsAny(Suspects))
        {
            _endedInReturn = false;
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSecondHalf = _endedInReturn && rune.Value == '\n';
            _endedInReturn = rune.Value == '\r';
            if (rune.Value is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029')
            {
                _ = isSecondHalf ? clean : clean.Append('\n');
            }
            else if (rune.Value == '\t' || !Rune.IsControl(rune))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>Something else than text came between.</summary>
    public void Interrupt() => _endedInReturn = false;

    private static IEnumerable<char> Range(char first, char last) =>
        Enumerable.Range(first, last - first + 1).Select(static value => (char)value);
}
