using System.Globalization;
using System.Net;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Pipeline;

/// <summary>Whatever a server says of when to come back, there is a delay before it is asked again.</summary>
public class BackoffTests
{
    private const int Failures = 8;

    private static readonly double[] Exponential = [1, 2, 4, 8, 16, 30, 30, 30];

    private readonly PausingClock _clock = new();
    private readonly StubServer _server;

    public BackoffTests() => _server = new StubServer { Clock = _clock, MaxRetries = Failures };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What asks for no delay, or for none that can be understood: header and, where it matters, the answer's own date.</summary>
    public static TheoryData<string, string?> Nothing => new()
    {
        { "0", null },
        { "00", null },
        { "0.0", null },
        { "0.001", null },
        { "-5", null },
        { "-2147483649", null },
        { "NaN", null },
        { "-Infinity", null },
        { "Infinity", null },
        { "1e9", null },
        { "soon", null },
        { "", null },
        { "Thu, 01 Jan 1970 00:00:00 GMT", null },
        { "Fri, 02 Jan 2026 03:04:05 GMT", null },
        { "Thu, 01 Jan 2026 00:00:00 GMT", "Fri, 02 Jan 2026 00:00:00 GMT" },

        // A server whose clock is years ahead: what has passed there has passed.
        { "Sun, 01 Jan 2040 00:00:00 GMT", "Sun, 01 Jan 2040 00:00:01 GMT" },
    };

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_live_feed_comes_back_with_exponential_backoff_whatever_the_server_says(string retryAfter, string? date)
    {
        FailThen(() => Events.Of(1).Reply(), retryAfter, date);
        using var mxit = _server.Client();

        await mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(0, Stop).FirstAsync(Stop);

        AssertExponential();
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_call_is_retried_with_exponential_backoff_whatever_the_server_says(string retryAfter, string? date)
    {
        FailThen(() => StubServer.Reply(200, "\"hi\""), retryAfter, date);
        using var mxit = _server.Client();
        var options = new MxitCallOptions { Timeout = Timeout.InfiniteTimeSpan };

        await mxit.ForUser(_server.UserToken()).Users.GetStatusAsync("thandi", options, Stop);

        AssertExponential();
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_broadcast_goes_on_with_exponential_backoff_whatever_the_server_says(string retryAfter, string? date)
    {
        FailThen(() => StubServer.Reply(200, ""), retryAfter, date);
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], Stop);

        await mxit.Messaging.BroadcastAsync(new BroadcastMessage("a", "x"), People(1), new BroadcastOptions { MaxConcurrency = 1 }, Stop)
            .LastAsync(Stop);

        AssertExponential();
    }

    [Theory]
    [InlineData(409)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_broadcast_of_many_requests_at_once_is_no_storm(int status)
    {
        FailThen(() => StubServer.Reply(200, ""), "0", date: null, status, failures: 40);
        using var mxit = _server.Client();
        var began = _clock.GetTimestamp();

        await mxit.Messaging.BroadcastAsync(
            new BroadcastMessage("a", "x"), People(20), new BroadcastOptions { BatchSize = 1, MaxConcurrency = 8 }, Stop).LastAsync(Stop);

        // 40 failures of never more than eight requests at once, and mostly of one.
        Assert.InRange(_clock.GetElapsedTime(began).TotalSeconds, 40 / 8 * 0.5, double.MaxValue);
        Assert.True(_clock.Pauses.Count >= 5, $"{_clock.Pauses.Count} pauses");
    }

    [Theory]
    [InlineData("7", null, 7)]
    [InlineData(" 7 ", null, 7)]
    [InlineData("7.5", null, 7.5)]
    [InlineData("Fri, 02 Jan 2026 03:04:12 GMT", null, 7)]
    [InlineData("Sun, 01 Jan 2040 00:00:07 GMT", "Sun, 01 Jan 2040 00:00:00 GMT", 7)]
    [InlineData("Thu, 01 Jan 1970 00:00:07 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", 7)]
    [InlineData("Friday, 02-Jan-26 03:04:12 GMT", null, 7)]
    public async Task A_longer_delay_that_the_server_asks_for_is_kept(string retryAfter, string? date, double seconds)
    {
        FailThen(() => StubServer.Reply(200, "\"hi\""), retryAfter, date, failures: 1);
        using var mxit = _server.Client();

        await mxit.ForUser(_server.UserToken()).Users.GetStatusAsync("thandi", null, Stop);

        Assert.Equal(seconds, Assert.Single(_clock.Pauses).TotalSeconds);
    }

    [Theory]
    [InlineData("315360000")]
    [InlineData("99999999999999999999999999")]
    [InlineData("Tue, 01 Jan 2036 00:00:00 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Years_are_not_waited_for(string retryAfter)
    {
        FailThen(() => Events.Of(1).Reply(), retryAfter, date: null, failures: 1);
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken() with { RefreshToken = null });
        var options = new MxitCallOptions { Timeout = Timeout.InfiniteTimeSpan };

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(() => thandi.Users.GetStatusAsync("thandi", options, Stop));
        Assert.InRange(failure.RetryAfter!.Value.TotalDays, 3000, 25000);

        FailThen(() => Events.Of(1).Reply(), retryAfter, date: null, failures: 1);
        await using var messages = thandi.Messenger.ListenAsync(0, Stop).GetAsyncEnumerator(Stop);
        var next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_during_a_wait_does_not_make_it_longer()
    {
        FailThen(() => StubServer.Reply(200, ""), "60", date: null, failures: 1);
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], Stop);

        var call = mxit.Messaging.BroadcastAsync(new BroadcastMessage("a", "x"), People(1), null, Stop).LastAsync(Stop).AsTask();
        await _clock.BeginOfWaitAsync(TimeSpan.FromMinutes(1)).WaitAsync(Stop);
        _clock.Set = TimeSpan.FromHours(-3);
        _clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(BroadcastStatus.Sent, (await call).Status);
        Assert.Equal(2, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_make_the_keys_of_a_broadcast_younger()
    {
        var requests = 0;
        _server.Api = (_, _) => Interlocked.Increment(ref requests) switch
        {
            1 => throw new HttpRequestException("the answer was lost", new IOException()),
            _ => Task.FromResult(StubServer.Reply(503, "", ("Retry-After", "86400"))),
        };
        using var mxit = _server.Client();

        var call = mxit.Messaging.BroadcastAsync(new BroadcastMessage("a", "x"), People(1), null, Stop).LastAsync(Stop).AsTask();
        await _clock.BeginOfWaitAsync(TimeSpan.FromDays(1)).WaitAsync(Stop);
        _clock.Set = TimeSpan.FromDays(-3);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(MxitErrorReason.OutcomeUnknown, Assert.IsType<MxitException>((await call).Reason).Reason);
        Assert.Equal(2, requests);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_clock_that_is_set_does_not_change_the_life_of_a_token_in_memory(int hours)
    {
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync(["a"], Stop);

        _clock.Set = TimeSpan.FromHours(hours);
        _clock.Advance(TimeSpan.FromMinutes(58));
        await mxit.OAuth.GetAppTokenAsync(["a"], Stop);
        Assert.Single(_server.TokenCalls);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await mxit.OAuth.GetAppTokenAsync(["a"], Stop);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(522, true)]
    [InlineData(400, false)]
    [InlineData(501, false)]
    [InlineData(505, false)]
    public async Task Calls_feeds_broadcasts_and_resumed_downloads_wait_out_the_same_statuses(int status, bool isTransient)
    {
        var kinds = new Dictionary<string, (Func<HttpResponseMessage> Good, Func<MxitClient, Task> Call)>
        {
            ["call"] = (() => StubServer.Reply(200, "\"hi\""), mxit => mxit.Users.GetStatusAsync("thandi", null, Stop)),
            ["feed"] = (() => Events.Of(1).Reply(), mxit =>
                mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(0, Stop).FirstAsync(Stop).AsTask()),
            ["broadcast"] = (() => StubServer.Reply(200, ""), mxit =>
                mxit.Messaging.BroadcastAsync(new BroadcastMessage("a", "x"), People(1), null, Stop).LastAsync(Stop).AsTask()),
            ["resumed download"] = (() => Part(2), async mxit =>
            {
                await using var download = await mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);
                Assert.Equal("abcd"u8.ToArray(), await download.ReadAsBytesAsync(cancellationToken: Stop));
            }
            ),
        };
        foreach (var (kind, (good, call)) in kinds)
        {
            FailThen(good, retryAfter: null, date: null, status, failures: 1, first: kind == "resumed download" ? () => Part(0) : null);
            using var mxit = _server.Client();
            var failure = await Record.ExceptionAsync(() => call(mxit));
            Assert.True(isTransient == failure is null, $"{kind}: {failure}");
        }
    }

    /// <summary>A file of four bytes, whose connection breaks after two; or its rest.</summary>
    private static HttpResponseMessage Part(int from)
    {
        var rest = "abcd"u8.ToArray()[from..];
        var part = new HttpResponseMessage(from == 0 ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = new StreamContent(from == 0 ? new BreakingStream(rest[..2]) : new MemoryStream(rest)),
        };
        part.Content.Headers.ContentLength = rest.Length;
        part.Headers.TryAddWithoutValidation("ETag", "\"1\"");
        if (from > 0)
        {
            part.Content.Headers.TryAddWithoutValidation("Content-Range", $"bytes {from}-3/4");
        }

        return part;
    }

    private static async IAsyncEnumerable<string> People(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Yield();
            yield return string.Create(CultureInfo.InvariantCulture, $"m{number}");
        }
    }

    private void FailThen(
        Func<HttpResponseMessage> success, string? retryAfter, string? date, int status = 503, int failures = Failures, Func<HttpResponseMessage>? first = null)
    {
        var rest = failures;
        _server.Api = (_, _) =>
        {
            if (Interlocked.Exchange(ref first, null) is { } begin)
            {
                return Task.FromResult(begin());
            }

            if (Interlocked.Decrement(ref rest) < 0)
            {
                return Task.FromResult(success());
            }

            var failure = StubServer.Reply(status, "");
            Assert.True(retryAfter is null || failure.Headers.TryAddWithoutValidation("Retry-After", retryAfter));
            Assert.True(date is null || failure.Headers.TryAddWithoutValidation("Date", date));
            return Task.FromResult(failure);
        };
    }

    private void AssertExponential()
    {
        Assert.Equal(Failures + 1, _server.ApiCalls.Count);
        Assert.Equal(Failures, _clock.Pauses.Count);
        Assert.All(_clock.Pauses.Zip(Exponential), pause => Assert.InRange(pause.First.TotalSeconds, pause.Second / 2, pause.Second + 0.001));
    }
}
