using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Why a recipient does not get a message. An open value: a value that this version does not know is kept unchanged.
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

    /// <summary>The recipient was not connected, and <see cref="OutgoingMessage.Spool"/> was <see langword="false"/>.</summary>
    public static DeliveryReason Offline { get; } = new("offline");

    /// <summary>
    /// The recipient does not have the sender as a contact, or blocks the sender. The server does not say which.
    /// </summary>
    public static DeliveryReason NotContact { get; } = new("notContact");

    /// <summary>Too many messages already wait for the recipient.</summary>
    public static DeliveryReason SpoolFull { get; } = new("spoolFull");

    /// <summary>The text as it is sent; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static DeliveryReason ITextValue<DeliveryReason>.Create(string text) => new(text);
}
