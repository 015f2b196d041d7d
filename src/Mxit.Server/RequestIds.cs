using Microsoft.AspNetCore.Http;

namespace Mxit.Server;

/// <summary>Tells every caller the id under which the log knows the request.</summary>
internal sealed class RequestIds(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[MxitHeaders.RequestId] = context.TraceIdentifier;
        return next(context);
    }
}
