using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Feeds;

/// <summary>What live feeds do with servers that are unusual, slow to come back or wrong, and how they end.</summary>
public class FeedTests
{
    private readonly PausingClock _clock = new();
    private readonly StubServer _server;
    private readonly ConcurrentQueue<Func<HttpResponseMessage>> _script = new();
    private readonly TaskCompletionSource _scriptEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FeedTests() => _server = new StubServer
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

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(520)]
    public async Task A_transient_answer_is_waited_out(int status)
    {
        for (var i = 0; i < 3; i++)
        {
            _script.Enqueue(() => StubServer.Reply(status, ""));
        }

        _script.Enqueue(() => Reply(Events.MessageEvent(1)));
        _script.Enqueue(() => StubServer.Reply(status, ""));
        _script.Enqueue(() => Reply(Events.MessageEvent(2)));

        Assert.Equal([1, 2], await TakeAsync(2));
        Assert.Equal(5, _clock.Pauses.Count);
    }

    [Theory]
    [InlineData("Text/Event-Stream; Charset=UTF-8")]
    [InlineData("TEXT/EVENT-STREAM")]
    [InlineData("text/event-stream;")]
    [InlineData("text/event-stream ; charset")]
    [InlineData("text/event-stream;charset=\"utf-8\";x=y")]
    public async Task A_media_type_is_compared_without_case_and_parameters(string type)
    {
        _script.Enqueue(() => Reply(Events.MessageEvent(1), type));

        Assert.Equal([1], await TakeAsync(1));
    }

    [Theory]
    [InlineData("text/event-streams")]
    [InlineData("text/html; a=text/event-stream")]
    [InlineData("application/json")]
    [InlineData("")]
    public async Task Another_media_type_is_the_callers_to_see(string type)
    {
        _script.Enqueue(() => Reply(Events.MessageEvent(1), type));

        await Assert.ThrowsAsync<MxitApiException>(() => TakeAsync(1));
    }

    [Theory]
    [InlineData("retry: 7000", 7, 7)]
    [InlineData("retry:7000\n: hello", 7, 7)]
    [InlineData("retry: 0", 0.5, 1)]
    [InlineData("retry: 10", 0.5, 1)]
    [InlineData("retry: -7000", 0.5, 1)]
    [InlineData("retry: soon", 0.5, 1)]
    [InlineData("retry: 99999999999999999999999", 0.5, 1)]
    public async Task The_server_says_how_long_to_wait_before_coming_back(string line, double least, double most)
    {
        _script.Enqueue(() => Reply($"{line}\n\n{Events.MessageEvent(1)}"));
        _script.Enqueue(() => Reply(Events.MessageEvent(2)));
        _script.Enqueue(() => Reply(Events.MessageEvent(3)));

        // What was said holds for later connections too.
        Assert.Equal([1, 2, 3], await TakeAsync(3));
        Assert.All(_clock.Pauses, pause => Assert.InRange(pause.TotalSeconds, least, most));
        Assert.Equal(2, _clock.Pauses.Count);
    }

    [Fact]
    public async Task Who_is_told_to_come_back_in_a_week_comes_back_in_five_minutes()
    {
        _script.Enqueue(() => Reply("retry: 604800000\n\n"));
        _script.Enqueue(() => Reply(Events.MessageEvent(1)));
        using var mxit = _server.Client();
        await using var messages = Listen(mxit).GetAsyncEnumerator(Stop);

        var next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Single(_server.Sent);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
    }

    [Fact]
    public async Task The_longer_of_two_wishes_counts()
    {
        _script.Enqueue(() => Reply("retry: 5000\n\n"));
        _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "9")));
        _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "2")));
        _script.Enqueue(() => Reply(Events.MessageEvent(1)));

        Assert.Equal([1], await TakeAsync(1));
        Assert.Equal([5, 9, 5], _clock.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":")]
    [InlineData("-id")]
    [InlineData("-cursor")]
    [InlineData("-peer")]
    [InlineData("-direction")]
    [InlineData("-body")]
    [InlineData("-sentUtc")]
    [InlineData("peer=null")]
    [InlineData("peer=\"\"")]
    [InlineData("direction=\"\"")]
    [InlineData("body=null")]
    [InlineData("body=7")]
    [InlineData("cursor=0")]
    [InlineData("cursor=-1")]
    [InlineData("cursor=\"42\"")]
    [InlineData("id=null")]
    [InlineData("id=\"\"")]
    [InlineData("id=7")]
    [InlineData("sentUtc=\"yesterday\"")]
    [InlineData("links=[null]")]
    [InlineData("links=[{\"Text\":null,\"TargetService\":\"s\"}]")]
    [InlineData("offer={}")]
    [InlineData("offer={\"id\":\"0197a3f0-1c2d-7e4f-8a9b-000000000042\",\"peer\":\"m1\",\"direction\":\"in\"}")]
    public async Task An_event_that_is_not_whole_ends_the_feed_by_name_and_nothing_is_lost(string what)
    {
        var text = Events.MessageEvent(41) +
            $"event: message\nid: 42\ndata: {Broken.Of(Events.Message(42), what)}\n\n" + Events.MessageEvent(43);
        _script.Enqueue(() => Reply(text));
        _script.Enqueue(() => Reply(Events.MessageEvent(42) + Events.MessageEvent(43)));
        using var mxit = _server.Client();
        await using var messages = Listen(mxit).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal(41, messages.Current.Cursor.Number());

        var failure = await Assert.ThrowsAsync<MxitApiException>(async () => await messages.MoveNextAsync());

        Assert.Contains("41", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("text 42", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(_server.ApiCalls);
        Assert.Equal(
            [42, 43],
            await mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(Cursors.At(41), cancellationToken: Stop)
                .Take(2).Select(message => message.Cursor.Number()).ToListAsync(Stop));
    }

    [Theory]
    [InlineData("-cursor")]
    [InlineData("-messageId")]
    [InlineData("-userId")]
    [InlineData("-state")]
    [InlineData("-changedUtc")]
    [InlineData("userId=null")]
    [InlineData("state=null")]
    [InlineData("cursor=0")]
    [InlineData("null")]
    public async Task So_does_one_about_a_delivery(string what)
    {
        const string Change =
            """{"cursor":7,"messageId":"0197a3f0-1c2d-7e4f-8a9b-000000000042","userId":"m1","state":"read","changedUtc":"2026-01-02T03:04:05Z"}""";
        _script.Enqueue(() => Reply($"event: delivery\ndata: {Broken.Of(Change, what)}\n\n"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            async () => await mxit.Messaging.Delivery.ListenAsync(Cursors.At(6), cancellationToken: Stop).FirstAsync(Stop));

        Assert.Contains("6", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a line", 9)]
    [InlineData("lines of data", 9)]
    [InlineData("lines of nothing known", 9)]
    public async Task An_event_without_end_is_given_up_by_name(string what, int mebibytes)
    {
        var piece = what switch
        {
            "a line" => new string('x', 1024),
            "lines of data" => $"data: {new string('x', 100)}\n",
            _ => $"other: {new string('x', 100)}\r\n",
        };
        var repeats = mebibytes * 1024 * 1024 / piece.Length;
        _script.Enqueue(
            () => Reply(Events.MessageEvent(1) + "event: message\ndata: " + string.Concat(Enumerable.Repeat(piece, repeats))));
        using var mxit = _server.Client();
        await using var messages = Listen(mxit).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());

        var failure = await Assert.ThrowsAsync<MxitApiException>(async () => await messages.MoveNextAsync());

        Assert.Contains("does not end", failure.Message, StringComparison.Ordinal);
        Assert.Single(_server.Sent);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public async Task Comments_and_events_may_go_on_for_ever(string lineEnd)
    {
        var comments = string.Concat(Enumerable.Repeat($": ping{lineEnd}", 1024 * 1024));
        var pings = string.Concat(
            Enumerable.Repeat($"event: ping{lineEnd}data: {new string('x', 1000)}{lineEnd}{lineEnd}", 10_000));
        _script.Enqueue(
            () => Reply(
                $"event: message{lineEnd}{comments}data: {Events.Message(1)}{lineEnd}{lineEnd}{pings}{Events.MessageEvent(2)}"));

        Assert.Equal([1, 2], await TakeAsync(2));
    }

    [Fact]
    public async Task A_message_as_long_as_a_server_can_be_set_to_take_is_handed_out()
    {
        var body = string.Concat(Enumerable.Repeat("\\u0001", 1_000_000));
        _script.Enqueue(
            () => Reply($"event: message\ndata: {Events.Message(1).Replace("text 1", body, StringComparison.Ordinal)}\n\n"));
        using var mxit = _server.Client();

        Assert.Equal(1_000_000, (await Listen(mxit).FirstAsync(Stop)).Body.Length);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task An_encoded_stream_that_is_cut_off_is_followed_by_another_one(string encoding)
    {
        var text = Encoded.Bytes(Events.MessageEvent(1) + Events.MessageEvent(2), encoding);
        _script.Enqueue(() => Encoded.Reply(200, text[..^1], encoding, "text/event-stream"));
        _script.Enqueue(() => Encoded.Reply(200, Encoded.Bytes(Events.MessageEvent(3), encoding), encoding, "text/event-stream"));

        Assert.Equal([1, 2, 3], await TakeAsync(3));
    }

    [Theory]
    [InlineData("open")]
    [InlineData("waiting")]
    [InlineData("opening")]
    [InlineData("before")]
    public async Task Disposing_of_the_client_ends_its_feeds(string when)
    {
        if (when == "open")
        {
            _script.Enqueue(new Events().Reply);
        }
        else if (when == "waiting")
        {
            _script.Enqueue(() => StubServer.Reply(503, "", ("Retry-After", "3600")));
        }

        var mxit = _server.Client();
        await using var messages = Listen(mxit).GetAsyncEnumerator(Stop);
        await using var deliveries = mxit.Messaging.Delivery.ListenAsync(default, cancellationToken: Stop)
            .GetAsyncEnumerator(Stop);
        if (when == "before")
        {
            mxit.Dispose();
        }

        var next = messages.MoveNextAsync().AsTask();
        var nextDelivery = deliveries.MoveNextAsync().AsTask();
        if (when == "opening")
        {
            await _scriptEnded.Task.WaitAsync(Stop);
        }

        mxit.Dispose();

        Assert.Contains(
            nameof(MxitClient), (await Assert.ThrowsAsync<ObjectDisposedException>(() => next)).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => nextDelivery);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposing_of_the_client_ends_feeds_and_downloads_on_real_connections(bool own)
    {
        var served = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new OneShotServer(
            async connection =>
            {
                await connection.ReadHeadAsync();
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n");
                served.SetResult();
                await connection.ReadToEndAsync();
            },
            async connection =>
            {
                await connection.ReadHeadAsync();
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nfirst");
                await connection.ReadToEndAsync();
            });
        using var http = own ? null : new HttpClient();
        var mxit = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = server.Address,
            HttpClient = http,
        });
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["messenger"]));
        await using var messages = thandi.Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        var next = messages.MoveNextAsync().AsTask();
        await served.Task.WaitAsync(Stop);

        mxit.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => next);

        mxit = new MxitClient(
            new MxitClientOptions { ClientId = "id", ClientSecret = "secret", BaseAddress = server.Address, HttpClient = http });
        var file = await mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["content/read"]))
            .Users.GetGalleryFileAsync("f1", null, Stop);
        using var folder = new TemporaryFolder();
        var saving = file.SaveAsync(folder.File("a"), Stop);
        mxit.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => saving);
        Assert.Empty(folder.Names);
        await file.DisposeAsync();
        await server.Served;
    }

    private static HttpResponseMessage Reply(string text, string type = "text/event-stream")
    {
        var content = new StreamContent(new OneWayStream(Encoding.UTF8.GetBytes(text)));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    private IAsyncEnumerable<MessengerMessage> Listen(MxitClient mxit) =>
        mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(default, cancellationToken: Stop);

    private async Task<List<long>> TakeAsync(int count)
    {
        using var mxit = _server.Client();
        return await Listen(mxit).Take(count).Select(message => message.Cursor.Number()).ToListAsync(Stop);
    }
}
