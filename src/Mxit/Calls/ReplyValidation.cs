namespace Mxit.Internal;

/// <summary>
/// Validates the values of replies, so that callers never get an incomplete one. Missing members are found earlier, by
/// <see langword="required"/>.
/// </summary>
internal static class ReplyValidation
{
    public static bool Profile(BasicProfile person) => person.UserId != default;

    public static bool Profiles(IReadOnlyList<BasicProfile> people) =>
        people.All(static person => person is not null && Profile(person));

    public static bool Contacts(ContactListReply list) =>
        list.Contacts.All(static contact => contact is not null && contact.UserId != default);

    public static bool Gallery(GalleryReply gallery) => gallery.Folders.All(static folder => folder?.FolderName.Length > 0);

    public static bool Items(IReadOnlyList<GalleryItem> items) =>
        items.All(static item => item is not null && item.FileId != default);

    public static bool Id(string id) => !string.IsNullOrWhiteSpace(id);

    public static bool Offers(FileOffersReply page) =>
        page.Offers?.All(Offer) is true && !(page.HasMore && page.Offers.Count == 0);

    public static bool Offer(FileOffer? offer) =>
        offer is { FileName: not null, ContentType: not null }
        && offer.Id != default && offer.Peer != default && offer.Direction != default;

    public static bool Conversations(ConversationsReply list) => list.Conversations?.All(Conversation) is true;

    public static bool Messages(MessagesReply page) => page.Messages?.All(Message) is true;

    public static bool Message(MessengerMessage? message) =>
        message is { Body: not null }
        && message.Id != default && message.Peer != default && message.Direction != default
        && message.Links.All(static link => link is { Text: not null, TargetService: not null })
        && (message.Offer is null || Offer(message.Offer));

    public static bool Sent(SentMessageReply sent) => sent.Id != default;

    public static bool MessengerContacts(MessengerContactsReply page) =>
        page.Contacts?.All(
            static contact => contact is { DisplayName: not null } && contact.Id != default && contact.Kind != default) is true;

    public static bool Delivery(MessageDelivery delivery) =>
        delivery.MessageId != default
        && delivery.Recipients?.All(
            static recipient => recipient is not null && recipient.UserId != default && recipient.State != default) is true;

    public static bool DeliveryChanges(DeliveryChangesReply page) => page.Changes?.All(DeliveryChange) is true;

    public static bool DeliveryChange(DeliveryChange? change) =>
        change is not null && change.MessageId != default && change.UserId != default && change.State != default;

    private static bool Conversation(Conversation? conversation) =>
        conversation is { Peer.DisplayName: not null }
        && conversation.Peer.Id != default && conversation.Peer.Kind != default && Message(conversation.Last);
}
