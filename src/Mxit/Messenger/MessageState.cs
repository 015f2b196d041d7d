using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The delivery state of a message for its receiver. An open value: a value that this version does not know is kept unchanged.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<MessageState>))]
public readonly record struct MessageState : ITextValue<MessageState>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public MessageState(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The server keeps it for the receiver.</summary>
    public static MessageState Stored { get; } = new("stored");

    /// <summary>A program of the receiver has acknowledged it.</summary>
    public static MessageState Delivered { get; } = new("delivered");

    /// <summary>The receiver has read it.</summary>
    public static MessageState Read { get; } = new("read");

    /// <summary>The receiver does not get it. Only sent messages have this state.</summary>
    public static MessageState NotDelivered { get; } = new("notDelivered");

    /// <summary>The text as it is sent; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static MessageState ITextValue<MessageState>.Create(string text) => new(text);
}
