using Microsoft.AspNetCore;
using Mxit.Platform.Apps;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Publishes what OpenIddict does not know of: what our own endpoint serves, that the issuer is the address that was asked
/// (RFC 8414, section 3.3), and the password grant only where an app may use it.
/// </summary>
internal sealed class DiscoveryHandler(ServerContext server, AppService apps)
    : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public async ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is { } request)
        {
            context.Issuer = server.AddressOf(request);
            context.UserInfoEndpoint = new Uri(context.Issuer, MxitRoutes.UserInfo);
        }

        if (!await apps.IsPasswordGrantInUseAsync(context.CancellationToken))
        {
            context.GrantTypes.Remove(GrantTypes.Password);
        }

        context.Claims.UnionWith([Claims.AuthenticationTime, Claims.Nonce, "user_id"]);
    }
}
