using Microsoft.AspNetCore.Http;

namespace Mxit.Web;

/// <summary>
/// The headers of every page: nothing from other sites is loaded, only our scripts run, and no site can frame it.
/// </summary>
internal static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Sets the headers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="formsLeadAway">
    /// A form of the page redirects to an app. Chromium checks every redirect against <c>form-action</c>, also those that only
    /// the app knows, so the directive is left out.
    /// </param>
    /// <param name="ownScript">The page has a script of ours, which sends requests only to this server.</param>
    public static void Apply(HttpContext context, bool formsLeadAway = false, bool ownScript = false)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy
            + (ownScript ? "; script-src 'self'; connect-src 'self'" : "")
            + (formsLeadAway ? "" : "; form-action 'self'");
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
    }
}
