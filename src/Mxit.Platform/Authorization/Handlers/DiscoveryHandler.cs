using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>Publishes what OpenIddict does not know of, because our own endpoint serves it.</summary>
internal sealed class DiscoveryHandler(ServerContext server) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public const int Order = int.MaxValue - 100_000;

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.UserInfoEndpoint = new Uri(server.PublicAddress, MxitRoutes.UserInfo);
        context.Claims.Add("user_id");
        return default;
    }
}
