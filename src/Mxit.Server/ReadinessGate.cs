using Microsoft.AspNetCore.Http;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;

namespace Mxit.Server;

/// <summary>Until the database is ready, everything but health is told to come back.</summary>
internal sealed class ReadinessGate(RequestDelegate next, Readiness readiness)
{
    public Task InvokeAsync(HttpContext context) =>
        readiness.IsReady || context.Request.Path.StartsWithSegments("/health")
            ? next(context)
            : GeneralError.EndAsync(
                context, StatusCodes.Status503ServiceUnavailable, "The server is starting; ask again in a moment.",
                TimeSpan.FromSeconds(1));
}
