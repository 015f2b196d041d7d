using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// One person's messages and file offers, contacts, profile and state (scope <see cref="MxitScopes.Messenger"/>). Every message
/// has a cursor, its position in the person's history. A program stores the cursor of the last message that it has handled, and
/// resumes from there. Thread-safe. The endpoints under <c>/messenger/</c> are this project's own; the historic service had none
/// like them.
/// </summary>
public partial class MessengerClient
{
    private readonly ApiCaller _api;
    private readonly UsersApi _users;

    /// <summary>For fakes in tests.</summary>
    protected MessengerClient() => (_api, _users) = (null!, null!);

    internal MessengerClient(ApiCaller api) => (_api, _users) = (api, new UsersApi(api));

    /// <summary>Gets the person's conversations, newest first. Source: <c>GET /messenger/conversations</c>.</summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual async Task<IReadOnlyList<Conversation>> GetConversationsAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var reply = await _api.GetAsync(
            MxitRoutes.MessengerConversations,
            CallScopes.Messenger,
            ReplyJson.Wire.ConversationsReply,
            ReplyValidation.Conversations,
            options,
            cancellationToken).ConfigureAwait(false);
        return reply.Conversations;
    }

    /// <summary>
    /// Lists the existing messages after a cursor, oldest first, page by page. Source: <c>GET /messenger/messages</c>.
    /// </summary>
    /// <param name="after">The cursor after which to read; the default is the beginning.</param>
    /// <param name="peer">Only messages with this person or app; <see langword="null"/> for all.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual IAsyncEnumerable<MessengerMessage> ListMessagesAsync(
        Cursor after = default,
        UserId? peer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        _ = Paging.PositionText(after, nameof(after));
        _ = Paging.PeerText(peer);
        options.Check();
        return Paging.ReadAllAsync(
            after, (next, stop) => GetMessagesPageAsync(next, Paging.MaxLimit, peer, options, stop), cancellationToken);
    }

    /// <summary>Gets one page of messages after a cursor, oldest first. Source: <c>GET /messenger/messages</c>.</summary>
    /// <param name="after">The cursor after which to read; the default is the beginning.</param>
    /// <param name="limit">The maximum number of messages, 1 to 200.</param>
    /// <param name="peer">Only messages with this person or app; <see langword="null"/> for all.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<Page<MessengerMessage>> GetMessagesPageAsync(
        Cursor after = default,
        int limit = 50,
        UserId? peer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var query = Query.Of(
            ("after", Paging.PositionText(after, nameof(after))), ("limit", Paging.LimitText(limit)),
            ("peer", Paging.PeerText(peer)));
        var request = _api.Request(HttpMethod.Get, MxitRoutes.MessengerMessages + query, CallScopes.Messenger, options);
        var reply = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var page = reply.Read(ReplyJson.Wire.MessagesReply, ReplyValidation.Messages);
        return reply.FeedPage(page.Messages, after, page.Cursor, page.HasMore);
    }

    /// <summary>
    /// A live feed of the messages after a cursor: first the existing ones, then each new one as it arrives. Each message is
    /// returned once, in the order of the cursors. The feed includes messages that the person sent, see
    /// <see cref="MessengerMessage.Direction"/>. It runs until it is cancelled. Transient failures and silent connections are
    /// retried with exponential backoff and jitter, also at the start. No message is skipped: one that cannot be read ends the
    /// feed with an exception that names the cursor before it. A file offer is a message with
    /// <see cref="MessengerMessage.Offer"/>. Other notifications (a contact changed, an offer was accepted) are not returned;
    /// <see cref="GetOfferAsync"/> has the state of an offer. Source: <c>GET /messenger/events</c>, server-sent events.
    /// </summary>
    /// <param name="after">The cursor after which the feed starts; the default is the beginning.</param>
    /// <param name="options">Options for each connection; <see cref="MxitCallOptions.MaxRetries"/> has no effect.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    /// <exception cref="OperationCanceledException">The feed was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The <see cref="MxitClient"/> was disposed.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused with an error that is not transient, or sent a message that cannot be read. Or it ended this feed,
    /// because it was the oldest of too many for the same person and app (<see cref="MxitErrorReason.FeedReplaced"/>).
    /// </exception>
    public virtual IAsyncEnumerable<MessengerMessage> ListenAsync(
        Cursor after = default, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Feed(
            MxitRoutes.MessengerEvents,
            CallScopes.Messenger,
            "message",
            ReplyJson.Wire.MessengerMessage,
            ReplyValidation.Message,
            static message => message.Cursor,
            options).ReadAsync(after.Position(nameof(after)), cancellationToken);

    /// <summary>
    /// Sends a message to a contact. The call carries an idempotency key, so that a retry does not send the message twice.
    /// Source: <c>POST /messenger/messages</c>.
    /// </summary>
    /// <param name="to">The user id of a contact.</param>
    /// <param name="message">
    /// The message. <see cref="OutgoingMessage.From"/> has no effect: it always comes from the person.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <exception cref="MxitNotFoundException">The person has no such contact.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<SendReceipt> SendMessageAsync(
        UserId to, OutgoingMessage message, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(to.Value, nameof(to));
        ArgumentNullException.ThrowIfNull(message);
        var sent = MessageSender.BodyOf(message, from: null);
        var body = new WriteMessageBody(to.Value, sent.Body)
        {
            ContainsMarkup = sent.ContainsMarkup,
            Links = sent.Links,
            Spool = sent.Spool,
            SpoolTimeout = sent.SpoolTimeOut,
        };
        var request = _api.Request(
            HttpMethod.Post,
            MxitRoutes.MessengerMessages,
            CallScopes.Messenger,
            options,
            ApiRequest.Json(body, MxitJson.Wire.WriteMessageBody),
            confidential: [message.Body],
            hasKey: true);
        var reply = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return new SendReceipt
        {
            MessageId = reply.Read(ReplyJson.Wire.SentMessageReply, ReplyValidation.Sent).Id,
            RequestId = reply.RequestId,
        };
    }

    /// <summary>Sends a plain text to a contact.</summary>
    /// <param name="to">The user id of a contact.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <inheritdoc cref="SendMessageAsync(UserId, OutgoingMessage, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendMessageAsync(
        UserId to, string body, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        SendMessageAsync(to, new OutgoingMessage { Body = body }, options, cancellationToken);

    /// <summary>
    /// Acknowledges received messages as delivered: this program has handled or stored them. Idempotent. Source:
    /// <c>POST /messenger/messages/delivered</c>.
    /// </summary>
    /// <param name="upTo">The cursor of the newest message to acknowledge.</param>
    /// <param name="peer">Only messages from this person or app; <see langword="null"/> for all.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task MarkDeliveredAsync(
        Cursor upTo, UserId? peer = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        MarkAsync(MxitRoutes.MessengerDelivered, upTo, peer, options, cancellationToken);

    /// <summary>
    /// Marks received messages as read by the person. Idempotent. Source: <c>POST /messenger/messages/read</c>.
    /// </summary>
    /// <param name="upTo">The cursor of the newest message to mark.</param>
    /// <param name="peer">Only messages from this person or app; <see langword="null"/> for all.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task MarkReadAsync(
        Cursor upTo, UserId? peer = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        MarkAsync(MxitRoutes.MessengerRead, upTo, peer, options, cancellationToken);

    private Task MarkAsync(string route, Cursor upTo, UserId? peer, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        var body = new MarkMessagesBody(upTo.Position(nameof(upTo)), Paging.PeerText(peer));
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Post,
                route,
                CallScopes.Messenger,
                options,
                ApiRequest.Json(body, MxitJson.Wire.MarkMessagesBody),
                isIdempotent: true),
            cancellationToken);
    }
}
