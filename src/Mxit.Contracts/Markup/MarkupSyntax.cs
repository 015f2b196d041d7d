using System.Buffers;
using System.Text;

namespace Mxit;

/// <summary>
/// The characters of Mxit markup, in one place for who reads and who writes it. Source: wire document, section 7.
/// </summary>
internal static class MarkupSyntax
{
    /// <summary>What a backslash must stand before to be text.</summary>
    public const string Escaped = "\\$.#*_/";

    public const string DefaultColor = "#??????";
    public const string CommandStart = "::op=";
    public const string VibrationStart = ":@";

    /// <summary>The longest id of an emoticon that somebody made.</summary>
    public const int MaxCustomEmoticonId = 15;

    private const int MaxPlaceDigits = 4;

    private static readonly SearchValues<char> EscapedCharacters = SearchValues.Create(Escaped);
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    public static bool MustBeEscaped(char character) => EscapedCharacters.Contains(character);

    /// <summary>Whether a backslash makes text of what is at the position; it does not where it is itself escaped.</summary>
    public static bool IsEscaped(StringBuilder markup, int position)
    {
        var before = position;
        while (before > 0 && markup[before - 1] == '\\')
        {
            before--;
        }

        return (position - before) % 2 == 1;
    }

    /// <summary>
    /// The length of <c>{n}</c> at the beginning of the text, 0 when there is none; numbers have no leading zero.
    /// </summary>
    public static int ReadPlace(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        var end = 1;
        while (end < text.Length && end <= MaxPlaceDigits && char.IsAsciiDigit(text[end]))
        {
            number = (number * 10) + (text[end] - '0');
            end++;
        }

        var isPlace = end > 1 && end < text.Length && text[end] == '}' && (text[1] != '0' || end == 2);
        return isPlace ? end + 1 : 0;
    }

    /// <summary>The length of the id after <c>.{</c>, 0 when there is none.</summary>
    public static int ReadCustomEmoticonId(ReadOnlySpan<char> text)
    {
        var window = text[..Math.Min(text.Length, MaxCustomEmoticonId + 1)];
        var end = window.IndexOf('}');
        return end > 0 && IsCustomEmoticonId(window[..end]) ? end : 0;
    }

    public static bool IsCustomEmoticonId(ReadOnlySpan<char> id)
    {
        foreach (var character in id)
        {
            if (character is '{' or '}' or '\\' || char.IsControl(character) || char.IsWhiteSpace(character))
            {
                return false;
            }
        }

        return id.Length is > 0 and <= MaxCustomEmoticonId;
    }

    /// <summary>
    /// Whether all of the text is the beginning of something short that has a meaning, so that what follows decides:
    /// <c>#12</c>, <c>.</c>, <c>::o</c>, <c>:@</c>, <c>{1</c>.
    /// </summary>
    public static bool IsBeginning(ReadOnlySpan<char> text) => text switch
    {
        [] => false,
        ['#', .. var rest] => rest.Length < MarkupColor.Digits
            && (rest.IndexOfAnyExcept('?') < 0 || rest.IndexOfAnyExcept(HexDigits) < 0),
        ['.'] => true,
        [':', ..] => CommandStart.AsSpan().StartsWith(text) || text is VibrationStart,
        ['{', .. var digits] => digits.Length <= MaxPlaceDigits && digits.IndexOfAnyExceptInRange('0', '9') < 0,
        _ => false,
    };
}
