using System.Buffers;
using Mxit.Platform.Apps;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// What OpenIddict does not check of a code that is redeemed: the form of the verifier (RFC 7636, section 4.1), and that a
/// legacy app may leave out the slash of an empty path (wire document, section 2.3).
/// </summary>
internal sealed class CodeRedemptionHandler(IOpenIddictApplicationManager apps)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    private const string RedirectUriClaim = "oi_reduri";

    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!context.Request.IsAuthorizationCodeGrantType())
        {
            return;
        }

        if (context.Request.CodeVerifier is { Length: > 0 } verifier
            && (verifier.Length is < 43 or > 128 || verifier.AsSpan().ContainsAnyExcept(Unreserved)))
        {
            context.Reject(Errors.InvalidGrant, "The code verifier is not one.");
            return;
        }

        if (context.Request.RedirectUri is { } asked
            && context.AuthorizationCodePrincipal?.GetClaim(RedirectUriClaim) is { } granted && asked != granted
            && await apps.FindByClientIdAsync(context.ClientId ?? "", context.CancellationToken)
                is App { Profile: AppProfile.Legacy }
            && RedirectUris.WithPath(asked) == RedirectUris.WithPath(granted))
        {
            context.Request.RedirectUri = granted;
        }
    }

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        // The base64url form of 256 bits.
        if (context.Request.CodeChallenge is { Length: > 0 } challenge
            && (challenge.Length != 43 || challenge.AsSpan().ContainsAnyExcept(Unreserved)))
        {
            context.Reject(Errors.InvalidRequest, "The code challenge is not one.");
        }

        return default;
    }
}
