using Microsoft.AspNetCore.Http;
using Mxit.Platform.Authorization;
using Mxit.Platform.Wire;

namespace Mxit.Server.Development;

/// <summary>
/// Lets the faults happen. It runs after the token was checked, so that faults can be limited to an app or a person.
/// </summary>
internal sealed class FaultMiddleware(RequestDelegate next, Faults faults, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        if ((DevelopmentEndpoints.IsFor(context.Request.Path) ? null : faults.TakeOrNull(context)) is not { } fault)
        {
            return next(context);
        }

        context.Features.Set(fault);
        return fault.Kind switch
        {
            FaultKind.Status => GeneralError.EndAsync(context, fault.Status, fault.Text, fault.RetryAfter),
            FaultKind.RateLimit =>
                GeneralError.EndAsync(context, StatusCodes.Status429TooManyRequests, fault.Text, fault.RetryAfter),
            FaultKind.InvalidToken => TokenProblems.InvalidAsync(context),
            FaultKind.Delay => DelayAsync(context, fault.Delay),
            FaultKind.CutBefore => CutAsync(context),
            FaultKind.CutAfter => CutAfterAsync(context),
            FaultKind.SlowBody => SlowBodyAsync(context, fault.BytesPerSecond),
            FaultKind.TruncatedBody => TruncateAsync(context),
            _ => next(context),
        };
    }

    private static Task CutAsync(HttpContext context)
    {
        context.Features.Get<RequestLogEntry>()?.Write(status: null);
        context.Abort();
        return Task.CompletedTask;
    }

    private async Task DelayAsync(HttpContext context, TimeSpan delay)
    {
        await Task.Delay(delay, clock, context.RequestAborted);
        await next(context);
    }

    private async Task CutAfterAsync(HttpContext context)
    {
        context.Response.Body = Stream.Null;
        await next(context);
        await CutAsync(context);
    }

    private async Task SlowBodyAsync(HttpContext context, int bytesPerSecond)
    {
        await using var slow = new SlowStream(context.Response.Body, bytesPerSecond, clock);
        context.Response.Body = slow;
        await next(context);
    }

    private async Task TruncateAsync(HttpContext context)
    {
        var body = context.Response.Body;
        await using var kept = new MemoryStream();
        context.Response.Body = kept;
        await next(context);
        context.Response.Body = body;
        await body.WriteAsync(kept.GetBuffer().AsMemory(0, (int)kept.Length / 2), context.RequestAborted);
        await body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
