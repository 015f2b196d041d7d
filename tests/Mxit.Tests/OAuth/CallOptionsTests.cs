using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

/// <summary>The options of a call hold for all that it sends, the token request included.</summary>
public class CallOptionsTests
{
    private static readonly Uri Redirect = new("https://app.example.org/");

    /// <summary>Calls of <see cref="OAuthClient"/>; the retried ones are idempotent.</summary>
    private static readonly Dictionary<string, (
        bool IsRetried, Func<StubServer, MxitClient, MxitCallOptions?, CancellationToken, Task> Call)>
        Calls = new()
        {
            ["app token"] = (true, (_, mxit, options, stop) => mxit.OAuth.GetAppTokenAsync(["a"], options, stop)),
            ["revoke"] = (true, (_, mxit, options, stop) => mxit.OAuth.RevokeAsync("token", options, stop)),
            ["user info"] = (
                true, (server, mxit, options, stop) => mxit.OAuth.GetUserInfoAsync(server.UserToken(), options, stop)),
            ["user info of a client"] = (true, (server, mxit, options, stop) =>
                mxit.ForUser(server.UserToken()).GetUserInfoAsync(options, stop)),
            ["refresh"] = (false, (server, mxit, options, stop) => mxit.OAuth.RefreshAsync(server.UserToken(), options, stop)),
            ["refresh token"] = (false, (_, mxit, options, stop) => mxit.OAuth.RefreshAsync("refresh", options, stop)),
            ["password"] = (
                false, (_, mxit, options, stop) => mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["a"], options, stop)),
            ["code"] = (false, (_, mxit, options, stop) =>
            {
                var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);
                return mxit.OAuth.ExchangeCodeAsync(request, "code", request.State, options, stop);
            }
            ),
            ["callback"] = (false, (_, mxit, options, stop) =>
            {
                var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);
                return mxit.OAuth.ExchangeCodeAsync(request, new Uri(Redirect, $"?code=c&state={request.State}"), options, stop);
            }
            ),
        };

    private readonly StubServer _server = new() { Clock = new PausingClock(), MaxRetries = 3 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> All => [.. Calls.Keys];

    public static TheoryData<string, int> Retried =>
        new MatrixTheoryData<string, int>(Calls.Where(call => call.Value.IsRetried).Select(call => call.Key), [0, 1, 5]);

    [Theory]
    [MemberData(nameof(Retried))]
    public async Task The_retries_are_those_of_the_call(string call, int retries)
    {
        Fail(503);
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitOverloadedException>(
            () => Calls[call].Call(_server, mxit, new MxitCallOptions { MaxRetries = retries }, Stop));

        Assert.Equal(retries + 1, _server.Sent.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_retries_what_never_left_is_not_sent_again_either(string call)
    {
        _server.Tokens = _server.Api = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        using var mxit = _server.Client();

        await Fails.WithAsync(
            MxitErrorReason.Connection, () => Calls[call].Call(_server, mxit, new MxitCallOptions { MaxRetries = 0 }, Stop));
        Assert.Single(_server.Sent);

        _server.Forget();
        await Fails.WithAsync(MxitErrorReason.Connection, () => Calls[call].Call(_server, mxit, null, Stop));
        Assert.Equal(4, _server.Sent.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_time_out_is_that_of_the_call(string call)
    {
        var server = new StubServer();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Tokens = server.Api = async (_, stop) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        };
        using var mxit = server.Client();

        var pending = Calls[call].Call(server, mxit, new MxitCallOptions { Timeout = TimeSpan.FromSeconds(7) }, Stop);
        await arrived.Task.WaitAsync(Stop);
        server.Clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(pending.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(0.1));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => pending);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Who_cancels_sees_a_cancellation(string call)
    {
        using var cancel = new CancellationTokenSource();
        _server.Tokens = _server.Api = async (_, stop) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        };
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Calls[call].Call(_server, mxit, new MxitCallOptions { MaxRetries = 1 }, cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Wrong_options_are_refused_before_anything_is_sent(string call)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(
            () => Calls[call].Call(_server, mxit, new MxitCallOptions { MaxRetries = -1 }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Calls[call].Call(_server, mxit, new MxitCallOptions { Timeout = TimeSpan.Zero }, Stop));

        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 6)]
    [InlineData(null, 4)]
    public async Task A_call_retries_its_token_request_as_often_as_itself(int? retries, int requests)
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(503, ""));
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitOverloadedException>(
            () => mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { MaxRetries = retries }, Stop));

        Assert.Equal(requests, _server.TokenCalls.Count);
        Assert.Empty(_server.ApiCalls);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task A_persons_call_retries_the_refresh_as_often_as_itself(int retries, int requests)
    {
        _server.Tokens = (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host");
        using var mxit = _server.Client();
        var ended = mxit.ForUser(_server.UserToken() with { ExpiresAt = _server.Clock.GetUtcNow() });

        await Fails.WithAsync(
            MxitErrorReason.Connection,
            () => ended.Users.GetStatusAsync("thandi", new MxitCallOptions { MaxRetries = retries }, Stop));

        Assert.Equal(requests, _server.TokenCalls.Count);
        Assert.Empty(_server.ApiCalls);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Without_retries_one_token_request_is_sent_and_one_call(int status)
    {
        _server.Answer(status, "\"m1\"", ("Retry-After", "0"));
        using var mxit = _server.Client();

        _ = await Record.ExceptionAsync(() => mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { MaxRetries = 0 }, Stop));

        Assert.Single(_server.TokenCalls);
        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task A_kept_token_that_is_refused_is_replaced_which_is_no_retry()
    {
        using var mxit = _server.Client();
        var options = new MxitCallOptions { MaxRetries = 0 };
        _server.Answer(200, "\"m1\"");
        await mxit.Users.GetUserIdAsync("thandi", options, Stop);
        _server.Forget();
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-1" ? 401 : 200, "\"m1\""));

        Assert.Equal("m1", await mxit.Users.GetUserIdAsync("thandi", options, Stop));

        Assert.Single(_server.TokenCalls);
    }

    [Fact]
    public async Task A_refused_token_is_not_used_by_the_next_call()
    {
        using var mxit = _server.Client();
        var options = new MxitCallOptions { MaxRetries = 0 };
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-1" ? 401 : 200, "\"m1\""));

        await Assert.ThrowsAsync<MxitUnauthorizedException>(() => mxit.Users.GetUserIdAsync("thandi", options, Stop));
        Assert.Equal("m1", await mxit.Users.GetUserIdAsync("thandi", options, Stop));

        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task A_delay_that_the_time_out_of_the_call_leaves_no_room_for_is_not_begun_for_a_token_either()
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(503, "", ("Retry-After", "60")));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(
            () => mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(40) }, Stop));

        Assert.Equal(60, failure.RetryAfter!.Value.TotalSeconds);
        Assert.Single(_server.TokenCalls);
    }

    [Fact]
    public async Task A_shared_token_request_is_retried_as_often_as_the_most_patient_call_allows()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Tokens = async (_, _) =>
        {
            arrived.TrySetResult();
            await gate.Task.WaitAsync(Stop);
            return _server.TokenCalls.Count < 3 ? StubServer.Reply(503, "") : _server.NextToken("app");
        };
        using var mxit = _server.Client();

        var impatient = mxit.OAuth.GetAppTokenAsync(["a"], new MxitCallOptions { MaxRetries = 0 }, Stop);
        await arrived.Task.WaitAsync(Stop);
        var patient = mxit.OAuth.GetAppTokenAsync(["a"], new MxitCallOptions { MaxRetries = 2 }, Stop);
        gate.SetResult();

        Assert.Equal("app-1", (await patient).Value);
        Assert.Equal("app-1", (await impatient).Value);
        Assert.Equal(3, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task A_call_with_more_time_than_others_has_it_for_its_token_too()
    {
        var requests = 0;
        var arrived = Enumerable.Range(0, 4)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        _server.Tokens = async (_, stop) =>
        {
            var number = Interlocked.Increment(ref requests);
            arrived[number - 1].SetResult();
            if (number == 4)
            {
                return _server.NextToken("app");
            }

            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        };
        _server.Answer(200, "\"m1\"");
        using var mxit = _server.Client();

        // Three attempts that hang, of 45 seconds each: more than the client's own time-out.
        var call = mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Timeout = TimeSpan.FromMinutes(10) }, Stop);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await arrived[attempt].Task.WaitAsync(Stop);
            _server.Clock.Advance(TimeSpan.FromSeconds(45));
        }

        Assert.Equal("m1", await call);
    }

    [Fact]
    public async Task A_live_feed_asks_for_a_token_once_at_a_time()
    {
        _server.Api = (_, _) => Task.FromResult(Events.Of(1).Reply());
        using var mxit = _server.Client();
        var requests = 0;
        _server.Tokens = (_, _) => Interlocked.Increment(ref requests) <= 6
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : Task.FromResult(_server.NextToken("user"));
        var ended = mxit.ForUser(_server.UserToken() with { ExpiresAt = _server.Clock.GetUtcNow() });

        await ended.Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop);

        // One backoff, not one within another.
        var pauses = ((PausingClock)_server.Clock).Pauses;
        Assert.Equal(6, pauses.Count);
        Assert.All(
            pauses.Zip([1.0, 2, 4, 8, 16, 30]), pause => Assert.InRange(
                pause.First.TotalSeconds, pause.Second / 2, pause.Second + 0.001));
    }

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "b", "a")]
    public async Task Scopes_are_a_list(params string[] scopes)
    {
        _server.Answer(200, "\"m1\"");
        using var mxit = _server.Client();

        await mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Scopes = scopes }, Stop);

        Assert.Contains("scope=a+b", Assert.Single(_server.TokenCalls).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a", null)]
    public async Task Wrong_scopes_are_refused(params string?[] scopes)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(
            () => mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Scopes = scopes! }, Stop));

        Assert.Empty(_server.Sent);
    }

    private void Fail(int status) => _server.Tokens = _server.Api = (_, _) => Task.FromResult(StubServer.Reply(status, ""));
}
