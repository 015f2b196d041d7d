using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mxit.Web;

/// <summary>Redirects to other pages.</summary>
internal static class PageResults
{
    /// <summary>To the page with the result of a form, so that a reload does not post it again.</summary>
    public static StatusCodeHttpResult SeeOther(HttpContext context, string path)
    {
        context.Response.Headers.Location = path;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>To the sign-in page, and from there to the requested page.</summary>
    public static RedirectHttpResult RedirectToSignIn(string returnUrl) => TypedResults.Redirect(SignInUrl(returnUrl));

    /// <summary>To the sign-in page after a form.</summary>
    public static StatusCodeHttpResult RedirectToSignInAfterForm(HttpContext context, string returnUrl) =>
        SeeOther(context, SignInUrl(returnUrl));

    private static string SignInUrl(string returnUrl) => $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
