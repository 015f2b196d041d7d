using System.Text;

namespace Mxit;

/// <summary>How a piece of a message is to look. The default value is plain text. Source: wire document, section 7.</summary>
public readonly record struct MarkupStyle
{
    /// <summary>Bold, by <c>*</c>.</summary>
    public bool Bold { get; init; }

    /// <summary>Underlined, by <c>_</c>.</summary>
    public bool Underline { get; init; }

    /// <summary>In italics, by <c>/</c>.</summary>
    public bool Italic { get; init; }

    /// <summary>The text colour, by <c>#RRGGBB</c>; <see langword="null"/> for that of the reader.</summary>
    public MarkupColor? Color { get; init; }

    /// <summary>Steps above (by <c>.+</c>) or below (by <c>.-</c>) the normal size; 0 is normal.</summary>
    public int Size { get; init; }

    /// <summary>Writes the markup that leads from this style to another.</summary>
    internal void WriteChange(MarkupStyle next, StringBuilder markup)
    {
        Toggle('*', Bold, next.Bold);
        Toggle('_', Underline, next.Underline);
        Toggle('/', Italic, next.Italic);
        if (Color != next.Color)
        {
            markup.Append(next.Color?.ToString() ?? MarkupSyntax.DefaultColor);
        }

        for (var size = Size; size != next.Size; size += Math.Sign(next.Size - Size))
        {
            markup.Append(next.Size > Size ? ".+" : ".-");
        }

        void Toggle(char toggle, bool before, bool after)
        {
            if (before != after)
            {
                markup.Append(toggle);
            }
        }
    }
}
