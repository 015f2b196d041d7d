using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// An app may end, and hear of, its own tokens only (RFC 7009, section 2.1; RFC 7662, section 4). Others are refused before
/// anything else is looked at, as unknown ones: the app learns nothing about them, and cannot end the grant of a code that it
/// found somewhere.
/// </summary>
internal sealed class OwnTokenHandler : IOpenIddictServerHandler<ValidateTokenContext>
{
    public ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Revocation or OpenIddictServerEndpointType.Introspection)
        {
            context.DisablePresenterValidation = false;
            context.ValidPresenters.Add(context.Request?.ClientId ?? "");
        }

        return default;
    }
}

/// <summary>
/// Asking about a token that was used changes nothing. OpenIddict takes it for a second use, and ends the grant.
/// </summary>
internal sealed class UsedTokenHandler(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<ValidateTokenContext>
{
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Introspection
            && context.TokenId is { } tokenId
            && await tokens.FindByIdAsync(tokenId, context.CancellationToken) is { } token
            && await tokens.HasStatusAsync(token, Statuses.Redeemed, context.CancellationToken))
        {
            context.Reject(Errors.InvalidToken, "The token was used before.");
        }
    }
}
