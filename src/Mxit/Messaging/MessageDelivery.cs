using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>What became of a message, for each recipient. Source: <c>GET /delivery/messages/{messageId}</c>.</summary>
public sealed class MessageDelivery
{
    /// <summary>The id of the message.</summary>
    [JsonPropertyName("messageId")]
    public required MessageId MessageId { get; init; }

    /// <summary>When the server accepted it.</summary>
    [JsonPropertyName("sentUtc")]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Everybody it was accepted for, in the order of the message; nobody who was unknown.</summary>
    [JsonPropertyName("recipients")]
    public required IReadOnlyList<RecipientDelivery> Recipients { get; init; }
}

/// <summary>How far a message has come with one recipient.</summary>
public sealed record RecipientDelivery
{
    /// <summary>The user id of the recipient.</summary>
    [JsonPropertyName("userId")]
    public required UserId UserId { get; init; }

    /// <summary>How far it has come.</summary>
    [JsonPropertyName("state")]
    public required DeliveryState State { get; init; }

    /// <summary>Why it was not accepted; <see langword="null"/> otherwise, and for messages older than the record of reasons.</summary>
    [JsonPropertyName("reason")]
    public DeliveryReason? Reason { get; init => field = value == default(DeliveryReason) ? null : value; }

    /// <summary>Since when it has been so; <see langword="null"/> where that is not known.</summary>
    [JsonPropertyName("changedUtc")]
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>
/// The newest change of a message with one recipient. The two have one change at a time: the next one takes the place of the one
/// before, further on. Source: <c>GET /delivery/changes</c>.
/// </summary>
public sealed record DeliveryChange
{
    /// <summary>The position among the changes, from which reading goes on.</summary>
    [JsonPropertyName("cursor"), JsonConverter(typeof(PositionConverter))]
    public required Cursor Cursor { get; init; }

    /// <summary>The id of the message.</summary>
    [JsonPropertyName("messageId")]
    public required MessageId MessageId { get; init; }

    /// <summary>The user id of the recipient.</summary>
    [JsonPropertyName("userId")]
    public required UserId UserId { get; init; }

    /// <summary>How far the message has come; never <see cref="DeliveryState.Accepted"/>.</summary>
    [JsonPropertyName("state")]
    public required DeliveryState State { get; init; }

    /// <summary>Why it was not accepted; <see langword="null"/> otherwise.</summary>
    [JsonPropertyName("reason")]
    public DeliveryReason? Reason { get; init => field = value == default(DeliveryReason) ? null : value; }

    /// <summary>When it became so.</summary>
    [JsonPropertyName("changedUtc")]
    public required DateTimeOffset ChangedAt { get; init; }
}
