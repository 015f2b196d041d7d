using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mxit.Web;

/// <summary>
/// The files of the pages, embedded in the assembly. Their addresses contain their version and are cached for a year.
/// </summary>
internal static class WebAssets
{
    private const string Css = "text/css; charset=utf-8";
    private const string JavaScript = "text/javascript; charset=utf-8";

    private static readonly Asset[] All =
    [
        new("mxit.css", Css), new("messages.css", Css), new("messages.js", JavaScript), new("people.css", Css),
        new("people.js", JavaScript), new("gallery.css", Css), new("gallery.js", JavaScript),
    ];

    /// <summary>The address of the style sheet of every page.</summary>
    public static string StyleSheet => All[0].Address;

    /// <summary>The address of the style sheet of the messages page.</summary>
    public static string MessagesStyleSheet => All[1].Address;

    /// <summary>The address of the script of the messages page.</summary>
    public static string MessagesScript => All[2].Address;

    /// <summary>The address of the style sheet of the pages of people.</summary>
    public static string PeopleStyleSheet => All[3].Address;

    /// <summary>The address of the script of the pages of people.</summary>
    public static string PeopleScript => All[4].Address;

    /// <summary>The address of the style sheet of the gallery pages.</summary>
    public static string GalleryStyleSheet => All[5].Address;

    /// <summary>The address of the script of forms with files.</summary>
    public static string GalleryScript => All[6].Address;

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var asset in All)
        {
            routes.MapGet(asset.Address, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return Results.Bytes(asset.Bytes, asset.ContentType);
            }).ExcludeFromDescription().AllowAnonymous();
        }

        // Old clients request it first and follow it. Source: wire document, section 2.2.
        routes.MapGet("/robots.txt", () => Results.Text("User-agent: *\nDisallow:\n")).ExcludeFromDescription().AllowAnonymous();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(WebAssets).Assembly.GetManifestResourceStream($"Mxit.Web.Assets.{name}")
            ?? throw new InvalidOperationException($"The asset {name} is missing.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed class Asset
    {
        public Asset(string name, string contentType)
        {
            ContentType = contentType;
            Bytes = Read(name);
            Address = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 6))}/{name}";
        }

        public string ContentType { get; }

        public byte[] Bytes { get; }

        public string Address { get; }
    }
}
