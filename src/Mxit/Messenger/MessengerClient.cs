using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Internal;
using Mxit.Messenger;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// Reading and answering one person's messages and file offers, and the person's contacts, profile and state (scope
/// <see cref="MxitScopes.Messenger"/>).
/// The historic service had nothing like it; these endpoints are this project's own, under <c>/messenger/</c>. Every message has
/// a cursor, its place in the person's history; a program remembers the last one it has dealt with and goes on from there.
/// </summary>
public partial class MessengerClient
{
    /// <summary>The most messages that one page can have.</summary>
    public const int MaxPageSize = 200;

    private static readonly ScopeSet Scopes = ScopeSet.Parse(MxitScopes.Messenger);

    private readonly MxitConnection _connection;
    private readonly MxitClientSettings _settings;
    private readonly ITokenSource _tokens;
    private readonly UserApi _api;

    /// <summary>For fakes.</summary>
    protected MessengerClient() => (_connection, _settings, _tokens, _api) = (null!, null!, null!, null!);

    internal MessengerClient(MxitConnection connection, MxitClientSettings settings, ITokenSource tokens) =>
        (_connection, _settings, _tokens, _api) = (connection, settings, tokens, new UserApi(connection, settings, tokens));

    /// <summary>The person's conversations, newest first. Source: <c>GET /messenger/conversations</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual async Task<IReadOnlyList<Conversation>> GetConversationsAsync(CancellationToken cancellationToken = default)
    {
        var reply = await _connection.SendAsync(Get(MxitRoutes.MessengerConversations), cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.ConversationList, ReplyValidation.Conversations).Conversations;
    }

    /// <summary>One page of messages after a cursor, oldest first. Source: <c>GET /messenger/messages</c>.</summary>
    /// <param name="after">The cursor after which to read; 0 for the beginning.</param>
    /// <param name="limit">The most messages wanted, 1 to 200.</param>
    /// <param name="peer">Only those with this person or app; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<MessagePage> GetMessagesAsync(
        long after = 0, int limit = 50, string? peer = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPageSize);
        var query = Query.Of(
            ("after", after.ToString(CultureInfo.InvariantCulture)),
            ("limit", limit.ToString(CultureInfo.InvariantCulture)),
            ("peer", peer));
        var reply = await _connection.SendAsync(Get(MxitRoutes.MessengerMessages + query), cancellationToken).ConfigureAwait(false);
        var page = reply.Read(MxitJson.Wire.MessagePage, ReplyValidation.Messages);
        return page.HasMore && page.Cursor <= after ? throw reply.LeadsNowhere() : page;
    }

    /// <summary>
    /// All messages after a cursor that are there now, oldest first, page by page. Source: <c>GET /messenger/messages</c>.
    /// </summary>
    /// <param name="after">The cursor after which to read; 0 for the beginning.</param>
    /// <param name="peer">Only those with this person or app; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async IAsyncEnumerable<MessengerMessage> ReadAllAsync(
        long after = 0, string? peer = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var page = await GetMessagesAsync(after, MaxPageSize, peer, cancellationToken).ConfigureAwait(false);
            foreach (var message in page.Messages)
            {
                yield return message;
            }

            if (!page.HasMore)
            {
                yield break;
            }

            after = page.Cursor;
        }
    }

    /// <summary>Writes to a contact. Source: <c>POST /messenger/messages</c>.</summary>
    /// <param name="message">The message: <see cref="WriteMessage.To"/> is a user id; neither it nor the text may be
    /// empty.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <exception cref="ArgumentException">The message or the options are not as described; nothing was sent.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<WrittenMessage> WriteAsync(
        WriteMessage message, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (string.IsNullOrWhiteSpace(message.To) || string.IsNullOrEmpty(message.Body))
        {
            throw new ArgumentException("A message needs a recipient and a body.", nameof(message));
        }

        var request = new ApiRequest(HttpMethod.Post, AddressOf(MxitRoutes.MessengerMessages))
        {
            Tokens = _tokens,
            Scopes = Scopes,
            Content = ApiRequest.Json(message, MxitJson.Wire.WriteMessage),
            IdempotencyKey = options.KeyOrNew(_settings.TimeProvider),
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = [message.Body],
        };
        var reply = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.WrittenMessage, ReplyValidation.Written);
    }

    /// <summary>The same for a plain text.</summary>
    /// <param name="to">The user id of a contact.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <inheritdoc cref="WriteAsync(WriteMessage, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<WrittenMessage> WriteAsync(string to, string body, CancellationToken cancellationToken = default) =>
        WriteAsync(new WriteMessage(to, body), options: null, cancellationToken);

    /// <summary>
    /// Acknowledges received messages: this program has them safely. Marking again changes nothing. Source:
    /// <c>POST /messenger/messages/delivered</c>.
    /// </summary>
    /// <param name="upTo">The cursor of the newest message to mark.</param>
    /// <param name="peer">Only those from this person or app; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task MarkDeliveredAsync(long upTo, string? peer = null, CancellationToken cancellationToken = default) =>
        MarkAsync(MxitRoutes.MessengerDelivered, upTo, peer, cancellationToken);

    /// <summary>
    /// Says that the person has seen received messages. Marking again changes nothing. Source:
    /// <c>POST /messenger/messages/read</c>.
    /// </summary>
    /// <param name="upTo">The cursor of the newest message to mark.</param>
    /// <param name="peer">Only those from this person or app; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task MarkReadAsync(long upTo, string? peer = null, CancellationToken cancellationToken = default) =>
        MarkAsync(MxitRoutes.MessengerRead, upTo, peer, cancellationToken);

    /// <summary>
    /// Every message after a cursor, first those that are there, then each new one as it comes: once, in the order of
    /// cursors. Goes on until cancelled: a broken connection, a silent one, and a server that is overloaded or failing are waited
    /// out, also at the start. A message that cannot be read ends the feed with an exception that names the cursor before it; none is
    /// passed over in silence. A file offer is a message too, with <see cref="MessengerMessage.Offer"/>. News that are no messages
    /// (contacts that changed, an offer that was answered) are passed over; <see cref="GetOfferAsync"/> tells the state of an offer.
    /// Source: <c>GET /messenger/events</c>, server-sent events.
    /// </summary>
    /// <param name="after">The cursor after which to begin; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The listening was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The <see cref="MxitClient"/> was disposed of.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused in a way that waiting does not mend, or sent what cannot be read; or it ended this feed because too many are open for the same person
    /// and app and this was the oldest (<see cref="MxitApiException.Error"/> is <c>replaced</c>).
    /// </exception>
    public virtual IAsyncEnumerable<MessengerMessage> ListenAsync(long after = 0, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return new EventFeed<MessengerMessage>(_connection, AddressOf(MxitRoutes.MessengerEvents), _tokens, Scopes)
        {
            EventType = "message",
            Type = MxitJson.Wire.MessengerMessage,
            IsValid = ReplyValidation.Message,
            CursorOf = static message => message.Cursor,
        }.ReadAsync(after, cancellationToken);
    }

    private async Task MarkAsync(string route, long upTo, string? peer, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(upTo);
        var request = new ApiRequest(HttpMethod.Post, AddressOf(route))
        {
            Tokens = _tokens,
            Scopes = Scopes,
            Content = ApiRequest.Json(new MarkMessages(upTo, peer), MxitJson.Wire.MarkMessages),
            IsIdempotent = true,
        };
        _ = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private ApiRequest Get(string pathAndQuery) =>
        new(HttpMethod.Get, AddressOf(pathAndQuery)) { Tokens = _tokens, Scopes = Scopes };

    private Uri AddressOf(string pathAndQuery) => new(_settings.ApiAddress, pathAndQuery);
}
