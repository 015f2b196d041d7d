using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Server.Development;

/// <summary>A request that has ended. It holds no token and no content.</summary>
/// <param name="Id">The request id, as in the header of the response.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Route">The route template; <see langword="null"/> when no endpoint matched.</param>
/// <param name="App">The service name of the app.</param>
/// <param name="Person">The user id of the person.</param>
/// <param name="Status">The status; <see langword="null"/> when the connection was closed without a response.</param>
/// <param name="Fault">The fault that happened on purpose.</param>
internal sealed record LoggedRequest(
    string Id, DateTimeOffset At, string Method, string Path, string? Route, string? App, string? Person, int? Status, FaultKind? Fault);

/// <summary>The newest requests, oldest first. Thread-safe.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _requests = new();

    /// <summary>All requests that are kept.</summary>
    public IReadOnlyList<LoggedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            _requests.Enqueue(request);
            if (_requests.Count > Capacity)
            {
                _ = _requests.Dequeue();
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }
}

/// <summary>Adds each request to the log when it has ended.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, RequestLog log, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var at = clock.GetUtcNow();
        try
        {
            await next(context);
        }
        finally
        {
            var caller = context.Features.Get<Caller>();
            var fault = context.Features.Get<Fault>()?.Kind;
            var isCut = fault is FaultKind.CutBefore or FaultKind.CutAfter
                || (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted);
            log.Add(new LoggedRequest(
                context.TraceIdentifier,
                at,
                context.Request.Method,
                context.Request.Path.Value ?? "",
                RequestRoute.Of(context),
                caller?.ServiceName,
                caller?.UserId,
                isCut ? null : context.Response.StatusCode,
                fault));
        }
    }
}
