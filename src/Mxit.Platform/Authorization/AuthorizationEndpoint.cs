using Microsoft.AspNetCore.Builder;
using OpenIddict.Server;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Marks a route that OpenIddict answers, and says as which of its endpoints. The router alone decides what a path means: the
/// guards in front of OpenIddict and OpenIddict itself read this mark, so no spelling of a path passes the one and reaches the
/// other.
/// </summary>
/// <param name="Type">The endpoint of OpenIddict.</param>
internal sealed record AuthorizationEndpoint(OpenIddictServerEndpointType Type);

/// <summary>How routes outside of this feature are marked.</summary>
internal static class AuthorizationEndpointExtensions
{
    /// <summary>Lets OpenIddict check the requests to the page on which people allow apps, before the page sees them.</summary>
    public static TBuilder AsAuthorizationPage<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AuthorizationEndpoint(OpenIddictServerEndpointType.Authorization));
}
