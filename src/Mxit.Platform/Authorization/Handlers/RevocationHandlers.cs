using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>An app may end its own tokens only. OpenIddict checks less for access tokens (RFC 7009, section 2.1).</summary>
internal sealed class OwnTokenHandler(IOpenIddictApplicationManager apps, IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<ValidateRevocationRequestContext>
{
    public async ValueTask HandleAsync(ValidateRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal?.GetTokenId() is not { } tokenId
            || await tokens.FindByIdAsync(tokenId, context.CancellationToken) is not { } token
            || await apps.FindByClientIdAsync(context.ClientId ?? "", context.CancellationToken) is not { } app
            || await tokens.GetApplicationIdAsync(token, context.CancellationToken)
                != await apps.GetIdAsync(app, context.CancellationToken))
        {
            // Answered like an unknown token, with 200: the app learns nothing about tokens of others.
            context.Reject(Errors.InvalidToken, "The token is not one of this app.");
        }
    }
}

/// <summary>Ends both halves of a pair, whichever was sent. Source: wire document, section 2.4.</summary>
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
