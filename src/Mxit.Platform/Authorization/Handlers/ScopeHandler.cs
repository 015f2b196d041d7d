using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Scopes must be named, known and allowed to the app; anything else is <c>invalid_scope</c> (RFC 6749, section 3.3). One
/// request of an app for itself may name scopes that need a person: old clients did, and the call is refused later.
/// Source: wire document, section 2.1.
/// </summary>
internal sealed class ScopeHandler(IOpenIddictApplicationManager apps)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (context.Request.IsAuthorizationCodeGrantType())
        {
            return;
        }

        if (context.Request.IsRefreshTokenGrantType())
        {
            var granted = context.RefreshTokenPrincipal?.GetScopes() ?? [];
            if (context.Request.GetScopes().Except(granted, StringComparer.Ordinal).Any())
            {
                context.Reject(Errors.InvalidScope, "A refresh cannot ask for more than was granted.");
            }

            return;
        }

        await CheckAsync(context, context.Request);
    }

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context) => CheckAsync(context, context.Request);

    private async ValueTask CheckAsync(BaseValidatingContext context, OpenIddictRequest request)
    {
        var scopes = request.GetScopes();
        if (scopes.Length == 0)
        {
            context.Reject(Errors.InvalidScope, "The 'scope' parameter is missing.");
            return;
        }

        var app = await apps.FindByClientIdAsync(request.ClientId ?? "", context.CancellationToken);
        foreach (var scope in scopes)
        {
            if (!MxitScopes.All.Contains(scope))
            {
                context.Reject(Errors.InvalidScope, "A scope is unknown.");
                return;
            }

            if (app is null || !await apps.HasPermissionAsync(app, Permissions.Prefixes.Scope + scope, context.CancellationToken))
            {
                context.Reject(Errors.InvalidScope, $"The scope '{scope}' is not allowed to this app.");
                return;
            }
        }
    }
}
