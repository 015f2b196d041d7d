using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Tells OpenIddict which of its endpoints a request is for: the one that the router found. Takes the place of OpenIddict's own
/// handler, which compares paths in ways of its own and so answers under spellings that the router does not know. Comes first, so
/// that requests to other endpoints cost nothing.
/// </summary>
internal sealed class RoutedEndpointHandler : IOpenIddictServerHandler<ProcessRequestContext>
{
    public const int Order = PublicAddressHandler.Order - 1_000;

    public ValueTask HandleAsync(ProcessRequestContext context)
    {
        if (context.Transaction.GetHttpRequest()
            ?.HttpContext.GetEndpoint()?.Metadata.GetMetadata<AuthorizationEndpoint>() is { } endpoint)
        {
            context.EndpointType = endpoint.Type;
        }
        else
        {
            context.SkipRequest();
        }

        return default;
    }
}
