using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Mxit.Platform.Authorization;

/// <summary>
/// <c>GET /.well-known/oauth-protected-resource</c>: where a program that knows only the address of the API gets its tokens, and
/// which scopes there are (RFC 9728). One address serves both the API and the authorization server.
/// </summary>
internal static class ProtectedResourceEndpoint
{
    private const string Path = "/.well-known/oauth-protected-resource";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Path, Answer).WithName("GetProtectedResource").ExcludeFromDescription();

    /// <summary>Where the description of the resource is, for the challenge of a response (RFC 9728, section 5.1).</summary>
    public static Uri AddressFor(HttpRequest request, ServerContext server) => new(server.AddressOf(request), Path);

    private static ContentHttpResult Answer(HttpRequest request, ServerContext server)
    {
        var address = server.AddressOf(request).AbsoluteUri;
        var description = new JsonObject
        {
            ["resource"] = address,
            ["authorization_servers"] = new JsonArray(address),
            ["scopes_supported"] = new JsonArray([.. MxitScopes.All.Select(scope => JsonValue.Create(scope))]),
            ["bearer_methods_supported"] = new JsonArray("header"),
            ["resource_name"] = "Mxit",
        };
        return TypedResults.Text(description.ToJsonString(), "application/json; charset=utf-8");
    }
}
