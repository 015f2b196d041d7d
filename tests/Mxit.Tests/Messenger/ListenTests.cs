using System.Collections.Concurrent;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messenger;

public class ListenTests
{
    private readonly PausingClock _clock = new();
    private readonly StubServer _server;
    private readonly ConcurrentQueue<Func<HttpResponseMessage>> _script = new();
    private readonly TaskCompletionSource _scriptEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ListenTests() => _server = new StubServer
    {
        Clock = _clock,
        Api = async (_, stop) =>
        {
            if (_script.TryDequeue(out var reply))
            {
                return reply();
            }

            _scriptEnded.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_come_in_the_order_of_their_cursors()
    {
        _script.Enqueue(() => Events.Of(6, 8, 9).Reply());

        Assert.Equal([6, 8, 9], await TakeAsync(5, 3));

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", "/messenger/events?after=5", "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Equal(("text/event-stream", null), (sent.Header("Accept"), sent.Header("Last-Event-ID")));
    }

    [Fact]
    public async Task A_message_is_handed_out_while_the_connection_stays_open()
    {
        var events = new Events();
        _script.Enqueue(events.Reply);
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken(), 0, Stop).GetAsyncEnumerator(Stop);

        var next = messages.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        events.Write(Events.MessageEvent(1));
        Assert.True(await next);
        Assert.Equal("text 1", messages.Current.Body);
    }

    [Fact]
    public async Task Other_events_and_comments_are_ignored()
    {
        var events = new Events();
        events.Write(
            ": hello\n\nevent: contacts\ndata: {}\n\nevent: typing\ndata: {nonsense\n\nevent: heartbeat\ndata:\n\nid: " +
            "1\nevent: message\ndata: " + Events.Message(1) + "\n\n");
        _script.Enqueue(events.Reply);

        Assert.Equal([1], await TakeAsync(0, 1));
    }

    [Fact]
    public async Task A_feed_whose_place_a_newer_one_took_ends_and_does_not_come_back()
    {
        _script.Enqueue(() => ClosedAfter(1, """{"reason":"replaced","more":{}}""").Reply());
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken(), 0, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());

        var ended = await Assert.ThrowsAsync<MxitApiException>(() => messages.MoveNextAsync().AsTask());

        Assert.Equal("replaced", ended.Error);
        Assert.Single(_server.Sent);
    }

    [Theory]
    [InlineData("""{"reason":"unavailable"}""")]
    [InlineData("""{"reason":"stopping"}""")]
    [InlineData("""{"reason":7}""")]
    [InlineData("[]")]
    [InlineData("{replaced")]
    [InlineData("")]
    public async Task After_any_other_end_a_feed_goes_on_over_a_new_connection(string data)
    {
        _script.Enqueue(() => ClosedAfter(1, data).End().Reply());
        _script.Enqueue(() => Events.Of(2).Reply());

        Assert.Equal([1, 2], await TakeAsync(0, 2));
    }

    [Fact]
    public async Task A_new_connection_goes_on_after_the_last_message_and_repeats_are_dropped()
    {
        _script.Enqueue(() => Events.Of(1, 2).End().Reply());
        _script.Enqueue(() => Events.Broken(Events.MessageEvent(2) + Events.MessageEvent(3)));
        _script.Enqueue(() => Events.Of(1, 2, 3, 4).Reply());

        Assert.Equal([1, 2, 3, 4], await TakeAsync(0, 4));

        Assert.Equal(
            [("/messenger/events?after=0", null), ("/messenger/events?after=2", "2"), ("/messenger/events?after=3", "3")],
            _server.Sent.Select(sent => (sent.PathAndQuery, sent.Header("Last-Event-ID"))));
    }

    [Fact]
    public async Task An_event_that_was_cut_off_is_not_handed_out()
    {
        _script.Enqueue(() => Events.Broken(Events.MessageEvent(1) + "event: message\nid: 2\ndata: " + Events.Message(2)[..30]));
        _script.Enqueue(() => Events.Of(2).Reply());

        Assert.Equal([1, 2], await TakeAsync(0, 2));
    }

    [Fact]
    public async Task Failures_that_pass_are_waited_out()
    {
        _script.Enqueue(() => throw new HttpRequestException("no route"));
        _script.Enqueue(() => StubServer.Reply(500, ""));
        _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "7")));
        _script.Enqueue(() => StubServer.Reply(429, ""));
        _script.Enqueue(() => Events.Of(1).Reply());

        Assert.Equal([1], await TakeAsync(0, 1));
        Assert.Equal(5, _server.Sent.Count);
        Assert.Collection(
            _clock.Pauses,
            pause => Assert.InRange(pause.TotalSeconds, 0.5, 1),
            pause => Assert.InRange(pause.TotalSeconds, 1, 2),
            pause => Assert.Equal(7, pause.TotalSeconds),
            pause => Assert.InRange(pause.TotalSeconds, 2, 4));
    }

    [Fact]
    public async Task Pauses_grow_to_half_a_minute_and_start_again_after_a_message()
    {
        for (var i = 0; i < 10; i++)
        {
            _script.Enqueue(() => StubServer.Reply(500, ""));
        }

        _script.Enqueue(() => Events.Of(1).End().Reply());
        _script.Enqueue(() => Events.Of(2).Reply());

        Assert.Equal([1, 2], await TakeAsync(0, 2));

        Assert.InRange(_clock.Pauses[9].TotalSeconds, 15, 30);
        Assert.InRange(_clock.Pauses[10].TotalSeconds, 0.5, 1);
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait()
    {
        _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "300")));
        _script.Enqueue(() => Events.Of(1).Reply());
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken(), 0, Stop).GetAsyncEnumerator(Stop);

        var next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Single(_server.Sent);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_server_that_wants_years_is_asked_again_after_a_day()
    {
        _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "2147483647")));
        _script.Enqueue(() => Events.Of(1).Reply());
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken() with { RefreshToken = null }, 0, Stop)
            .GetAsyncEnumerator(Stop);

        var next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Single(_server.Sent);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await next);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(203)]
    public async Task Failures_that_do_not_pass_are_the_callers_to_see(int status)
    {
        _script.Enqueue(() => StubServer.Reply(status, ""));

        await Assert.ThrowsAnyAsync<MxitApiException>(() => TakeAsync(0, 1));
        Assert.Single(_server.Sent);
    }

    [Fact]
    public async Task An_answer_that_is_no_stream_of_events_is_the_callers_to_see()
    {
        _script.Enqueue(() => StubServer.Reply(200, "<html>"));

        await Assert.ThrowsAsync<MxitApiException>(() => TakeAsync(0, 1));
    }

    [Fact]
    public async Task A_token_that_ended_is_renewed()
    {
        _script.Enqueue(() => StubServer.Reply(401, ""));
        _script.Enqueue(() => Events.Of(1).Reply());

        Assert.Equal([1], await TakeAsync(0, 1));
        Assert.Equal(["user-0", "user-1"], _server.ApiCalls.Select(call => call.Bearer!));
    }

    [Fact]
    public async Task A_silent_connection_is_replaced()
    {
        _script.Enqueue(() => Events.Of(1).Reply());
        _script.Enqueue(() => Events.Of(2).Reply());
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken(), 0, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());

        var next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(_server.Sent);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Equal(2, messages.Current.Cursor.Number());
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_not_skipped_in_silence()
    {
        var events = new Events();
        events.Write("event: message\nid: 1\ndata: {\"body\":\"canary\n\n");
        _script.Enqueue(events.Reply);

        var failure = await Assert.ThrowsAsync<MxitApiException>(() => TakeAsync(0, 1));

        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_listening()
    {
        using var cancel = new CancellationTokenSource();
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken(), 0, cancel.Token).GetAsyncEnumerator(Stop);

        var next = messages.MoveNextAsync().AsTask();
        await _scriptEnded.Task.WaitAsync(Stop);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Cancelling_ends_a_pause_too()
    {
        _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "300")));
        using var cancel = new CancellationTokenSource();
        using var mxit = _server.Client();
        await using var messages = Listen(mxit, _server.UserToken(), 0, cancel.Token).GetAsyncEnumerator(Stop);

        var next = messages.MoveNextAsync().AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public void A_negative_cursor_is_refused_at_once()
    {
        using var mxit = _server.Client();

        Assert.Throws<ArgumentException>(() => Listen(mxit, _server.UserToken(), -1, Stop));
    }

    private static IAsyncEnumerable<MessengerMessage> Listen(
        MxitClient mxit, UserToken token, long after, CancellationToken cancellationToken) =>
        mxit.ForUser(token).Messenger.ListenAsync(Cursors.At(after), cancellationToken: cancellationToken);

    private async Task<List<long>> TakeAsync(long after, int count)
    {
        using var mxit = _server.Client();
        return await Listen(mxit, _server.UserToken(), after, Stop)
            .Take(count).Select(message => message.Cursor.Number()).ToListAsync(Stop);
    }

    private static Events ClosedAfter(long cursor, string data)
    {
        var events = Events.Of(cursor);
        events.Write($"event: closed\ndata: {data}\n\n");
        return events;
    }
}
