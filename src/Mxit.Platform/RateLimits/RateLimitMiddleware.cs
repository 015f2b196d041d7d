using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.RateLimits;

/// <summary>
/// Counts each request to the API when it comes, be it a short call, an upload or a stream that stays open, and turns away who
/// made too many, before the body is read. Fields: draft-ietf-httpapi-ratelimit-headers-10; status: RFC 6585, section 4.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimits limits)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TokenRequirement>() is not null && limits.Count(context) is { } wait
            ? GeneralError.EndAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "Too many requests; nothing was done. Wait as long as Retry-After says.",
                wait)
            : next(context);
}
