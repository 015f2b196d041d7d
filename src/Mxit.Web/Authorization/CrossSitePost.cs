using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace Mxit.Web.Authorization;

/// <summary>
/// Browsers send no session cookie with a form of another site. They send it after a redirect to the same request by GET.
/// </summary>
internal static class CrossSitePost
{
    // Some proxies refuse longer addresses.
    private const int MaxLength = 4_000;

    /// <summary>Redirects the browser to the same request; <see langword="null"/> when a redirect would change nothing.</summary>
    public static StatusCodeHttpResult? TryRepeat(HttpContext context, OpenIddictRequest request)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers["Sec-Fetch-Site"].ToString() is ""
            or "same-origin" or "none")
        {
            return null;
        }

        var query = QueryString.Create(
            ConsentForm.Carry(context, request).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
                .ToUriComponent();
        return query.Length <= MaxLength ? PageResults.SeeOther(context, $"/{MxitRoutes.Authorize}{query}") : null;
    }
}
