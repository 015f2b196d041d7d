using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Wire;

namespace Mxit.Server.Development;

/// <summary>
/// <c>/dev/*</c>: the clock, faults, requests and reset, for tests in any language. In development mode only, and for programs on
/// this machine only: no page of another site may use them.
/// </summary>
internal static class DevelopmentEndpoints
{
    public const string Prefix = "/dev";

    private const int MaxBytes = 65_536;
    private const string NameForm = "1 to 64 letters, digits and hyphens";

    public static void MapDevelopment(this IEndpointRouteBuilder routes, ServerContext server)
    {
        if (!server.IsDevelopment)
        {
            return;
        }

        var dev = routes.MapGroup(Prefix).WithTags("Development").AllowAnonymous().AddEndpointFilter(GuardAsync);
        dev.MapGet("", GetRun).WithSummary("Which run this is; another one after each reset.").Produces<RunBody>();
        dev.MapGet("/clock", GetClock).WithSummary("The time of the server.").Produces<ClockBody>();
        dev.MapPost("/clock/advance", AdvanceAsync)
            .WithSummary("Moves the clock forward. What is due has happened when the response comes.")
            .Accepts<AdvanceBody>("application/json").Produces<ClockBody>();
        dev.MapPost("/reset", (HttpContext context, DevelopmentReset reset) => Restore(context, reset, DevelopmentReset.Seed))
            .WithSummary("Forgets everything since the first start. The server starts anew; GET /dev has another run then.")
            .Produces(StatusCodes.Status202Accepted);
        dev.MapGet(
            "/snapshots", (DevelopmentReset reset) => ApiResults.Value(reset.List().ToList(), DevelopmentJson.Default.ListString))
            .WithSummary("The names of the snapshots.").Produces<List<string>>();
        dev.MapPut("/snapshots/{name}", Save).WithSummary("Keeps the data as they are now under a name.");
        dev.MapPost("/snapshots/{name}/restore", Restore)
            .WithSummary("Returns to a snapshot. The server starts anew; GET /dev has another run then.")
            .Produces(StatusCodes.Status202Accepted);
        dev.MapGet("/faults", ListFaults).WithSummary("The faults that are active.").Produces<List<FaultBody>>();
        dev.MapPost("/faults", AddFaultAsync)
            .WithSummary("Adds a fault.").Accepts<FaultBody>("application/json").Produces<FaultBody>();
        dev.MapDelete("/faults", (Faults faults) =>
        {
            faults.Clear();
            return ApiResults.Empty();
        }).WithSummary("Removes all faults.");
        dev.MapDelete("/faults/{id}", (string id, Faults faults) => faults.Remove(id)
            ? ApiResults.Empty()
            : ApiResults.Error(StatusCodes.Status404NotFound, "There is no such fault, or no longer."))
            .WithSummary("Removes a fault.");
        dev.MapGet("/requests", ListRequests)
            .WithSummary("The requests that were handled, oldest first: the newest 10,000.").Produces<List<RequestBody>>();
        dev.MapDelete("/requests", (RequestLog log) =>
        {
            log.Clear();
            return ApiResults.Empty();
        }).WithSummary("Forgets the requests.");
        dev.MapPut("/requests/contents", KeepAsync)
            .WithSummary("Whether to keep what is sent and what comes back, with texts, tokens and secrets.")
            .Accepts<KeepBody>("application/json");
    }

    /// <summary>Whether a path is one of these.</summary>
    public static bool IsFor(PathString path) => path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.HttpContext.Request;
        var isOfBrowser = request.Headers.ContainsKey("Sec-Fetch-Site") || request.Headers.ContainsKey("Origin");
        var server = invocation.HttpContext.RequestServices.GetRequiredService<ServerContext>();
        if (isOfBrowser && !SameOrigin.IsProven(request, server) && request.Headers["Sec-Fetch-Site"] != "none")
        {
            return ApiResults.Error(StatusCodes.Status403Forbidden, "The request comes from another site.");
        }

        return invocation.HttpContext.Connection.RemoteIpAddress is { } peer && !System.Net.IPAddress.IsLoopback(peer)
            ? ApiResults.Error(StatusCodes.Status403Forbidden, "Only programs on the machine of the server may use this.")
            : await next(invocation);
    }

    private static IResult GetRun(DevelopmentRun run, TimeProvider clock) =>
        ApiResults.Value(new RunBody { Run = run.Id, Now = clock.GetUtcNow() }, DevelopmentJson.Default.RunBody);

    private static IResult GetClock(TimeProvider clock) =>
        ApiResults.Value(new ClockBody { Now = clock.GetUtcNow() }, DevelopmentJson.Default.ClockBody);

    private static async Task<IResult> AdvanceAsync(HttpRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, DevelopmentJson.Default.AdvanceBody, MaxBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        if (!DurationText.TryParse(body.Value.By, out var time))
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, $"by must be {DurationText.Expected}.");
        }

        if (clock is not AdjustableClock adjustable)
        {
            return ApiResults.Error(StatusCodes.Status409Conflict, "This server runs on a clock that cannot be moved.");
        }

        await adjustable.AdvanceAsync(time);
        return GetClock(clock);
    }

    private static IResult Save(string name, DevelopmentReset reset)
    {
        if (Refuse(name, reset) is { } problem)
        {
            return problem;
        }

        if (name == DevelopmentReset.Seed)
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, "seed is the name of the data after the first start.");
        }

        reset.Save(name);
        return ApiResults.Empty();
    }

    private static IResult Restore(HttpContext context, DevelopmentReset reset, string name)
    {
        if (Refuse(name, reset) is { } problem)
        {
            return problem;
        }

        if (!reset.Has(name))
        {
            return ApiResults.Error(StatusCodes.Status404NotFound, $"There is no snapshot {name}.");
        }

        context.Response.OnCompleted(() =>
        {
            reset.Ask(name);
            return Task.CompletedTask;
        });
        return Results.Accepted(Prefix);
    }

    private static IResult? Refuse(string name, DevelopmentReset reset) =>
        !reset.IsPossible
            ? ApiResults.Error(
                StatusCodes.Status409Conflict,
                "Only mxit serve --dev with its SQLite database in its data folder can do this.")
            : name.Length is 0 or > 64 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            ? ApiResults.Error(StatusCodes.Status400BadRequest, $"The name must have {NameForm}.")
            : null;

    private static IResult ListFaults(Faults faults) =>
        ApiResults.Value(
            faults.All.Select(one => FaultReader.Write(one.Id, one.Fault)).ToList(), DevelopmentJson.Default.ListFaultBody);

    private static async Task<IResult> AddFaultAsync(HttpRequest request, Faults faults, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, DevelopmentJson.Default.FaultBody, MaxBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        var (fault, problem) = FaultReader.Read(body.Value);
        return fault is null
            ? ApiResults.Error(StatusCodes.Status400BadRequest, problem!)
            : ApiResults.Value(FaultReader.Write(faults.Add(fault).Id, fault), DevelopmentJson.Default.FaultBody);
    }

    private static IResult ListRequests(
        RequestLog log, string? method = null, string? path = null, string? app = null, string? person = null,
        string? status = null)
    {
        var wantedStatus = 0;
        if (status is not null && !WholeNumber.TryRead(status, 0, out wantedStatus))
        {
            return ApiResults.Error(StatusCodes.Status400BadRequest, "status must be a number such as 200.");
        }

        var found = log.All.Where(request =>
            Is(method, request.Method)
            && (path is null || (path.EndsWith('*')
                ? request.Path.StartsWith(path[..^1], StringComparison.OrdinalIgnoreCase)
                : Is(path, request.Path) || Is(path, request.Route)))
            && Is(app, request.App) && Is(person, request.Person)
            && (status is null || request.Status == wantedStatus));
        return ApiResults.Value(found.Select(Body).ToList(), DevelopmentJson.Default.ListRequestBody);

        static bool Is(string? wanted, string? value) =>
            wanted is null || string.Equals(wanted.Trim('/'), value?.Trim('/'), StringComparison.OrdinalIgnoreCase);
    }

    private static RequestBody Body(LoggedRequest request) => new()
    {
        Id = request.Id,
        At = request.At,
        Method = request.Method,
        Path = request.Path,
        Route = request.Route,
        App = request.App,
        Person = request.Person,
        Status = request.Status,
        HadFault = request.Fault is not null,
        Contents = request.Contents is { } contents
            ? new ContentsBody
            {
                Query = contents.Query,
                RequestHeaders = contents.RequestHeaders,
                RequestBody = contents.RequestBody,
                ResponseBody = contents.ResponseBody,
            }
            : null,
    };

    private static async Task<IResult> KeepAsync(HttpRequest request, RequestLog log, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, DevelopmentJson.Default.KeepBody, MaxBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        log.KeepsContents = body.Value.Keep;
        return ApiResults.Empty();
    }
}

/// <summary>The server between two resets.</summary>
internal sealed class DevelopmentRun
{
    /// <summary>Another one after each reset.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");
}
