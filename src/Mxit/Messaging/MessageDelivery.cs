using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>The delivery of a message, for each recipient. Source: <c>GET /delivery/messages/{messageId}</c>.</summary>
public sealed class MessageDelivery
{
    /// <summary>The id of the message.</summary>
    [JsonPropertyName("messageId")]
    public required MessageId MessageId { get; init; }

    /// <summary>When the server accepted it.</summary>
    [JsonPropertyName("sentUtc")]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The recipients, in the order of the message, without unknown ones.</summary>
    [JsonPropertyName("recipients")]
    public required IReadOnlyList<RecipientDelivery> Recipients { get; init; }
}

/// <summary>The delivery of a message to one recipient.</summary>
public sealed record RecipientDelivery
{
    /// <summary>The user id of the recipient.</summary>
    [JsonPropertyName("userId")]
    public required UserId UserId { get; init; }

    /// <summary>The delivery state.</summary>
    [JsonPropertyName("state")]
    public required DeliveryState State { get; init; }

    /// <summary>
    /// Why it was not accepted; <see langword="null"/> in all other states, and for old messages without a recorded reason.
    /// </summary>
    [JsonPropertyName("reason")]
    public DeliveryReason? Reason { get; init => field = value == default(DeliveryReason) ? null : value; }

    /// <summary>When the state changed last; <see langword="null"/> when that is not known.</summary>
    [JsonPropertyName("changedUtc")]
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>
/// The newest change of the delivery state of a message for one recipient. A later change replaces it and has a later cursor.
/// Source: <c>GET /delivery/changes</c>.
/// </summary>
public sealed record DeliveryChange
{
    /// <summary>The cursor of the change. Reading continues after it.</summary>
    [JsonPropertyName("cursor"), JsonConverter(typeof(PositionConverter))]
    public required Cursor Cursor { get; init; }

    /// <summary>The id of the message.</summary>
    [JsonPropertyName("messageId")]
    public required MessageId MessageId { get; init; }

    /// <summary>The user id of the recipient.</summary>
    [JsonPropertyName("userId")]
    public required UserId UserId { get; init; }

    /// <summary>The delivery state; never <see cref="DeliveryState.Accepted"/>.</summary>
    [JsonPropertyName("state")]
    public required DeliveryState State { get; init; }

    /// <summary>Why it was not accepted; <see langword="null"/> in all other states.</summary>
    [JsonPropertyName("reason")]
    public DeliveryReason? Reason { get; init => field = value == default(DeliveryReason) ? null : value; }

    /// <summary>When the state changed.</summary>
    [JsonPropertyName("changedUtc")]
    public required DateTimeOffset ChangedAt { get; init; }
}
