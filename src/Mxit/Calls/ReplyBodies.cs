using System.Text.Json.Serialization;

namespace Mxit.Internal;

// Bodies of replies that only wrap public types.

internal sealed record ContactListReply
{
    public IReadOnlyList<Contact> Contacts { get; init => field = value ?? []; } = [];
}

internal sealed record GalleryReply
{
    public IReadOnlyList<GalleryFolder> Folders { get; init => field = value ?? []; } = [];
}

internal sealed record ConversationsReply(
    [property: JsonPropertyName("conversations"), JsonRequired] IReadOnlyList<Conversation> Conversations);

internal sealed record MessagesReply(
    [property: JsonPropertyName("messages"), JsonRequired] IReadOnlyList<MessengerMessage> Messages,
    [property: JsonPropertyName("cursor"), JsonRequired] long Cursor,
    [property: JsonPropertyName("hasMore"), JsonRequired] bool HasMore);

internal sealed record SentMessageReply([property: JsonPropertyName("id"), JsonRequired] MessageId Id);

internal sealed record MessengerContactsReply(
    [property: JsonPropertyName("contacts"), JsonRequired] IReadOnlyList<MessengerContact> Contacts,
    [property: JsonPropertyName("next")] string? Next);

internal sealed record FileOffersReply(
    [property: JsonPropertyName("offers"), JsonRequired] IReadOnlyList<FileOffer> Offers,
    [property: JsonPropertyName("hasMore"), JsonRequired] bool HasMore);

internal sealed record DeliveryChangesReply(
    [property: JsonPropertyName("changes"), JsonRequired] IReadOnlyList<DeliveryChange> Changes,
    [property: JsonPropertyName("cursor"), JsonRequired] long Cursor,
    [property: JsonPropertyName("hasMore"), JsonRequired] bool HasMore);
