using Mxit.Internal;

namespace Mxit;

/// <summary>
/// What became of messages that the app or the person has sent. Source: <c>/delivery/</c>, this project's own. Of an app, all calls need
/// the scope <see cref="MxitScopes.MessageSend"/>. Of a person, <see cref="GetAsync"/> needs <see cref="MxitScopes.MessageUser"/>; the
/// other calls tell whom the person writes to and need <see cref="MxitScopes.Messenger"/>.
/// </summary>
public class DeliveryClient
{
    private readonly ApiCaller _api;
    private readonly ScopeSet _messageScopes;
    private readonly ScopeSet _feedScopes;

    /// <summary>For fakes.</summary>
    protected DeliveryClient() => _api = null!;

    internal DeliveryClient(ApiCaller api, ScopeSet messageScopes, ScopeSet feedScopes) =>
        (_api, _messageScopes, _feedScopes) = (api, messageScopes, feedScopes);

    /// <summary>
    /// What became of a message, for each of its recipients. Source: <c>GET /delivery/messages/{messageId}</c>, this project's own.
    /// </summary>
    /// <param name="messageId">The id, as <see cref="SendReceipt.MessageId"/> has it.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <exception cref="MxitNotFoundException">The app or person has sent no message with this id.</exception>
    /// <exception cref="MxitUnauthorizedException">The credentials of the app are wrong, or the person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The app may not do this, or the person did not allow it.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
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
    /// All changes after a cursor that are there now, oldest first, page by page. A message has one change at a time with each of its
    /// recipients: "delivered" gives way to "read", further on. Source: <c>GET /delivery/changes</c>, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to read; the default is the beginning.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetChangesPageAsync" path="/exception"/>
    public virtual IAsyncEnumerable<DeliveryChange> ListChangesAsync(
        Cursor after = default, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = Paging.PositionText(after, nameof(after));
        options.Check();
        return Paging.ReadAllAsync(
            after, (next, stop) => GetChangesPageAsync(next, Paging.MaxLimit, options, stop), cancellationToken);
    }

    /// <summary>One page of changes after a cursor, oldest first. Source: <c>GET /delivery/changes</c>, this project's own.</summary>
    /// <param name="after">The cursor after which to read; the default is the beginning.</param>
    /// <param name="limit">The most changes wanted, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <exception cref="MxitUnauthorizedException">The credentials of the app are wrong, or the person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The app may not do this, or the person did not allow it.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
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
    /// Every change after a cursor: first those that are there, then each new one as it comes. Goes on until cancelled: transient
    /// failures, silent connections included, are retried with exponential backoff and jitter, also at the start. Store
    /// <see cref="DeliveryChange.Cursor"/> of the last change that you have handled to go on from there. Source:
    /// <c>GET /delivery/events</c>, server-sent events, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to begin; the default is the beginning.</param>
    /// <param name="options">Options for each connection; <see cref="MxitCallOptions.MaxRetries"/> has no effect.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <exception cref="OperationCanceledException">The feed was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The <see cref="MxitClient"/> was disposed.</exception>
    /// <exception cref="MxitUnauthorizedException">The credentials of the app are wrong, or the person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The app may not do this, or the person did not allow it.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused in a way that a retry does not change, or sent an event that cannot be read; or it ended this feed because too
    /// many are open for the same person and app and this was the oldest (<see cref="MxitApiException.Error"/> is <c>replaced</c>).
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
