using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Mxit.Platform.Wire;

/// <summary>Live news as server-sent events, resumed after a cursor.</summary>
internal static class EventStream
{
    /// <summary>Sent now and then, so that silence can be told from a lost connection.</summary>
    public static SseItem<string> Ping { get; } = new("", "ping");

    /// <summary>Answers with events until the caller goes, the news end or the server stops.</summary>
    /// <param name="http">The request; its <c>Last-Event-ID</c> comes before <paramref name="after"/>.</param>
    /// <param name="lifetime">Of the server.</param>
    /// <param name="after">The cursor that the query gives.</param>
    /// <param name="listen">Gives the news after the cursor, if there is one.</param>
    /// <param name="toEvent">How one of them is sent. Only what can be resumed from carries an id.</param>
    public static IResult Of<T>(
        HttpContext http,
        IHostApplicationLifetime lifetime,
        string? after,
        Func<long?, CancellationToken, IAsyncEnumerable<T>> listen,
        Func<T, SseItem<string>> toEvent)
    {
        var resume = http.Request.Headers["Last-Event-ID"].FirstOrDefault();
        var isResumed = !string.IsNullOrEmpty(resume);
        if (!Paging.TryReadCursor(isResumed ? resume : after, out var cursor))
        {
            return Paging.BadCursor(isResumed ? "Last-Event-ID" : "after");
        }

        // Proxies must not keep events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(
            ToEvents(stop => listen(cursor, stop), toEvent, lifetime.ApplicationStopping, http.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ToEvents<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> listen,
        Func<T, SseItem<string>> toEvent,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // An open stream must not hold up a server that stops; its reader comes back with the last cursor.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await using var news = listen(either.Token).GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            try
            {
                if (!await news.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return toEvent(news.Current);
        }
    }
}
