using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The id of a file offer. Opaque; compared exactly. An offer is sent as a message and has the id of the message, so the two
/// types convert into each other.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<OfferId>))]
public readonly record struct OfferId : ITextValue<OfferId>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public OfferId(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The text; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public static implicit operator OfferId(string value) => new(value);

    /// <summary>Converts to the id of the message of an offer.</summary>
    /// <param name="id">The id of the offer.</param>
    public static explicit operator MessageId(OfferId id) => id._value is null ? default : new(id._value);

    /// <summary>Converts to the id of the offer of a message.</summary>
    /// <param name="id">The id of the message.</param>
    public static explicit operator OfferId(MessageId id) => id.Value.Length == 0 ? default : new(id.Value);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static OfferId ITextValue<OfferId>.Create(string text) => new(text);
}
