using System.Text.Json.Serialization;

namespace Mxit.Platform.Replies;

/// <summary>
/// What became of a message, for each of those it was for. The response of <c>GET /delivery/messages/{messageId}</c>.
/// </summary>
/// <param name="MessageId">The id of the message, a UUID.</param>
/// <param name="SentUtc">When the server accepted it.</param>
/// <param name="Recipients">Everybody it was accepted for, in the order of the message; nobody who was unknown.</param>
internal sealed record DeliveryReply(
    [property: JsonPropertyName("messageId"), JsonRequired] Guid MessageId,
    [property: JsonPropertyName("sentUtc"), JsonRequired] DateTime SentUtc,
    [property: JsonPropertyName("recipients"), JsonRequired] IReadOnlyList<RecipientDeliveryReply> Recipients);

/// <summary>How far a message has come with one of those it is for.</summary>
/// <param name="UserId">The user id.</param>
/// <param name="State">One of <see cref="DeliveryStates"/>; later versions may know more.</param>
/// <param name="Reason">
/// Why it was not accepted, one of <see cref="DeliveryReasons"/>; absent otherwise, and of messages older than the record of
/// reasons.
/// </param>
/// <param name="ChangedUtc">Since when it has been so; absent where that is not known.</param>
internal sealed record RecipientDeliveryReply(
    [property: JsonPropertyName("userId"), JsonRequired] string UserId,
    [property: JsonPropertyName("state"), JsonRequired] string State,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("changedUtc")] DateTime? ChangedUtc);

/// <summary>
/// The newest thing that became of a message with one of those it is for. Each of the two has one change at a time: the next one
/// takes the place of the one before, further on.
/// </summary>
/// <param name="Cursor">Its place among the changes; grows, with gaps.</param>
/// <param name="MessageId">The id of the message, a UUID.</param>
/// <param name="UserId">The user id of the one it is for.</param>
/// <param name="State">One of <see cref="DeliveryStates"/>, never <c>accepted</c>; later versions may know more.</param>
/// <param name="Reason">Why it was not accepted, one of <see cref="DeliveryReasons"/>; absent otherwise.</param>
/// <param name="ChangedUtc">When it became so.</param>
internal sealed record DeliveryChangeReply(
    [property: JsonPropertyName("cursor"), JsonRequired] long Cursor,
    [property: JsonPropertyName("messageId"), JsonRequired] Guid MessageId,
    [property: JsonPropertyName("userId"), JsonRequired] string UserId,
    [property: JsonPropertyName("state"), JsonRequired] string State,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("changedUtc"), JsonRequired] DateTime ChangedUtc);

/// <summary>The response of <c>GET /delivery/changes</c>, oldest first.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Cursor">Ask for what comes after this next time.</param>
/// <param name="HasMore">More changes are there already.</param>
internal sealed record DeliveryChangePageReply(
    [property: JsonPropertyName("changes"), JsonRequired] IReadOnlyList<DeliveryChangeReply> Changes,
    [property: JsonPropertyName("cursor"), JsonRequired] long Cursor,
    [property: JsonPropertyName("hasMore"), JsonRequired] bool HasMore);
