using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Wire;

/// <summary>What errors look like to programs. Source: wire document, section 1.5.</summary>
internal enum ErrorShape
{
    /// <summary>A sentence.</summary>
    Text,

    /// <summary>A bare JSON string, as the API host has it.</summary>
    JsonString,

    /// <summary>An object with <c>error</c> and <c>error_description</c>, as the authorization host has it.</summary>
    JsonObject,
}

/// <summary>Which shape an address has.</summary>
internal static class ErrorShapes
{
    private static readonly PathString[] Api = ["/message", "/user", "/messenger", "/delivery"];

    private static readonly PathString[] Authorization =
    [
        $"/{MxitRoutes.Authorize}", $"/{MxitRoutes.Token}", $"/{MxitRoutes.Revoke}", $"/{MxitRoutes.Introspect}",
        $"/{MxitRoutes.UserInfo}",
        "/.well-known",
    ];

    /// <summary>The shape of errors at the address of a request: by its path, and at the historic names by its host.</summary>
    public static ErrorShape Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Of(request.Path) switch
        {
            ErrorShape.Text when request.HttpContext.Features.Get<HistoricConnection>() is not null =>
                HistoricHosts.Find(request.Host.Host) switch
                {
                    HistoricHosts.Api => ErrorShape.JsonString,
                    HistoricHosts.Auth => ErrorShape.JsonObject,
                    _ => ErrorShape.Text,
                },
            var shape => shape,
        };
    }

    private static ErrorShape Of(PathString path) => IsBelow(path, Api) ? ErrorShape.JsonString
        : IsBelow(path, Authorization) ? ErrorShape.JsonObject
        : ErrorShape.Text;

    private static bool IsBelow(PathString path, PathString[] places) =>
        Array.Exists(places, place => path.StartsWithSegments(place, StringComparison.OrdinalIgnoreCase));
}
