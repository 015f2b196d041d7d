using System.Globalization;
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

    /// <summary>
    /// What asks for no delay, or for none that can be understood: header and, where it matters, the answer's own date.
    /// </summary>
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

        await mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop);

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
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, Stop);

        await mxit.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "a", Body = "x" }, People(1), new BroadcastOptions { MaxConcurrency = 1 }, Stop)
            .LastAsync(Stop);

        AssertExponential();
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_token_request_is_retried_with_exponential_backoff_whatever_the_server_says(
        string retryAfter, string? date)
    {
        FailThen(() => _server.NextToken("app"), retryAfter, date);
        var next = _server.Api;
        _server.Tokens = next;
        using var mxit = Client();

        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);

        AssertExponential(_server.TokenCalls.Count);
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_resumed_download_asks_again_with_exponential_backoff_whatever_the_server_says(
        string retryAfter, string? date)
    {
        FailThen(() => Parts.Of("abcd", 2), retryAfter, date);
        var next = _server.Api;
        _server.Api = (request, stop) => _server.ApiCalls.Count == 1 ? Task.FromResult(Parts.Of("abcd", 0)) : next(request, stop);
        using var mxit = Client();

        await using var file = await mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);
        Assert.Equal("abcd"u8.ToArray(), await file.ReadAsBytesAsync(cancellationToken: Stop));

        AssertExponential(_server.ApiCalls.Count - 1);
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_live_feed_that_gets_no_token_comes_back_with_exponential_backoff(string retryAfter, string? date)
    {
        FailThen(() => _server.NextToken("user"), retryAfter, date);
        _server.Tokens = _server.Api;
        _server.Api = (_, _) => Task.FromResult(Events.Of(1).Reply());
        using var mxit = _server.Client();
        var ended = _server.UserToken() with { ExpiresAt = _clock.GetUtcNow() };

        await mxit.ForUser(ended).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop);

        AssertExponential(_server.TokenCalls.Count);
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task A_token_that_could_not_be_renewed_early_is_not_asked_for_again_at_once(string retryAfter, string? date)
    {
        var server = new StubServer();
        using var mxit = server.Client();
        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        server.Tokens = (_, _) => Task.FromResult(Failure(503, retryAfter, date));
        server.Clock.Advance(TimeSpan.FromSeconds(3550));

        for (var call = 0; call < 100; call++)
        {
            await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        }

        Assert.Equal(2, server.TokenCalls.Count);
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
            new OutgoingMessage { From = "a", Body = "x" }, People(20),
            new BroadcastOptions { BatchSize = 1, MaxConcurrency = 8 }, Stop).LastAsync(Stop);

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

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(
            () => thandi.Users.GetStatusAsync("thandi", options, Stop));
        Assert.InRange(failure.RetryAfter!.Value.TotalDays, 3000, 25000);

        FailThen(() => Events.Of(1).Reply(), retryAfter, date: null, failures: 1);
        await using var messages = thandi.Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        var next = messages.MoveNextAsync().AsTask();
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.True(await next);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_during_a_wait_does_not_make_it_longer()
    {
        FailThen(() => StubServer.Reply(200, ""), "60", date: null, failures: 1);
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, Stop);

        var call = mxit.Messaging.BroadcastAsync(new OutgoingMessage { From = "a", Body = "x" }, People(1), null, Stop)
            .LastAsync(Stop).AsTask();
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

        var call = mxit.Messaging.BroadcastAsync(new OutgoingMessage { From = "a", Body = "x" }, People(1), null, Stop)
            .LastAsync(Stop).AsTask();
        await _clock.BeginOfWaitAsync(TimeSpan.FromDays(1)).WaitAsync(Stop);
        _clock.Set = TimeSpan.FromDays(-3);
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(MxitErrorReason.OutcomeUnknown, Assert.IsType<MxitException>((await call).Error).Reason);
        Assert.Equal(2, requests);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_clock_that_is_set_does_not_change_the_life_of_a_token_in_memory(int hours)
    {
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);

        _clock.Set = TimeSpan.FromHours(hours);
        _clock.Advance(TimeSpan.FromMinutes(58));
        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        Assert.Single(_server.TokenCalls);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    private static async IAsyncEnumerable<UserId> People(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Yield();
            yield return string.Create(CultureInfo.InvariantCulture, $"m{number}");
        }
    }

    private void FailThen(
        Func<HttpResponseMessage> success, string? retryAfter, string? date, int status = 503, int failures = Failures)
    {
        var rest = failures;
        _server.Api = (_, _) => Task.FromResult(Next());

        HttpResponseMessage Next()
        {
            if (Interlocked.Decrement(ref rest) < 0)
            {
                return success();
            }

            return Failure(status, retryAfter, date);
        }
    }

    private static HttpResponseMessage Failure(int status, string? retryAfter, string? date)
    {
        var failure = StubServer.Reply(status, "");
        Assert.True(retryAfter is null || failure.Headers.TryAddWithoutValidation("Retry-After", retryAfter));
        Assert.True(date is null || failure.Headers.TryAddWithoutValidation("Date", date));
        return failure;
    }

    /// <summary>A client whose time-out is longer than all delays together.</summary>
    private MxitClient Client()
    {
        var options = _server.Options();
        options.Timeout = TimeSpan.FromHours(1);
        return new MxitClient(options);
    }

    private void AssertExponential() => AssertExponential(_server.ApiCalls.Count);

    private void AssertExponential(int requests)
    {
        Assert.Equal(Failures + 1, requests);
        Assert.Equal(Failures, _clock.Pauses.Count);
        Assert.All(
            _clock.Pauses.Zip(Exponential), pause => Assert.InRange(
                pause.First.TotalSeconds, pause.Second / 2, pause.Second + 0.001));
    }
}
