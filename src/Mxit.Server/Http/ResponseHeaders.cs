using Microsoft.AspNetCore.Http;
using Mxit.Platform;

namespace Mxit.Server.Http;

/// <summary>
/// The headers that no response goes without: the id under which the log knows the request, <c>nosniff</c>, and HSTS where https
/// is the public address. They are set last, since a response that turns into an error loses what was set before.
/// </summary>
internal sealed class ResponseHeaders(RequestDelegate next, ServerContext server)
{
    private const string OneYear = "max-age=31536000";

    private readonly Func<object, Task> _set = server.PublicAddress.Scheme == Uri.UriSchemeHttps ? SetWithHsts : Set;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(_set, context);
        return next(context);
    }

    private static Task Set(object state)
    {
        var context = (HttpContext)state;
        context.Response.Headers[MxitHeaders.RequestId] = context.TraceIdentifier;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    }

    private static Task SetWithHsts(object state)
    {
        // The ports of the historic names are also reached without TLS, where browsers must not hear of it (RFC 6797, section
        // 7.2).
        var context = (HttpContext)state;
        if (context.Features.Get<HistoricConnection>() is null or { IsTls: true })
        {
            context.Response.Headers.StrictTransportSecurity = OneYear;
        }

        return Set(state);
    }
}
