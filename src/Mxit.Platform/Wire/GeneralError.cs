using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Wire;

/// <summary>
/// An error that is not of one endpoint, such as too many requests. Whoever finds it says what is wrong and ends the request. The
/// body is written at the front of the pipeline: a page for a person at a browser, and for a program the shape that the address
/// has for errors.
/// </summary>
/// <param name="Text">What is wrong, for people and programs alike.</param>
internal sealed record GeneralError(string Text)
{
    /// <summary>Ends a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="text">What is wrong.</param>
    /// <param name="retryAfter">When to ask again.</param>
    public static Task EndAsync(HttpContext context, int status, string text, TimeSpan? retryAfter = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Set(new GeneralError(text));
        context.Response.StatusCode = status;
        if (retryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }
}
