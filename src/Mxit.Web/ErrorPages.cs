using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Mxit.Web.Pages;

namespace Mxit.Web;

/// <summary>The error page of the site, such as for an unknown address.</summary>
internal static class ErrorPages
{
    /// <summary>Writes the page; the status is already set.</summary>
    /// <param name="context">The request.</param>
    /// <param name="text">The error; <see langword="null"/> when there is nothing at the address.</param>
    public static Task ShowAsync(HttpContext context, string? text)
    {
        ArgumentNullException.ThrowIfNull(context);
        PageHeaders.Apply(context);
        return new RazorComponentResult<ErrorPage>(new
        {
            Heading = text is null ? "There is no page at this address" : "That did not work",
            Explanation = text ?? "Perhaps the address was mistyped, or what was here is gone.",
            HasWayOut = true,
        })
        { StatusCode = context.Response.StatusCode }.ExecuteAsync(context);
    }
}
