using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Server;

/// <summary>
/// Whether the process lives, and whether it can do its work. Only 200 means that requests may come. A server that is overloaded
/// says so but stays ready: it turns sends away by itself, and everything else would suffer if it were taken out.
/// </summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Whoever asks may be signed in, which must not matter: the session could not be looked up.
        var health = routes.MapGroup("/health").ExcludeFromDescription().AllowAnonymous();
        health.MapGet("/live", () => TypedResults.Text("live"));
        health.MapGet("/ready", ReadyAsync);
    }

    private static async Task<IResult> ReadyAsync(
        Readiness readiness, StorageMonitor storage, MessageQueue queue, CancellationToken cancellationToken)
    {
        if (readiness is { IsReady: true, IsStopping: false })
        {
            await storage.CheckAsync(cancellationToken);
        }

        return readiness switch
        {
            { IsStopping: true } => NotReady("stopping"),
            { IsReady: false } => NotReady("starting"),
            { Faults: { Count: > 0 } faults } => NotReady(string.Join(Environment.NewLine, faults)),
            _ => Results.Text(queue.IsOverloaded ? "overloaded" : "ready"),
        };
    }

    private static IResult NotReady(string state) => Results.Text(state, statusCode: StatusCodes.Status503ServiceUnavailable);
}
