using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Publishes what OpenIddict does not know of: what our own endpoint serves, and that the issuer is the address that was asked
/// (RFC 8414, section 3.3).
/// </summary>
internal sealed class DiscoveryHandler(ServerContext server) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public const int Order = int.MaxValue - 100_000;

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is { } request)
        {
            context.Issuer = server.AddressOf(request);
            context.UserInfoEndpoint = new Uri(context.Issuer, MxitRoutes.UserInfo);
        }

        context.Claims.Add("user_id");
        return default;
    }
}
