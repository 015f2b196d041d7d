using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Ends both halves of a pair, whichever was sent. Before the one that was sent is ended by itself: while that has not been done,
/// the same request can be sent again after a failure. Source: wire document, section 2.4.
/// </summary>
internal sealed class PairRevocationHandler(GrantRevoker grants) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal.GetAuthorizationId() is { Length: > 0 } authorizationId)
        {
            await grants.RevokeAsync(authorizationId, context.CancellationToken);
        }
    }
}

/// <summary>Logs tokens that were ended.</summary>
internal sealed class RevocationEventHandler(IOpenIddictApplicationManager apps, SecurityEvents events)
    : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context) =>
        events.TokenRevoked(await apps.NameAsync(context.Request.ClientId, context.CancellationToken));
}
