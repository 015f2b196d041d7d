using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;

namespace Mxit.Web.Authorization;

/// <summary>
/// A request that the page of an app posts comes without the cookie of the session, which browsers keep away from forms of other sites.
/// They send it when they are led to the same request by GET.
/// </summary>
internal static class CrossSitePost
{
    // Longer addresses are refused on the way by some.
    private const int MaxLength = 4_000;

    /// <summary>Leads the browser to the same request; <see langword="null"/> when that would change nothing.</summary>
    public static StatusCodeHttpResult? TryRepeat(HttpContext context, OpenIddictRequest request)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none")
        {
            return null;
        }

        var query = QueryString.Create(
            ConsentForm.Carry(context, request).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).ToUriComponent();
        return query.Length <= MaxLength ? PageResults.SeeOther(context, $"/{MxitRoutes.Authorize}{query}") : null;
    }
}
