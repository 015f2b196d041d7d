using System.Runtime.CompilerServices;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Messenger;

/// <summary>What a person does with messages: reads, answers, acknowledges, listens.</summary>
internal sealed class MessengerService
{
    /// <summary>The most messages of one page.</summary>
    public const int MaxPage = 200;

    // 16 seconds of silence: also how it is noticed that a program has gone without saying so.
    private const int ChecksBetweenHeartbeats = 4;

    private readonly MessengerStore _store;
    private readonly MessageService _messages;
    private readonly ContactService _contacts;
    private readonly MessageNews _news;
    private readonly AcknowledgementPump _acknowledgements;
    private readonly TimeProvider _clock;

    internal MessengerService(
        MessengerStore store,
        MessageService messages,
        ContactService contacts,
        MessageNews news,
        AcknowledgementPump acknowledgements,
        TimeProvider clock)
    {
        _store = store;
        _messages = messages;
        _contacts = contacts;
        _news = news;
        _acknowledgements = acknowledgements;
        _clock = clock;
    }

    /// <summary>The person's conversations, newest first.</summary>
    public async Task<ConversationListReply> ListConversationsAsync(string userId, CancellationToken cancellationToken) =>
        new(await _store.ListConversationsAsync(userId, _clock.GetStoredUtcNow(), cancellationToken));

    /// <summary>The messages after a cursor, oldest first; of one conversation or of all.</summary>
    public async Task<MessagePageReply> ListMessagesAsync(
        string userId, string? peer, long after, int limit, CancellationToken cancellationToken)
    {
        var messages = await _store.ListAfterAsync(
            userId, peer, after, limit + 1, _clock.GetStoredUtcNow(), cancellationToken);
        var hasMore = messages.Count > limit;
        if (hasMore)
        {
            messages.RemoveAt(limit);
        }

        return new MessagePageReply(messages, messages.Count > 0 ? messages[^1].Cursor : after, hasMore);
    }

    /// <summary>The newest messages of a conversation before a cursor, oldest first.</summary>
    public async Task<IReadOnlyList<MessageReply>> ListNewestAsync(
        string userId, string peer, long before, int count, CancellationToken cancellationToken) =>
        await _store.ListNewestAsync(userId, peer, before, count, _clock.GetStoredUtcNow(), cancellationToken);

    /// <summary>
    /// Who the other side of a conversation is; <see langword="null"/> when it is not one of the person's contacts.
    /// </summary>
    public async Task<ConversationPeerReply?> FindPeerAsync(string userId, string peer, CancellationToken cancellationToken) =>
        await _contacts.WelcomesAsync(userId, peer, cancellationToken)
            ? await _store.DescribeAsync(peer, cancellationToken)
            : null;

    /// <summary>Writes to a contact; the response means that the message is durable.</summary>
    public async Task<Result<AcceptedMessage>> WriteAsync(
        Caller caller, WriteMessageBody message, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(message);
        if (string.IsNullOrEmpty(message.To)
            || await FindPeerAsync(caller.Id, message.To, cancellationToken) is not { Kind: "person" })
        {
            return Refusal.NotFound("'to' must be the user id of a person among your contacts.");
        }

        var body = new SendMessageBody
        {
            To = [message.To],
            Body = message.Body,
            ContainsMarkup = message.ContainsMarkup,
            Links = message.Links,
            Spool = message.Spool,
            SpoolTimeOut = message.SpoolTimeout,
        };
        return await _messages.SendAsync(caller, MxitRoutes.MessengerMessages, body, key, cancellationToken);
    }

    /// <summary>Says that the person's device has the received messages up to a cursor, of one conversation or of all.</summary>
    public Task<AcknowledgementOutcome> MarkDeliveredAsync(
        string userId, MarkMessagesBody mark, CancellationToken cancellationToken) =>
        MarkAsync(userId, mark, false, cancellationToken);

    /// <summary>Says that the person has read the received messages up to a cursor, of one conversation or of all.</summary>
    public Task<AcknowledgementOutcome> MarkReadAsync(
        string userId, MarkMessagesBody mark, CancellationToken cancellationToken) =>
        MarkAsync(userId, mark, true, cancellationToken);

    /// <summary>
    /// Every message after a cursor, those that are there and those that come, each once and in order.
    /// The person is online meanwhile.
    /// </summary>
    /// <param name="caller">The person; the stream ends when the token or session does.</param>
    /// <param name="after">The cursor; <see langword="null"/> for what comes from now on.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>
    /// The messages, and that contacts or offers changed; none of them now and then, so that silence can be told from a lost
    /// connection.
    /// </returns>
    public async IAsyncEnumerable<MessengerNews> ListenAsync(
        Caller caller, long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        using var listener = _news.Listen(caller.Id);
        var cursor = after ?? await _store.FindLastCursorAsync(caller.Id, cancellationToken);
        var quiet = 0;
        var isBehind = false;
        yield return default;
        while (await caller.IsStillGoodAsync(cancellationToken))
        {
            // Whoever is behind goes through pages that nobody else needs now.
            var from = cursor;
            var page = isBehind
                ? await ListMessagesAsync(caller.Id, null, from, MaxPage, cancellationToken)
                : await listener.ReadAsync(
                    from, () => ListMessagesAsync(caller.Id, null, from, MaxPage, CancellationToken.None), cancellationToken);
            foreach (var message in page.Messages)
            {
                yield return new MessengerNews(message);
            }

            (cursor, isBehind) = (page.Cursor, page.HasMore);
            if (listener.TakeContactsChanged())
            {
                yield return new MessengerNews(null, ContactsChanged: true);
            }

            if (listener.TakeOffersChanged())
            {
                yield return new MessengerNews(null, OffersChanged: true);
            }

            if (isBehind || await listener.WaitAsync(_clock, cancellationToken))
            {
                quiet = 0;
            }
            else if (++quiet % ChecksBetweenHeartbeats == 0)
            {
                yield return default;
            }
        }
    }

    private Task<AcknowledgementOutcome> MarkAsync(
        string userId, MarkMessagesBody mark, bool isRead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mark);

        // No id holds such a character, and not every database takes it as a text.
        if (mark.Peer?.Contains('\0', StringComparison.Ordinal) is true)
        {
            return Task.FromResult(AcknowledgementOutcome.Stored);
        }

        return _acknowledgements.WriteAsync(new Acknowledgement(userId, mark.Peer, mark.UpTo, isRead), cancellationToken);
    }
}

/// <summary>What a person who listens learns.</summary>
/// <param name="Message">A message of the person's history.</param>
/// <param name="ContactsChanged">The person's contacts are not what they were.</param>
/// <param name="OffersChanged">The state of a file offer to or from the person is not what it was.</param>
internal readonly record struct MessengerNews(MessageReply? Message, bool ContactsChanged = false, bool OffersChanged = false);
