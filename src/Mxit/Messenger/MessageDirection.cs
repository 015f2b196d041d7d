using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Which way a message or a file offer goes, as seen by the person who asks.
/// Open: a value that this version does not know is kept as it came.
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

    /// <summary>To the person.</summary>
    public static MessageDirection Received { get; } = new("in");

    /// <summary>From the person.</summary>
    public static MessageDirection Sent { get; } = new("out");

    /// <summary>The text as it travels; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static MessageDirection ITextValue<MessageDirection>.Create(string text) => new(text);
}
