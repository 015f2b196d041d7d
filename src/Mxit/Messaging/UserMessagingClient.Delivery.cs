using Mxit.Internal;

namespace Mxit;

/// <content>
/// What became of the person's messages. About a message whose id it knows, a program may ask that may send; all of them, which tell whom
/// the person writes to, are for programs that may read the person's messages.
/// </content>
public partial class UserMessagingClient
{
    private static readonly ScopeSet FeedScopes = ScopeSet.Parse(MxitScopes.Messenger);

    /// <summary>
    /// What became of a message, for each of those it was for. Source: <c>GET /delivery/messages/{messageId}</c>, this project's own.
    /// </summary>
    /// <param name="messageId">The id, as <see cref="SendReceipt.MessageId"/> has it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitNotFoundException">The person has sent no message with this id.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<MessageDelivery> GetDeliveryAsync(Guid messageId, CancellationToken cancellationToken = default) =>
        _deliveries.GetAsync(messageId, Scopes, cancellationToken);

    /// <summary>
    /// One page of what became of the person's messages, after a cursor, oldest first (scope <see cref="MxitScopes.Messenger"/>). A message has one change at a time with each of
    /// those it is for: "delivered" gives way to "read", further on. Source: <c>GET /delivery/changes</c>, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to read; 0 for the beginning.</param>
    /// <param name="limit">The most changes wanted, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<DeliveryChangePage> GetDeliveryChangesAsync(
        long after = 0, int limit = 50, CancellationToken cancellationToken = default) =>
        _deliveries.GetChangesAsync(after, limit, FeedScopes, cancellationToken);

    /// <summary>
    /// All that became of the person's messages after a cursor up to now, oldest first, page by page (scope <see cref="MxitScopes.Messenger"/>). Source:
    /// <c>GET /delivery/changes</c>, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to read; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <inheritdoc cref="GetDeliveryChangesAsync" path="/exception"/>
    public virtual IAsyncEnumerable<DeliveryChange> ListDeliveryChangesAsync(
        long after = 0, CancellationToken cancellationToken = default) =>
        _deliveries.ListChangesAsync(after, FeedScopes, cancellationToken);

    /// <summary>
    /// What became of the person's messages after a cursor, first what is there, then each change as it comes (scope <see cref="MxitScopes.Messenger"/>). Goes on until cancelled: a
    /// broken connection, a silent one, and a server that is overloaded or failing are waited out, also at the start. Remember
    /// <see cref="DeliveryChange.Cursor"/> of the last one dealt with to go on from there. Source: <c>GET /delivery/events</c>,
    /// server-sent events, this project's own.
    /// </summary>
    /// <param name="after">The cursor after which to begin; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is negative.</exception>
    /// <exception cref="OperationCanceledException">The listening was cancelled.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused in a way that waiting does not mend; or it ended this feed because too many are open for the same person
    /// and app and this was the oldest (<see cref="MxitApiException.Error"/> is <c>replaced</c>).
    /// </exception>
    public virtual IAsyncEnumerable<DeliveryChange> ListenForDeliveryAsync(
        long after = 0, CancellationToken cancellationToken = default) =>
        _deliveries.ListenAsync(after, FeedScopes, cancellationToken);
}
