using Microsoft.AspNetCore.Http;
using Mxit.Platform;

namespace Mxit.Web;

/// <summary>The headers of every page: nothing foreign is loaded, no script runs, nobody frames it.</summary>
public static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Sets the headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="server">Tells whether the server is reached by https.</param>
    /// <param name="formsLeadAway">
    /// A form of the page ends at the address of an app. Chromium holds every address of that chain of redirects against
    /// <c>form-action</c>, also those that only the app knows, so the directive is left out.
    /// </param>
    public static void Apply(HttpContext context, ServerContext server, bool formsLeadAway = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(server);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = formsLeadAway ? Policy : $"{Policy}; form-action 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        if (server.PublicAddress.Scheme == Uri.UriSchemeHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
