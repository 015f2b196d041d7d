using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Server.Development;

/// <summary>A request that has ended, or whose response has begun.</summary>
/// <param name="Id">The request id, as in the header of the response.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Route">The route template; <see langword="null"/> when no endpoint matched.</param>
/// <param name="App">The service name of the app.</param>
/// <param name="Person">The user id of the person.</param>
/// <param name="Status">The status; <see langword="null"/> when the connection was closed without a response.</param>
/// <param name="Fault">The fault that happened on purpose.</param>
/// <param name="Contents">What was sent and what came back, when the log keeps that.</param>
internal sealed record LoggedRequest(
    string Id, DateTimeOffset At, string Method, string Path, string? Route, string? App, string? Person, int? Status,
    FaultKind? Fault, RequestContents? Contents);

/// <summary>The newest requests, oldest first. Thread-safe.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _requests = new();

    /// <summary>Whether it keeps what was sent and what came back, with texts, tokens and secrets.</summary>
    public bool KeepsContents { get; set; }

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

/// <summary>
/// The entry of one request. It is written before the client can see how the request ended, so that a test that has the response
/// finds the request in the log.
/// </summary>
internal sealed class RequestLogEntry(HttpContext context, RequestLog log, DateTimeOffset at)
{
    private readonly RequestContents? _contents = log.KeepsContents ? RequestContents.Capture(context) : null;
    private int _isWritten;

    /// <summary>Writes the entry; later calls do nothing.</summary>
    /// <param name="status">The status; <see langword="null"/> when the connection is closed without a response.</param>
    public void Write(int? status)
    {
        if (Interlocked.Exchange(ref _isWritten, 1) != 0)
        {
            return;
        }

        var caller = context.Features.Get<Caller>();
        log.Add(new LoggedRequest(
            context.TraceIdentifier,
            at,
            context.Request.Method,
            context.Request.Path.Value ?? "",
            RequestRoute.Of(context),
            caller?.ServiceName,
            caller?.UserId,
            status,
            context.Features.Get<Fault>()?.Kind,
            _contents));
    }
}

/// <summary>Adds each request to the log.</summary>
internal sealed class RequestLogMiddleware(RequestDelegate next, RequestLog log, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (DevelopmentEndpoints.IsFor(context.Request.Path))
        {
            await next(context);
            return;
        }

        var entry = new RequestLogEntry(context, log, clock.GetUtcNow());
        context.Features.Set(entry);
        context.Response.OnStarting(() =>
        {
            entry.Write(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            entry.Write(context.RequestAborted.IsCancellationRequested ? null : context.Response.StatusCode);
        }
    }
}
