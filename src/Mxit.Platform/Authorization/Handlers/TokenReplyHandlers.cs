using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Which tokens a grant yields: a person's always with a refresh token, whatever the scopes, an app's never; the person's
/// id token when <c>openid</c> was granted. How long a code lives depends on the app's profile. Source: wire document, section
/// 2.3.
/// </summary>
internal sealed class TokenSelectionHandler(IOpenIddictApplicationManager apps, IOptions<AuthorizationSettings> settings)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType == OpenIddictServerEndpointType.Authorization)
        {
            var app = await apps.FindByClientIdAsync(context.ClientId ?? "", context.CancellationToken) as App;
            context.Principal?.SetAuthorizationCodeLifetime(app?.Profile == AppProfile.Legacy
                ? settings.Value.LegacyCodeLifetime
                : settings.Value.StrictCodeLifetime);
        }
        else if (context.EndpointType == OpenIddictServerEndpointType.Token)
        {
            var isPerson = GrantPrincipal.IsPerson(context.Principal, context.ClientId);
            context.GenerateRefreshToken = context.IncludeRefreshToken = isPerson;
            context.GenerateIdentityToken &= isPerson;
            context.IncludeIdentityToken &= isPerson;
        }
    }
}

/// <summary>
/// The members of the reply as old clients read them: <c>scope</c> always there, <c>token_type</c> in lower case. Source:
/// wire document, section 2.3. A person's token also says whose it is, whatever its scopes: this project's own.
/// </summary>
internal sealed class TokenReplyHandler : IOpenIddictServerHandler<ProcessSignInContext>
{
    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context is
            {
                EndpointType: OpenIddictServerEndpointType.Token, IncludeAccessToken: true,
                AccessTokenPrincipal: { } principal
            })
        {
            context.Response.TokenType = "bearer";

            // The whole life, not what is left of it when the response is written: old clients count on 3600.
            context.Response.ExpiresIn = (long?)(principal.GetExpirationDate() - principal.GetCreationDate())?.TotalSeconds;
            context.Response.Scope = string.Join(' ', principal.GetScopes());
            if (GrantPrincipal.IsPerson(principal, context.ClientId))
            {
                context.Response[GrantPrincipal.UserIdClaim] = principal.GetClaim(Claims.Subject);
            }
        }

        return default;
    }
}
