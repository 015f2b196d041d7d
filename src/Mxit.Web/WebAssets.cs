using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mxit.Web;

/// <summary>The files of the pages, from inside the assembly. Their addresses carry their version and are kept for a year.</summary>
internal static class WebAssets
{
    private static readonly byte[] StyleSheetBytes = Read("mxit.css");

    /// <summary>The address of the style sheet.</summary>
    public static string StyleSheet { get; } =
        $"/assets/{Convert.ToHexStringLower(SHA256.HashData(StyleSheetBytes).AsSpan(0, 6))}/mxit.css";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(StyleSheet, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Bytes(StyleSheetBytes, "text/css; charset=utf-8");
        }).ExcludeFromDescription();

        // Old clients fetch it first and obey it. Source: wire document, section 2.2.
        routes.MapGet("/robots.txt", () => Results.Text("User-agent: *\nDisallow:\n")).ExcludeFromDescription();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(WebAssets).Assembly.GetManifestResourceStream($"Mxit.Web.Assets.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is missing.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
