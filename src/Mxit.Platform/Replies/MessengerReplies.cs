using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>Who is on the other side of a conversation.</summary>
/// <param name="Id">A user id, or the service name of an app.</param>
/// <param name="Kind"><c>person</c> or <c>app</c>.</param>
/// <param name="DisplayName">The name to show.</param>
internal sealed record ConversationPeerReply(
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("kind"), JsonRequired] string Kind,
    [property: JsonPropertyName("displayName"), JsonRequired] string DisplayName);

/// <summary>A message as its sender or receiver sees it.</summary>
/// <param name="Id">The message id, a UUID.</param>
/// <param name="Cursor">Its place in the person's own history; grows with every entry, with gaps.</param>
/// <param name="Peer">The other side: a user id, or the service name of an app.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
/// <param name="Body">The text, as it was sent.</param>
/// <param name="SentUtc">When the server accepted it.</param>
internal sealed record MessageReply(
    [property: JsonPropertyName("id"), JsonRequired] Guid Id,
    [property: JsonPropertyName("cursor"), JsonRequired] long Cursor,
    [property: JsonPropertyName("peer"), JsonRequired] string Peer,
    [property: JsonPropertyName("direction"), JsonRequired] string Direction,
    [property: JsonPropertyName("body"), JsonRequired] string Body,
    [property: JsonPropertyName("sentUtc"), JsonRequired] DateTime SentUtc)
{
    /// <summary>The body is Mxit markup.</summary>
    [JsonPropertyName("containsMarkup")]
    public bool ContainsMarkup { get; init; }

    /// <summary>Links to other services; absent when there are none.</summary>
    [JsonPropertyName("links")]
    public IReadOnlyList<MessageLink>? Links { get; init; }

    /// <summary>
    /// <c>stored</c>, <c>delivered</c> or <c>read</c>: how far the receiver's side has acknowledged it. Of a sent message
    /// also <c>notDelivered</c>: the receiver does not get it.
    /// </summary>
    [JsonPropertyName("state")]
    public string State { get; init => field = value ?? "stored"; } = "stored";

    /// <summary>The file that the message offers; absent when it offers none.</summary>
    [JsonPropertyName("offer")]
    public FileOfferReply? Offer { get; init; }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(MessageReply)} {{ {nameof(Id)} = {Id}, {nameof(Cursor)} = {Cursor}, {nameof(Peer)} = {Peer}, " +
        $"{nameof(Direction)} = {Direction} }}";
}

/// <summary>One conversation: the other side, the newest message, how many are unread.</summary>
/// <param name="Peer">The other side.</param>
/// <param name="Unread">How many received messages are not marked as read.</param>
/// <param name="Last">The newest message.</param>
internal sealed record ConversationReply(
    [property: JsonPropertyName("peer"), JsonRequired] ConversationPeerReply Peer,
    [property: JsonPropertyName("unread"), JsonRequired, JsonConverter(typeof(CountConverter))] int Unread,
    [property: JsonPropertyName("last"), JsonRequired] MessageReply Last);

/// <summary>The response of <c>GET /messenger/conversations</c>, newest first.</summary>
/// <param name="Conversations">The conversations.</param>
internal sealed record ConversationListReply(
    [property: JsonPropertyName("conversations"), JsonRequired] IReadOnlyList<ConversationReply> Conversations);

/// <summary>The response of <c>GET /messenger/messages</c>, oldest first.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="Cursor">Ask for what comes after this next time.</param>
/// <param name="HasMore">More messages are there already.</param>
internal sealed record MessagePageReply(
    [property: JsonPropertyName("messages"), JsonRequired] IReadOnlyList<MessageReply> Messages,
    [property: JsonPropertyName("cursor"), JsonRequired] long Cursor,
    [property: JsonPropertyName("hasMore"), JsonRequired] bool HasMore);

/// <summary>The response of <c>POST /messenger/messages</c>.</summary>
/// <param name="Id">The id of the accepted message.</param>
internal sealed record WrittenMessageReply([property: JsonPropertyName("id"), JsonRequired] Guid Id);
