using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The id of a message. Opaque; compared exactly. Source: the header <c>Mxit-Message-Id</c>, this project's own.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<MessageId>))]
public readonly record struct MessageId : ITextValue<MessageId>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public MessageId(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The text; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public static implicit operator MessageId(string value) => new(value);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static MessageId ITextValue<MessageId>.Create(string text) => new(text);
}
