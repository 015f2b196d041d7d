using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>Follows one kind of server-sent events over as many connections as it takes.</summary>
internal sealed class EventFeed<T>(MxitConnection connection, Uri address, ITokenSource tokens, ScopeSet scopes)
    where T : class
{
    private const string EventStreamType = "text/event-stream";

    // A connection can die without a word; a new one costs little.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    /// <summary>The name of the events; all others are passed over.</summary>
    public required string EventType { get; init; }

    /// <summary>What they carry.</summary>
    public required JsonTypeInfo<T> Type { get; init; }

    /// <summary>The place of one of them in their order, from which the feed goes on.</summary>
    public required Func<T, long> CursorOf { get; init; }

    public async IAsyncEnumerable<T> ReadAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var time = connection.TimeProvider;
        var backoff = new Backoff();
        var cursor = after;
        string? lastEventId = null;
        while (true)
        {
            TimeSpan? retryAfter = null;
            var began = time.GetTimestamp();
            var items = ReadOnceAsync(cursor, lastEventId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await items.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (MxitException failure) when (TransientErrors.IsTransient(failure))
                    {
                        retryAfter = (failure as MxitApiException)?.RetryAfter;
                        break;
                    }

                    // What the server repeats after a reconnection was handed out before.
                    var place = CursorOf(items.Current);
                    if (place > cursor)
                    {
                        cursor = place;
                        lastEventId = cursor.ToString(CultureInfo.InvariantCulture);
                        backoff.Reset();
                        yield return items.Current;
                    }
                }
            }

            // A quiet connection that held for a while was a good one too.
            if (time.GetElapsedTime(began) >= Backoff.Longest)
            {
                backoff.Reset();
            }

            await Task.Delay(backoff.Next(retryAfter), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private T? Parse(string eventType, ReadOnlySpan<byte> data)
    {
        ClosedEvent.ThrowIfReplaced(eventType, data);
        if (eventType != EventType)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(data, Type);
        }
        catch (JsonException)
        {
            // Skipping it would lose something in silence; its text is not repeated.
            throw new MxitApiException("The server sent an event that cannot be read.") { StatusCode = HttpStatusCode.OK };
        }
    }

    private async IAsyncEnumerable<T> ReadOnceAsync(
        long after, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = Query.Of(("after", after.ToString(CultureInfo.InvariantCulture)));
        var request = new ApiRequest(HttpMethod.Get, new Uri(address, query))
        {
            Tokens = tokens,
            Scopes = scopes,
            Accept = EventStreamType,
            LastEventId = lastEventId,

            // The feed itself waits and comes back, for as long as its reader wants it to.
            MaxRetries = 0,
        };
        using var response = await connection.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != EventStreamType)
        {
            // The page of a proxy holds no events, and never will.
            throw new MxitApiException("The server answered 200 without a stream of events.") { StatusCode = response.StatusCode };
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var watched = new WatchedStream(ContentEncoding.Decode(body, response), LongestSilence, connection.TimeProvider);
        await using (watched.ConfigureAwait(false))
        {
            await foreach (var item in SseParser.Create(watched, Parse).EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                if (item.Data is { } data)
                {
                    yield return data;
                }
            }
        }
    }
}
