using Mxit.Messenger;

namespace Mxit.Internal;

/// <summary>
/// Which answers have all that they need, so that nothing is handed out half-read. That members are there at all is asked for by
/// <see cref="System.Text.Json.Serialization.JsonRequiredAttribute"/>; this is about their values.
/// </summary>
internal static class ReplyValidation
{
    public static bool Profile(PersonSummary person) => person.UserId.Length > 0;

    public static bool Profiles(IReadOnlyList<BasicProfile> people) => people.All(static person => person?.UserId.Length > 0);

    public static bool Contacts(ContactList list) => list.Contacts.All(static contact => contact?.UserId.Length > 0);

    public static bool Gallery(GalleryRoot root) => root.Folders.All(static folder => folder?.FolderName.Length > 0);

    public static bool Items(IReadOnlyList<GalleryItem> items) => items.All(static item => item?.FileId.Length > 0);

    public static bool FileId(string fileId) => !string.IsNullOrWhiteSpace(fileId);

    public static bool Offers(FileOfferPage page) =>
        page.Offers?.All(Offer) is true && !(page.HasMore && page.Offers.Count == 0);

    public static bool Offer(FileOffer? offer) =>
        offer is { Peer.Length: > 0, Direction.Length: > 0, FileName: not null, MediaType: not null } && offer.Id != Guid.Empty;

    public static bool Conversations(ConversationList list) => list.Conversations?.All(Conversation) is true;

    public static bool Messages(MessagePage page) => page.Messages?.All(Message) is true;

    public static bool Message(MessengerMessage? message) =>
        message is { Cursor: > 0, Peer.Length: > 0, Direction.Length: > 0, Body: not null }
        && message.Id != Guid.Empty
        && message.Links?.All(static link => link is { Text: not null, TargetService: not null }) is not false
        && (message.Offer is null || Offer(message.Offer));

    public static bool Written(WrittenMessage written) => written.Id != Guid.Empty;

    public static bool PersonalContacts(MessengerContactPage page) =>
        page.Contacts?.All(static contact => contact is { Id.Length: > 0, Kind.Length: > 0, DisplayName: not null }) is true;

    public static bool Delivery(MessageDelivery delivery) =>
        delivery.MessageId != Guid.Empty
        && delivery.Recipients?.All(static recipient => recipient is { UserId.Length: > 0, State.Length: > 0 }) is true;

    public static bool DeliveryChanges(DeliveryChangePage page) => page.Changes?.All(DeliveryChange) is true;

    public static bool DeliveryChange(DeliveryChange? change) =>
        change is { Cursor: > 0, UserId.Length: > 0, State.Length: > 0 } && change.MessageId != Guid.Empty;

    private static bool Conversation(Conversation? conversation) =>
        conversation is { Peer: { Id.Length: > 0, Kind.Length: > 0, DisplayName: not null } } && Message(conversation.Last);
}
