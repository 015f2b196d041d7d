using System.Diagnostics.CodeAnalysis;

namespace Mxit.Internal;

/// <summary>A small value type around a text: how all of them are parsed.</summary>
internal interface ITextValue<TSelf> : IParsable<TSelf>
    where TSelf : struct, ITextValue<TSelf>
{
    static abstract TSelf Create(string text);

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => TSelf.Create(s);

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result)
    {
        var isText = !string.IsNullOrWhiteSpace(s);
        result = isText ? TSelf.Create(s!) : default;
        return isText;
    }
}

/// <summary>Reads texts that may be missing.</summary>
internal static class TextValue
{
    /// <summary>A value from a text; <see langword="null"/> when the text is missing or blank.</summary>
    public static T? OrNull<T>(string? text)
        where T : struct, ITextValue<T> => string.IsNullOrWhiteSpace(text) ? null : T.Create(text);
}
