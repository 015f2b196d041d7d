using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The delivery state of a message for one of its recipients. An open value: a value that this version does not know is kept
/// unchanged.
/// </summary>
[JsonConverter(typeof(MxitTextConverter<DeliveryState>))]
public readonly record struct DeliveryState : ITextValue<DeliveryState>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public DeliveryState(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The server keeps it for the recipient.</summary>
    public static DeliveryState Accepted { get; } = new("accepted");

    /// <summary>A program of the recipient has acknowledged it. Being connected is not enough.</summary>
    public static DeliveryState Delivered { get; } = new("delivered");

    /// <summary>The recipient has read it.</summary>
    public static DeliveryState Read { get; } = new("read");

    /// <summary>It expired before it was delivered. The recipient does not see it.</summary>
    public static DeliveryState Expired { get; } = new("expired");

    /// <summary>The recipient does not get it, see <see cref="DeliveryReason"/>.</summary>
    public static DeliveryState NotAccepted { get; } = new("notAccepted");

    /// <summary>The text as it is sent; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static DeliveryState ITextValue<DeliveryState>.Create(string text) => new(text);
}
