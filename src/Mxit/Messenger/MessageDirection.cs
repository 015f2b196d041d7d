using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The direction of a message or a file offer, seen from the person who is signed in. An open value: a value that this version
/// does not know is kept unchanged.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<MessageDirection>))]
public readonly record struct MessageDirection : ITextValue<MessageDirection>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public MessageDirection(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The person received it.</summary>
    public static MessageDirection Received { get; } = new("in");

    /// <summary>The person sent it.</summary>
    public static MessageDirection Sent { get; } = new("out");

    /// <summary>The text as it is sent; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static MessageDirection ITextValue<MessageDirection>.Create(string text) => new(text);
}
