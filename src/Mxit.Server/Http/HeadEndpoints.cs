using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mxit.Server.Http;

/// <summary>Whatever has GET has HEAD. Kestrel leaves the body away; RFC 9110, section 9.3.2.</summary>
internal static class HeadEndpoints
{
    public static RouteGroupBuilder WithHead(this RouteGroupBuilder routes)
    {
        ((IEndpointConventionBuilder)routes).Finally(endpoint =>
        {
            for (var index = 0; index < endpoint.Metadata.Count; index++)
            {
                if (endpoint.Metadata[index] is HttpMethodMetadata { HttpMethods: var methods }
                    && methods.Contains(HttpMethods.Get) && !methods.Contains(HttpMethods.Head))
                {
                    endpoint.Metadata[index] = new HttpMethodMetadata([.. methods, HttpMethods.Head]);
                }
            }
        });
        return routes;
    }
}
