using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Lets OpenIddict believe that each request was made to one of the server's own addresses, so that nothing it publishes comes
/// from the <c>Host</c> header (RFC 9700, section 4.13).
/// </summary>
internal sealed class PublicAddressHandler(ServerContext server) : IOpenIddictServerHandler<ProcessRequestContext>
{
    public const int Order = int.MinValue + 50_500;

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.Transaction.GetHttpRequest() is { } request)
        {
            // Which endpoint was asked for is not read from an address, see RoutedEndpointHandler.
            context.BaseUri = context.RequestUri = server.AddressOf(request);
        }

        return default;
    }
}
