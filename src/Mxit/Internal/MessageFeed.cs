using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Mxit.Messenger;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Follows <c>GET /messenger/events</c> over as many connections as it takes.</summary>
internal sealed class MessageFeed(MxitConnection connection, Uri address, ITokenSource tokens, ScopeSet scopes)
{
    private const string MessageEvent = "message";
    private const string EventStreamType = "text/event-stream";

    // A connection can die without a word; a new one costs little.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public async IAsyncEnumerable<MessengerMessage> ReadAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var time = connection.TimeProvider;
        var backOff = new BackOff();
        var cursor = after;
        string? lastEventId = null;
        while (true)
        {
            TimeSpan? askedToWait = null;
            var began = time.GetTimestamp();
            var messages = ReadOnceAsync(cursor, lastEventId, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (messages.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await messages.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (MxitException failure) when (WillPass(failure))
                    {
                        askedToWait = (failure as MxitApiException)?.RetryAfter;
                        break;
                    }

                    // What the server repeats after a reconnection was handed out before.
                    if (messages.Current.Cursor > cursor)
                    {
                        cursor = messages.Current.Cursor;
                        lastEventId = cursor.ToString(CultureInfo.InvariantCulture);
                        backOff.Reset();
                        yield return messages.Current;
                    }
                }
            }

            // A quiet connection that held for a while was a good one too.
            if (time.GetElapsedTime(began) >= BackOff.Longest)
            {
                backOff.Reset();
            }

            var wait = askedToWait < BackOff.LongestAsked ? askedToWait.Value : askedToWait is null ? backOff.Next() : BackOff.LongestAsked;
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool WillPass(MxitException failure) => failure switch
    {
        MxitOverloadedException => true,
        MxitApiException answer => answer.StatusCode >= HttpStatusCode.InternalServerError,
        MxitConnectionException or MxitTimeoutException => true,
        _ => false,
    };

    private static MessengerMessage? Parse(string eventType, ReadOnlySpan<byte> data)
    {
        if (eventType != MessageEvent)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(data, MxitJson.Wire.MessengerMessage);
        }
        catch (JsonException)
        {
            // Skipping it would lose a message in silence; its text is not repeated.
            throw new MxitApiException("The server sent an event that cannot be read.") { StatusCode = HttpStatusCode.OK };
        }
    }

    private async IAsyncEnumerable<MessengerMessage> ReadOnceAsync(
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
        var watched = new WatchedStream(body, LongestSilence, connection.TimeProvider);
        await using (watched.ConfigureAwait(false))
        {
            await foreach (var item in SseParser.Create(watched, Parse).EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                if (item.Data is { } message)
                {
                    yield return message;
                }
            }
        }
    }
}
