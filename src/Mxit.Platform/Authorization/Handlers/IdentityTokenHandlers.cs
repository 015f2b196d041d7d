using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>The id token names the address that it was asked for at; the server may have several.</summary>
internal sealed class IdentityIssuerHandler(ServerContext server) : IOpenIddictServerHandler<ProcessSignInContext>
{
    private const string IssuerClaim = "oi_iss";

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.IdentityTokenPrincipal is { } principal && context.Transaction.GetHttpRequest() is { } request)
        {
            principal.SetClaim(IssuerClaim, server.AddressOf(request).AbsoluteUri);
        }

        return default;
    }
}

/// <summary>
/// An id token says who signed in, and nothing of how the server keeps its grants. It stands for itself: no row of it is stored,
/// and as a hint it is good for as long as its signature is, also when its grant has ended.
/// </summary>
internal sealed class IdentityTokenHandler : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        if (context.TokenType == TokenTypeIdentifiers.IdentityToken)
        {
            context.CreateTokenEntry = false;
            context.Principal.SetAuthorizationId(null);
        }

        return default;
    }
}
