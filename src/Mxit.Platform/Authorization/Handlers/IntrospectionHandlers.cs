using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>What is neither an access token nor a refresh token is answered like one that is over, not with an error.</summary>
internal sealed class IntrospectedTypeHandler : IOpenIddictServerHandler<ValidateIntrospectionRequestContext>
{
    public ValueTask HandleAsync(ValidateIntrospectionRequestContext context)
    {
        if (context.GenericTokenPrincipal is { } principal
            && !principal.HasTokenType(TokenTypeIdentifiers.AccessToken)
            && !principal.HasTokenType(TokenTypeIdentifiers.RefreshToken))
        {
            context.Reject(Errors.InvalidToken, "The token is neither an access token nor a refresh token.");
        }

        return default;
    }
}

/// <summary>What an app learns of a token of its own besides what OpenIddict says (RFC 7662, section 2.2).</summary>
internal sealed class IntrospectionHandler(ServerContext server) : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    public ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        context.Scopes.UnionWith(context.GenericTokenPrincipal.GetScopes());
        if (context.Transaction.GetHttpRequest() is { } request)
        {
            context.Issuer = server.AddressOf(request);
        }

        return default;
    }
}
