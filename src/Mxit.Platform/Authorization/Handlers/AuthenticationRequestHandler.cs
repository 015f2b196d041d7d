using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// What OpenIddict leaves out of an authentication request (OpenID Connect Core, section 3.1.2.1): scopes that are not known are
/// ignored, <c>max_age</c> is a number, and <c>id_token_hint</c> an id token of ours.
/// </summary>
internal sealed class AuthenticationRequestHandler : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (context.Request.HasScope(Scopes.OpenId))
        {
            context.Request.Scope = string.Join(' ', context.Request.GetScopes().Where(MxitScopes.All.Contains));
        }

        if (!SignInDemand.TryReadMaxAge(context.Request, out _))
        {
            context.Reject(Errors.InvalidRequest, "The 'max_age' parameter is not a number of seconds.");
        }
        else if (!string.IsNullOrEmpty(context.Request.IdTokenHint) && context.IdentityTokenHintPrincipal is null)
        {
            context.Reject(Errors.InvalidRequest, "The 'id_token_hint' parameter is not an id token of this server.");
        }

        return default;
    }
}
