using System.Globalization;
using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// A position in a list or a feed, from which reading continues. The default value is the beginning. It is opaque: store its
/// text, and pass it back to the call that returned it.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<Cursor>))]
public readonly record struct Cursor : ITextValue<Cursor>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, as <see cref="ToString"/> gave it; empty for the beginning.</param>
    public Cursor(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value.Length == 0 ? null : value;
    }

    /// <summary>The text; empty for the beginning.</summary>
    public string Value => _value ?? "";

    /// <summary>The beginning of a list or a feed.</summary>
    public static Cursor Start => default;

    /// <summary>The text for a query; absent for the beginning.</summary>
    internal string? Text => _value;

    internal static Cursor Of(long position) => new(position.ToString(CultureInfo.InvariantCulture));

    /// <summary>The position in a feed, whose cursors are numbers.</summary>
    /// <exception cref="ArgumentException">It is not a cursor of a feed.</exception>
    internal long Position(string parameterName) =>
        _value is null ? 0
        : long.TryParse(_value, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new ArgumentException(
            "This is not a cursor of this feed: pass the Cursor of a message or of a change.", parameterName);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static Cursor ITextValue<Cursor>.Create(string text) => new(text);
}
