using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Asks what became of messages, as an app or as one person. Source: <c>/delivery/</c>, this project's own.</summary>
internal sealed class DeliveryApi(MxitConnection connection, MxitClientSettings settings, ITokenSource tokens)
{
    public const int MaxPageSize = 200;

    public async Task<MessageDelivery> GetAsync(Guid messageId, ScopeSet scopes, CancellationToken cancellationToken)
    {
        var reply = await connection.SendAsync(
            Get(MxitRoutes.DeliveryMessages + messageId.ToString(), scopes), cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.MessageDelivery, ReplyValidation.Delivery);
    }

    public async Task<DeliveryChangePage> GetChangesAsync(
        long after, int limit, ScopeSet scopes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPageSize);
        var query = Query.Of(
            ("after", after.ToString(CultureInfo.InvariantCulture)), ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        var reply = await connection.SendAsync(Get(MxitRoutes.DeliveryChanges + query, scopes), cancellationToken).ConfigureAwait(false);
        var page = reply.Read(MxitJson.Wire.DeliveryChangePage, ReplyValidation.DeliveryChanges);
        return page.HasMore && page.Cursor <= after ? throw reply.LeadsNowhere() : page;
    }

    public async IAsyncEnumerable<DeliveryChange> ListChangesAsync(
        long after, ScopeSet scopes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await GetChangesAsync(after, MaxPageSize, scopes, cancellationToken).ConfigureAwait(false);
            foreach (var change in page.Changes)
            {
                yield return change;
            }

            if (!page.HasMore)
            {
                yield break;
            }

            after = page.Cursor;
        }
    }

    public IAsyncEnumerable<DeliveryChange> ListenAsync(long after, ScopeSet scopes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return new EventFeed<DeliveryChange>(connection, AddressOf(MxitRoutes.DeliveryEvents), tokens, scopes)
        {
            EventType = "delivery",
            Type = MxitJson.Wire.DeliveryChange,
            IsValid = ReplyValidation.DeliveryChange,
            CursorOf = static change => change.Cursor,
        }.ReadAsync(after, cancellationToken);
    }

    private ApiRequest Get(string pathAndQuery, ScopeSet scopes) =>
        new(HttpMethod.Get, AddressOf(pathAndQuery)) { Tokens = tokens, Scopes = scopes };

    private Uri AddressOf(string pathAndQuery) => new(settings.ApiAddress, pathAndQuery);
}
