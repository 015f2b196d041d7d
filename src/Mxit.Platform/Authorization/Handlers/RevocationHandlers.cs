using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>Ends both halves of a pair, whichever was sent. Source: wire document, section 2.4.</summary>
internal sealed class PairRevocationHandler(GrantRevoker grants, IOpenIddictApplicationManager apps, SecurityEvents events)
    : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        events.TokenRevoked(await apps.NameAsync(context.Request.ClientId, context.CancellationToken));
        if (context.GenericTokenPrincipal.GetAuthorizationId() is { Length: > 0 } authorizationId)
        {
            await grants.RevokeAsync(authorizationId, context.CancellationToken);
        }
    }
}
