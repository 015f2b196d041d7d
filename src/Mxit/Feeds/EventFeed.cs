using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>
/// Reads one kind of server-sent events, and reconnects when the connection ends. Source: the section on server-sent events of
/// the HTML standard.
/// </summary>
internal sealed class EventFeed<T>(MxitConnection connection, Uri address, ITokenSource tokens, ScopeSet scopes)
    where T : class
{
    private const string EventStreamType = "text/event-stream";

    // The longest message that a server of this project can be configured to accept is 6 MB when fully escaped.
    private const int MaxEventBytes = 8 * 1024 * 1024;

    // A connection can be lost without a notice. Reconnecting is cheap.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    // Longer pauses would delay events needlessly.
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>The name of the events; others are skipped.</summary>
    public required string EventType { get; init; }

    /// <summary>The type of their data.</summary>
    public required JsonTypeInfo<T> Type { get; init; }

    /// <summary>Validates an event.</summary>
    public required Predicate<T> IsValid { get; init; }

    /// <summary>The cursor of an event, from which the feed resumes.</summary>
    public required Func<T, Cursor> CursorOf { get; init; }

    /// <summary>How long one connection may take until it is open.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Runs until the caller cancels, the client is disposed, or an error occurs that is not transient.</summary>
    public async IAsyncEnumerable<T> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Disposed);
        var events = FollowAsync(new Position(after), end.Token).GetAsyncEnumerator(end.Token);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(events, cancellationToken).ConfigureAwait(false))
            {
                yield return events.Current;
            }
        }
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<T> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(connection.Disposed.IsCancellationRequested, typeof(MxitClient));
            throw;
        }
    }

    private async IAsyncEnumerable<T> FollowAsync(Position position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var time = connection.TimeProvider;
        var backoff = new Backoff();
        while (true)
        {
            TimeSpan? retryAfter = null;
            var began = time.GetTimestamp();
            var events = ReadOnceAsync(position, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (events.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await events.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (MxitException failure) when (TransientErrors.IsTransient(failure))
                    {
                        retryAfter = (failure as MxitApiException)?.RetryAfter;
                        break;
                    }

                    // Events that the server repeats after a reconnection were returned before.
                    if (position.TryAdvance(CursorOf(events.Current).Position("cursor")))
                    {
                        backoff.Reset();
                        yield return events.Current;
                    }
                }
            }

            // A connection that lasted for a while was good, even without events.
            if (time.GetElapsedTime(began) >= Backoff.Longest)
            {
                backoff.Reset();
            }

            var asked = position.Retry > (retryAfter ?? TimeSpan.Zero) ? position.Retry : retryAfter;
            await Task.Delay(backoff.Next(asked), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<T> ReadOnceAsync(
        Position position, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = Query.Of(("after", position.Cursor.ToString(CultureInfo.InvariantCulture)));
        var request = new ApiRequest(HttpMethod.Get, new Uri(address, query))
        {
            Tokens = tokens,
            Scopes = scopes,
            Accept = EventStreamType,
            AsItIs = true,
            LastEventId = position.LastEventId,
            Timeout = Timeout,

            // The feed itself retries, for as long as its reader wants.
            MaxRetries = 0,
        };
        using var response = await connection.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        if (ReplyHeaders.MediaType(response) != EventStreamType)
        {
            // The page of a proxy contains no events.
            throw new MxitApiException("The server answered 200 without a stream of events.")
            {
                StatusCode = response.StatusCode,
                Reason = MxitErrorReason.InvalidReply,
            };
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var watched = new WatchedStream(
            ContentEncoding.Decode(body, response), request.Address, LongestSilence, connection.TimeProvider);
        await using (watched.ConfigureAwait(false))
        {
            var parser = SseParser.Create(new BoundedEventStream(watched, MaxEventBytes), Parse);
            try
            {
                await foreach (var item in parser.EnumerateAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (item.EventType == EventType)
                    {
                        yield return item.Data ?? throw Unreadable(position.Cursor);
                    }
                }
            }
            finally
            {
                position.SetRetry(parser.ReconnectionInterval);
            }
        }
    }

    /// <summary>One event; <see langword="null"/> for one of another kind, and for one that cannot be read.</summary>
    private T? Parse(string eventType, ReadOnlySpan<byte> data)
    {
        ClosedEvent.ThrowIfReplaced(eventType, data);
        if (eventType != EventType)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(data, Type) is { } value && IsValid(value) ? value : null;
        }
        catch (JsonException)
        {
            // Its text is left out: it can be private.
            return null;
        }
    }

    // Skipping it would lose a message silently. The caller can skip it by passing a later cursor.
    private static MxitApiException Unreadable(long cursor) =>
        new($"The server sent an event after cursor {cursor} that cannot be read, or lacks something.")
        {
            StatusCode = HttpStatusCode.OK,
            Reason = MxitErrorReason.InvalidReply,
        };

    /// <summary>The cursor of a feed, and the reconnection delay that the server asked for.</summary>
    private sealed class Position(long after)
    {
        public long Cursor { get; private set; } = after;

        public string? LastEventId { get; private set; }

        public TimeSpan? Retry { get; private set; }

        public bool TryAdvance(long cursor)
        {
            if (cursor <= Cursor)
            {
                return false;
            }

            (Cursor, LastEventId) = (cursor, cursor.ToString(CultureInfo.InvariantCulture));
            return true;
        }

        public void SetRetry(TimeSpan retry)
        {
            // Infinite, which is negative, when the server said nothing.
            if (retry >= TimeSpan.Zero)
            {
                Retry = retry < LongestRetry ? retry : LongestRetry;
            }
        }
    }
}
