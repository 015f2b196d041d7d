using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Streams;

/// <summary>Live news as server-sent events, resumed after a cursor.</summary>
internal sealed class EventStreams(OpenStreams open, StorageMonitor storage, IHostApplicationLifetime lifetime)
{
    /// <summary>Sent now and then, so that silence can be told from a lost connection.</summary>
    public static SseItem<string> Ping { get; } = new("", "ping");

    /// <summary>
    /// Answers with events until the caller goes, the news end, the server stops or a newer stream takes the place of this one.
    /// The last event is <c>closed</c>, with the reason.
    /// </summary>
    /// <param name="http">The request; its <c>Last-Event-ID</c> comes before <paramref name="after"/>.</param>
    /// <param name="caller">Who listens.</param>
    /// <param name="kind">What the news are about; streams are counted by it.</param>
    /// <param name="after">The cursor that the query gives.</param>
    /// <param name="listen">Gives the news after the cursor, if there is one; they end with the caller's token or
    /// session.</param>
    /// <param name="toEvent">How one of them is sent. Only what can be resumed from carries an id.</param>
    public IResult Of<T>(
        HttpContext http,
        Caller caller,
        string kind,
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
        return TypedResults.ServerSentEvents(HttpMethods.IsHead(http.Request.Method)
            ? AsyncEnumerable.Empty<SseItem<string>>()
            : ToEvents(caller, kind, stop => listen(cursor, stop), toEvent, http.RequestAborted));
    }

    private static SseItem<string> Closed(string reason) => new($$"""{"reason":"{{reason}}"}""", "closed");

    private async IAsyncEnumerable<SseItem<string>> ToEvents<T>(
        Caller caller,
        string kind,
        Func<CancellationToken, IAsyncEnumerable<T>> listen,
        Func<T, SseItem<string>> toEvent,
        [EnumeratorCancellation] CancellationToken gone)
    {
        // An open stream must not hold up a server that stops; its reader comes back with the last cursor.
        using var stream = open.Open(kind, caller);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, stream.Replaced, gone);
        await using var news = listen(end.Token).GetAsyncEnumerator(CancellationToken.None);
        var isOpen = false;
        while (true)
        {
            bool hasMore;
            var isUnreadable = false;
            try
            {
                hasMore = await news.MoveNextAsync();
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception failure) when (isOpen && storage.Report(failure) is not null)
            {
                // Before the first event the response can still be another one.
                (hasMore, isUnreadable) = (false, true);
            }

            if (!hasMore)
            {
                yield return Closed(isUnreadable ? "unavailable" : "signedOut");
                yield break;
            }

            isOpen = true;
            yield return toEvent(news.Current);
        }

        if (!gone.IsCancellationRequested)
        {
            yield return Closed(stream.Replaced.IsCancellationRequested ? "replaced" : "stopping");
        }
    }
}
