using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mxit;

/// <summary>Collects an interpolated string for <see cref="MxitMarkup.Format(MarkupInterpolatedStringHandler)"/>.</summary>
[InterpolatedStringHandler]
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct MarkupInterpolatedStringHandler
{
    // A beginning that only a value completes is at most this long: "#12345", "::op=".
    private const int LongestBeginning = 6;

    private readonly StringBuilder _markup;
    private readonly IFormatProvider _provider;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">The length of the text between the values.</param>
    /// <param name="formattedCount">The number of values.</param>
    /// <param name="provider">How to write values; <see langword="null"/> for the current culture.</param>
    public MarkupInterpolatedStringHandler(int literalLength, int formattedCount, IFormatProvider? provider = null)
    {
        _markup = new StringBuilder(literalLength + (16 * formattedCount));
        _provider = provider ?? CultureInfo.CurrentCulture;
    }

    /// <summary>Called by the compiler: adds markup.</summary>
    /// <param name="value">The markup.</param>
    public void AppendLiteral(string value) => _markup.Append(value);

    /// <summary>Called by the compiler: adds a value as text.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">How wide it is to be; negative for spaces after it.</param>
    /// <param name="format">How it is to be written.</param>
    public void AppendFormatted<T>(T value, int alignment = 0, string? format = null)
    {
        var text = value is IFormattable formattable ? formattable.ToString(format, _provider) : value?.ToString();
        AppendText(alignment < 0 ? (text ?? "").PadRight(-alignment) : (text ?? "").PadLeft(alignment));
    }

    /// <summary>Called by the compiler: adds a value as text.</summary>
    /// <param name="value">The value.</param>
    public void AppendFormatted(ReadOnlySpan<char> value) => AppendText(value);

    /// <summary>The markup.</summary>
    public override string ToString() => _markup?.ToString() ?? "";

    private void AppendText(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
        {
            EndBeginning();
            MarkupEscaper.Append(_markup, text, emoticons: true);
        }
    }

    // "Order #{number}" means no colour, whatever the number is: what the value could complete becomes text.
    private void EndBeginning()
    {
        Span<char> end = stackalloc char[Math.Min(_markup.Length, LongestBeginning)];
        _markup.CopyTo(_markup.Length - end.Length, end, end.Length);
        if (MarkupSyntax.IsEscaped(_markup, _markup.Length))
        {
            _markup.Append('\\');
            return;
        }

        // From the end, since what is put in moves what follows.
        var from = _markup.Length - end.Length;
        for (var start = end.Length - 1; start >= 0; start--)
        {
            if (MarkupSyntax.IsBeginning(end[start..]) && !MarkupSyntax.IsEscaped(_markup, from + start))
            {
                _markup.Insert(from + start, '\\');
            }
        }
    }
}
