using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The delivery of messages that the app or the person has sent. For an app, all calls need the scope
/// <see cref="MxitScopes.MessageSend"/>. For a person, <see cref="GetAsync"/> needs <see cref="MxitScopes.MessageUser"/>; the
/// other calls show all recipients of the person and need <see cref="MxitScopes.Messenger"/>. Source: <c>/delivery/</c>, this
/// project's own.
/// </summary>
public class DeliveryClient
{
    private readonly ApiCaller _api;
    private readonly ScopeSet _messageScopes;
    private readonly ScopeSet _feedScopes;

    /// <summary>For fakes in tests.</summary>
    protected DeliveryClient() => _api = null!;

    internal DeliveryClient(ApiCaller api, ScopeSet messageScopes, ScopeSet feedScopes) =>
        (_api, _messageScopes, _feedScopes) = (api, messageScopes, feedScopes);

    /// <summary>
    /// Gets the delivery state of a message, for each of its recipients. Source: <c>GET /delivery/messages/{messageId}</c>, this
    /// project's own.
    /// </summary>
    /// <param name="messageId">The id of the message, see <see cref="SendReceipt.MessageId"/>.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <exception cref="MxitNotFoundException">The app or person has sent no message with this id.</exception>
    /// <exception cref="MxitUnauthorizedException">
    /// The credentials of the app are wrong, or the person must sign in again.
    /// </exception>
    /// <exception cref="MxitForbiddenException">The app may not do this, or the person did not allow it.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<MessageDelivery> GetAsync(
        MessageId messageId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            MxitRoutes.DeliveryMessages + PathSegment.Escape(messageId.Value),
            _messageScopes,
            ReplyJson.Wire.MessageDelivery,
            ReplyValidation.Delivery,
            options,
            cancellationToken);

    /// <summary>
    /// Lists the existing changes after a cursor, oldest first, page by page. A message has one change for each recipient, the
    /// newest one: "read" replaces "delivered" and gets a later cursor. Source: <c>GET /delivery/changes</c>, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to read; the default is the beginning.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    /// <inheritdoc cref="GetChangesPageAsync" path="/exception"/>
    public virtual IAsyncEnumerable<DeliveryChange> ListChangesAsync(
        Cursor after = default, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = Paging.PositionText(after, nameof(after));
        options.Check();
        return Paging.ReadAllAsync(
            after, (next, stop) => GetChangesPageAsync(next, Paging.MaxLimit, options, stop), cancellationToken);
    }

    /// <summary>
    /// Gets one page of changes after a cursor, oldest first. Source: <c>GET /delivery/changes</c>, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to read; the default is the beginning.</param>
    /// <param name="limit">The maximum number of changes, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    /// <exception cref="MxitUnauthorizedException">
    /// The credentials of the app are wrong, or the person must sign in again.
    /// </exception>
    /// <exception cref="MxitForbiddenException">The app may not do this, or the person did not allow it.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual async Task<Page<DeliveryChange>> GetChangesPageAsync(
        Cursor after = default, int limit = 50, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var query = Query.Of(("after", Paging.PositionText(after, nameof(after))), ("limit", Paging.LimitText(limit)));
        var request = _api.Request(HttpMethod.Get, MxitRoutes.DeliveryChanges + query, _feedScopes, options);
        var reply = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var page = reply.Read(ReplyJson.Wire.DeliveryChangesReply, ReplyValidation.DeliveryChanges);
        return reply.FeedPage(page.Changes, after, page.Cursor, page.HasMore);
    }

    /// <summary>
    /// A live feed of the changes after a cursor: first the existing ones, then each new one as it happens. It runs until it is
    /// cancelled. Transient failures and silent connections are retried with exponential backoff and jitter, also at the start.
    /// To resume later, store <see cref="DeliveryChange.Cursor"/> of the last change that you have handled. Source:
    /// <c>GET /delivery/events</c>, server-sent events, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which the feed starts; the default is the beginning.</param>
    /// <param name="options">Options for each connection; <see cref="MxitCallOptions.MaxRetries"/> has no effect.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    /// <exception cref="OperationCanceledException">The feed was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The <see cref="MxitClient"/> was disposed.</exception>
    /// <exception cref="MxitUnauthorizedException">
    /// The credentials of the app are wrong, or the person must sign in again.
    /// </exception>
    /// <exception cref="MxitForbiddenException">The app may not do this, or the person did not allow it.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused with an error that is not transient, or sent an event that cannot be read. Or it ended this feed,
    /// because it was the oldest of too many for the same person and app (<see cref="MxitErrorReason.FeedReplaced"/>).
    /// </exception>
    public virtual IAsyncEnumerable<DeliveryChange> ListenAsync(
        Cursor after = default, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.Feed(
            MxitRoutes.DeliveryEvents,
            _feedScopes,
            "delivery",
            ReplyJson.Wire.DeliveryChange,
            ReplyValidation.DeliveryChange,
            static change => change.Cursor,
            options).ReadAsync(after.Position(nameof(after)), cancellationToken);
}
