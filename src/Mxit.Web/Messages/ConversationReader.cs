using Mxit.Wire;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Gallery;
using Mxit.Platform.Messages;
using Mxit.Platform.Messenger;
using Mxit.Web.Pages;

namespace Mxit.Web.Messages;

/// <summary>Reads the data of the messages page for one person.</summary>
internal sealed class ConversationReader(
    MessengerService messenger,
    ContactService contacts,
    PersonDirectory directory,
    IOptions<MessageSettings> settings,
    IOptions<GallerySettings> gallery,
    TimeProvider clock)
{
    private const int PageLength = 50;
    private const int MaxNewPeople = 50;
    private const string Person = "person";

    /// <summary>The page without an open conversation.</summary>
    public async Task<MessagesModel> ReadAsync(Frame frame, CancellationToken cancellationToken)
    {
        var userId = frame.UserId;
        var conversations = (await messenger.ListConversationsAsync(userId, cancellationToken)).Conversations;
        var people = await contacts.ListPeopleAsync(userId, cancellationToken);
        var known = conversations.Select(conversation => conversation.Peer.Id).ToHashSet(StringComparer.Ordinal);
        var newPeople = people.Where(person => !known.Contains(person.PeerId)).Take(MaxNewPeople + 1).ToList();
        var cards = await directory.FindManyAsync(
            [.. known, .. newPeople.Select(person => person.PeerId)], cancellationToken);
        return new MessagesModel
        {
            Frame = frame,
            Conversations = conversations,
            NewPeople =
            [
                .. newPeople.Take(MaxNewPeople)
                    .Select(person => new ConversationPeerReply(person.PeerId, Person, person.DisplayName)),
            ],
            HasMorePeople = newPeople.Count > MaxNewPeople,
            AvatarIds = cards.ToDictionary(card => card.Key, card => card.Value.AvatarId ?? "", StringComparer.Ordinal),
            NowUtc = clock.GetUtcNow().UtcDateTime,
            Cursor = conversations.Count > 0 ? conversations[0].Last.Cursor : 0,
        };
    }

    /// <summary>
    /// Opens a conversation with a contact, or an existing one with a former contact.
    /// </summary>
    /// <param name="page">The page without the conversation.</param>
    /// <param name="userId">The person who reads.</param>
    /// <param name="peer">The other side.</param>
    /// <param name="before">Messages before this cursor; <see langword="null"/> for the newest.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The page with the conversation; <see langword="null"/> when there is no such conversation.</returns>
    public async Task<MessagesModel?> OpenOrNullAsync(
        MessagesModel page, string userId, string peer, long? before, CancellationToken cancellationToken)
    {
        var contact = await messenger.FindPeerAsync(userId, peer, cancellationToken);
        var other = contact ?? page.Conversations.FirstOrDefault(conversation => conversation.Peer.Id == peer)?.Peer;
        if (other is null)
        {
            return null;
        }

        var messages = await messenger.ListNewestAsync(
            userId, peer, before ?? long.MaxValue, PageLength + 1, cancellationToken);
        return page with
        {
            Open = new OpenConversation
            {
                Peer = other,
                Messages = [.. messages.Skip(messages.Count - PageLength)],
                HasOlder = messages.Count > PageLength,
                IsPast = before is not null,
                Answer = contact is { Kind: Person }
                    ? new ReplyBox
                    {
                        Key = ReplyForm.NewKey(),
                        MaxLength = settings.Value.MaxBodyLength,
                        MaxFileBytes = gallery.Value.MaxFileBytes,
                    }
                    : null,
            },
        };
    }

    /// <summary>Acknowledges the messages on the page as read.</summary>
    public async Task<MessagesModel> MarkReadAsync(MessagesModel page, string userId, CancellationToken cancellationToken)
    {
        if (page.Open is not { Messages: [.., var newest] } open
            || page.Conversations.FirstOrDefault(
                conversation => conversation.Peer.Id == open.Peer.Id) is not { Unread: > 0 } line)
        {
            return page;
        }

        await messenger.MarkReadAsync(userId, new MarkMessagesBody(newest.Cursor, open.Peer.Id), cancellationToken);
        return open.IsPast
            ? page
            : page with
            {
                Conversations = [.. page.Conversations.Select(other => other == line ? line with { Unread = 0 } : other)],
            };
    }
}
