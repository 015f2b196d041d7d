using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Mxit.Wire;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Prepares requests for OpenIddict: a form without a content type is a form (wire document, section 1.2); what cannot be
/// read as one, or holds what databases refuse, is answered here, so that no body causes an internal error.
/// </summary>
internal sealed class FormGuard(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsPost(request.Method) && string.IsNullOrEmpty(request.ContentType))
        {
            request.ContentType = "application/x-www-form-urlencoded";
        }

        try
        {
            // OpenIddict takes for a form what only begins like the type of one.
            if (request.Query.Any(IsUnreadable)
                || (HttpMethods.IsPost(request.Method)
                    && (!request.HasFormContentType || (await request.ReadFormAsync(context.RequestAborted)).Any(IsUnreadable))))
            {
                if (!context.Request.Path.StartsWithSegments($"/{MxitRoutes.Authorize}"))
                {
                    await RefuseAsync(context, StatusCodes.Status400BadRequest);
                    return;
                }

                // A person sees a page, the one for requests that say nothing.
                request.QueryString = QueryString.Empty;
                request.Form = FormCollection.Empty;
            }
        }
        catch (BadHttpRequestException refused)
        {
            await RefuseAsync(context, refused.StatusCode);
            return;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or NotSupportedException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest);
            return;
        }

        await next(context);
    }

    // No parameter may come twice (RFC 6749, section 3.1 and 3.2).
    private static bool IsUnreadable(KeyValuePair<string, StringValues> parameter) =>
        parameter.Value.Count > 1 || HasNull(parameter.Key) || HasNull(parameter.Value.ToString());

    private static bool HasNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ErrorReply { Error = "invalid_request", ErrorDescription = "The request cannot be read, or names a parameter twice." },
            MxitJson.Wire.ErrorReply,
            contentType: "application/json; charset=utf-8",
            context.RequestAborted);
    }
}
