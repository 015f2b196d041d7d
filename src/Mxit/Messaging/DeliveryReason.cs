using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Why a recipient does not get a message.
/// Open: a value that this version does not know is kept as it came.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<DeliveryReason>))]
public readonly record struct DeliveryReason : ITextValue<DeliveryReason>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public DeliveryReason(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The recipient was not connected, and the message was not to be kept (<see cref="OutgoingMessage.Spool"/> was <see langword="false"/>).</summary>
    public static DeliveryReason Offline { get; } = new("offline");

    /// <summary>The recipient does not have the sender among the contacts, or blocks the sender. The server does not tell which.</summary>
    public static DeliveryReason NotContact { get; } = new("notContact");

    /// <summary>Too many messages wait for the recipient already.</summary>
    public static DeliveryReason SpoolFull { get; } = new("spoolFull");

    /// <summary>The text as it travels; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static DeliveryReason ITextValue<DeliveryReason>.Create(string text) => new(text);
}
