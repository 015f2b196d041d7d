using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>The state of a file offer. An open value: a value that this version does not know is kept unchanged.</summary>
[JsonConverter(typeof(MxitTextConverter<OfferState>))]
public readonly record struct OfferState : ITextValue<OfferState>
{
    private readonly string? _value;

    /// <summary>Creates one from its text.</summary>
    /// <param name="value">The text, not blank.</param>
    /// <exception cref="ArgumentException">The text is missing or blank.</exception>
    public OfferState(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        _value = value;
    }

    /// <summary>The receiver has neither accepted nor declined yet.</summary>
    public static OfferState Offered { get; } = new("offered");

    /// <summary>The receiver has accepted it.</summary>
    public static OfferState Accepted { get; } = new("accepted");

    /// <summary>The receiver has declined it.</summary>
    public static OfferState Declined { get; } = new("declined");

    /// <summary>The receiver neither accepted nor declined in time.</summary>
    public static OfferState Expired { get; } = new("expired");

    /// <summary>The sender has deleted the file.</summary>
    public static OfferState Withdrawn { get; } = new("withdrawn");

    /// <summary>The receiver does not get the offer. Only sent offers have this state.</summary>
    public static OfferState NotDelivered { get; } = new("notDelivered");

    /// <summary>The text as it is sent; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    static OfferState ITextValue<OfferState>.Create(string text) => new(text);
}
