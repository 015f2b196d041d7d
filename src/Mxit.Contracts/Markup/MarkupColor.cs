using System.Globalization;

namespace Mxit;

/// <summary>A text colour of Mxit markup, <c>#RRGGBB</c>. Source: wire document, section 7.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct MarkupColor(byte Red, byte Green, byte Blue)
{
    internal const int Digits = 6;

    /// <summary>Reads <c>#RRGGBB</c>, with or without the <c>#</c>, digits in either case.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">This is no colour.</exception>
    public static MarkupColor Parse(ReadOnlySpan<char> text) => TryParse(text, out var color)
        ? color
        : throw new FormatException("A colour is written #RRGGBB, with six hexadecimal digits.");

    /// <summary>Reads <c>#RRGGBB</c>, with or without the <c>#</c>, digits in either case.</summary>
    /// <param name="text">The text.</param>
    /// <param name="color">The colour, when there is one.</param>
    /// <returns>Whether this is a colour.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out MarkupColor color)
    {
        var digits = text is ['#', ..] ? text[1..] : text;
        var isColor = digits.Length == Digits
            & int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        color = isColor ? new MarkupColor((byte)(value >> 16), (byte)(value >> 8), (byte)value) : default;
        return isColor;
    }

    /// <summary>The colour as markup and HTML write it: <c>#RRGGBB</c>.</summary>
    public override string ToString() => $"#{Red:X2}{Green:X2}{Blue:X2}";
}
