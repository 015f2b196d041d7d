using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mxit.Web;

/// <summary>Answers that lead to another page.</summary>
internal static class PageResults
{
    /// <summary>To the page that shows what a form has brought about, so that reloading it does nothing again.</summary>
    public static StatusCodeHttpResult SeeOther(HttpContext context, string path)
    {
        context.Response.Headers.Location = path;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>To the page to sign in, and from there to the one that was asked for.</summary>
    public static RedirectHttpResult RedirectToSignIn(string returnUrl) => TypedResults.Redirect(SignInUrl(returnUrl));

    /// <summary>The same after a form.</summary>
    public static StatusCodeHttpResult RedirectToSignInAfterForm(HttpContext context, string returnUrl) =>
        SeeOther(context, SignInUrl(returnUrl));

    private static string SignInUrl(string returnUrl) => $"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}";
}
