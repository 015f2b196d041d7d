using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Mxit.Platform.Data;
using Mxit.Wire;
using OpenIddict.Server;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Prepares requests whose form is read, by OpenIddict above all: a form without a content type is a form (wire document, section
/// 1.2); what cannot be read as one, or holds what databases refuse, is answered here, so that no body causes an internal error.
/// </summary>
internal sealed class FormGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var endpoint = metadata?.GetMetadata<AuthorizationEndpoint>();
        return endpoint is not null || metadata?.GetMetadata<TokenInForm>() is not null
            ? GuardAsync(context, endpoint?.Type)
            : next(context);
    }

    private async Task GuardAsync(HttpContext context, OpenIddictServerEndpointType? endpoint)
    {
        var request = context.Request;
        if (HttpMethods.IsHead(request.Method))
        {
            // OpenIddict knows no HEAD; whatever it writes, nothing of the body goes out.
            request.Method = HttpMethods.Get;
        }

        if (HttpMethods.IsPost(request.Method) && string.IsNullOrEmpty(request.ContentType))
        {
            request.ContentType = "application/x-www-form-urlencoded";
        }

        if (await FindFaultAsync(request, isFormNeeded: endpoint is not null) is { } status)
        {
            if (endpoint != OpenIddictServerEndpointType.Authorization)
            {
                await RefuseAsync(context, status);
                return;
            }

            // A person sees a page, the one for requests that say nothing.
            request.QueryString = QueryString.Empty;
            request.Form = FormCollection.Empty;
        }

        await next(context);
    }

    // The status of a request that cannot be read.
    private static async Task<int?> FindFaultAsync(HttpRequest request, bool isFormNeeded)
    {
        try
        {
            // OpenIddict takes for a form what only begins like the type of one.
            return request.Query.Any(IsUnreadable)
                || (HttpMethods.IsPost(request.Method)
                    && (request.HasFormContentType
                        ? (await request.ReadFormAsync(request.HttpContext.RequestAborted)).Any(IsUnreadable)
                        : isFormNeeded))
                ? StatusCodes.Status400BadRequest
                : null;
        }
        catch (BadHttpRequestException refused)
        {
            return refused.StatusCode;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or NotSupportedException
            && !FileFailure.IsCauseOf(unreadable))
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    // No parameter may come twice (RFC 6749, section 3.1 and 3.2).
    private static bool IsUnreadable(KeyValuePair<string, StringValues> parameter) =>
        parameter.Value.Count > 1 || HasNull(parameter.Key) || HasNull(parameter.Value.ToString());

    private static bool HasNull(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ErrorReply
            {
                Error = "invalid_request",
                ErrorDescription = "The request cannot be read, or names a parameter twice.",
            },
            MxitJson.Wire.ErrorReply,
            contentType: "application/json; charset=utf-8",
            context.RequestAborted);
    }
}
