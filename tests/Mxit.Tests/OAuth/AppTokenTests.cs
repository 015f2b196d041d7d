using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

public class AppTokenTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_is_a_form_with_basic_credentials()
    {
        using var mxit = _server.Client();

        var token = await mxit.OAuth.GetAppTokenAsync(["profile/public"], null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("POST", "https://auth.mxit.com/token"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("application/x-www-form-urlencoded", sent.Header("Content-Type"));
        Assert.Equal(
            "Basic MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY6Y2FuYXJ5LWNsaWVudC1zZWNyZXQ=", sent.Header("Authorization"));
        Assert.Equal("grant_type=client_credentials&scope=profile%2Fpublic", sent.Body);
        Assert.Equal(("app-1", _server.Clock.GetUtcNow().AddHours(1)), (token.Value, token.ExpiresAt));
        Assert.Equal(["granted"], token.Scopes);
    }

    [Fact]
    public async Task Id_and_secret_are_form_encoded_before_base64_O_22()
    {
        var options = _server.Options();
        options.ClientId = "id:with%+é ";
        options.ClientSecret = "s:e%c+r é";
        using var mxit = new MxitClient(options);

        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);

        var value = _server.Sent[0].Header("Authorization")!["Basic ".Length..];
        Assert.Equal(
            "id%3Awith%25%2B%C3%A9+:s%3Ae%25c%2Br+%C3%A9", System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(value)));
    }

    [Fact]
    public async Task A_token_is_fetched_once_and_the_order_of_scopes_means_nothing()
    {
        using var mxit = _server.Client();

        var first = await mxit.OAuth.GetAppTokenAsync(["b", "a"], null, Stop);
        var second = await mxit.OAuth.GetAppTokenAsync(["a", "b", "a"], null, Stop);

        Assert.Same(first, second);
        Assert.Equal("grant_type=client_credentials&scope=a+b", Assert.Single(_server.TokenCalls).Body);
    }

    [Fact]
    public async Task Another_scope_leaves_earlier_tokens_alone()
    {
        using var mxit = _server.Client();

        var first = await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await mxit.OAuth.GetAppTokenAsync(["b"], null, Stop);

        Assert.Same(first, await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop));
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task A_token_is_renewed_shortly_before_its_end()
    {
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);

        _server.Clock.Advance(TimeSpan.FromSeconds(3539));
        Assert.Equal("app-1", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("app-2", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
    }

    [Fact]
    public async Task A_token_that_lives_shorter_than_the_margin_is_still_used_for_half_its_life()
    {
        _server.ExpiresIn = 40;
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);

        _server.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal("app-1", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("app-2", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
    }

    [Fact]
    public async Task Everyone_who_waits_shares_one_fetch()
    {
        var gate = HoldTokens();
        using var mxit = _server.Client();

        var calls = Enumerable.Range(0, 50)
            .Select(number => Task.Run(
                () => mxit.Messaging.SendMessageAsync("a", ["m1"], $"{number}", cancellationToken: Stop), Stop)).ToList();
        await gate.Arrived.Task;
        gate.Open.SetResult();
        await Task.WhenAll(calls);

        Assert.Single(_server.TokenCalls);
        Assert.Equal(50, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task One_who_cancels_leaves_the_fetch_to_the_others()
    {
        var gate = HoldTokens();
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();

        var impatient = mxit.OAuth.GetAppTokenAsync(["a"], null, cancel.Token);
        var patient = mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await gate.Arrived.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        gate.Open.SetResult();
        Assert.Equal("app-1", (await patient).Value);
        Assert.Single(_server.TokenCalls);
    }

    [Fact]
    public async Task The_time_out_of_a_call_also_covers_the_wait_for_a_token()
    {
        var gate = HoldTokens();
        using var mxit = _server.Client();

        var call = mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(1) }, Stop);
        await gate.Arrived.Task;
        _server.Clock.Advance(TimeSpan.FromSeconds(1));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
        gate.Open.SetResult();
    }

    [Fact]
    public async Task A_failed_fetch_is_not_remembered()
    {
        using var mxit = _server.Client();
        _server.Tokens = (_, _) => Task.FromResult(
            StubServer.Reply(401, """{"error":"invalid_client","error_description":"Unknown app"}"""));

        var failure = await Assert.ThrowsAsync<MxitUnauthorizedException>(() => mxit.OAuth.GetAppTokenAsync(["a"], null, Stop));
        _server.Tokens = null;

        Assert.Equal("invalid_client", failure.Error);
        Assert.Equal("app-1", (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task After_a_401_the_call_is_repeated_once_with_a_new_token_and_the_same_content()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-1" ? 401 : 200, ""));
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "again", cancellationToken: Stop);

        Assert.Equal(["app-1", "app-2"], _server.ApiCalls.Select(call => call.Bearer!));
        Assert.Equal(_server.ApiCalls[0].Body, _server.ApiCalls[1].Body);
        Assert.Contains("again", _server.ApiCalls[1].Body, StringComparison.Ordinal);
        Assert.Equal(_server.ApiCalls[0].Header("Idempotency-Key"), _server.ApiCalls[1].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task A_second_401_is_the_callers_to_see()
    {
        _server.Answer(401, """{"error":"invalid_token","error_description":"No"}""");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitUnauthorizedException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

        Assert.Equal(2, _server.ApiCalls.Count);
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task Many_401s_at_once_renew_once()
    {
        const int Callers = 20;
        var arrived = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Api = async (request, stop) =>
        {
            if (request.Bearer != "app-1")
            {
                return StubServer.Reply(200, "");
            }

            if (Interlocked.Increment(ref arrived) == Callers)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(stop);
            return StubServer.Reply(401, "");
        };
        using var mxit = _server.Client();

        await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(_ => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop)));

        Assert.Equal(2, _server.TokenCalls.Count);
        Assert.Equal(2 * Callers, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task A_late_401_for_an_old_token_does_not_throw_away_the_new_one()
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Api = async (request, stop) =>
        {
            if (request.Bearer != "app-1")
            {
                return StubServer.Reply(200, "");
            }

            if (request.Body.Contains("late", StringComparison.Ordinal))
            {
                arrived.SetResult();
                await late.Task.WaitAsync(stop);
            }

            return StubServer.Reply(401, "");
        };
        using var mxit = _server.Client();

        var slow = mxit.Messaging.SendMessageAsync("a", ["m1"], "late", cancellationToken: Stop);
        await arrived.Task;
        await mxit.Messaging.SendMessageAsync("a", ["m1"], "early", cancellationToken: Stop);
        late.SetResult();
        await slow;

        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task A_hit_allocates_nothing_worth_naming()
    {
        using var mxit = _server.Client();
        await mxit.OAuth.GetAppTokenAsync(["message/send"], null, Stop);
        string[] scopes = ["message/send"];
        _ = mxit.OAuth.GetAppTokenAsync(scopes, null, Stop);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(mxit.OAuth.GetAppTokenAsync(scopes, null, Stop).IsCompletedSuccessfully);
        }

        // What is left is the reading of the caller's list and the finished task.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, 1024);
    }

    [Theory]
    [InlineData("""{"token_type":"bearer","expires_in":3600}""")]
    [InlineData("""{"access_token":"","token_type":"bearer","expires_in":3600}""")]
    [InlineData("""{"access_token":"canary with space","token_type":"bearer","expires_in":3600}""")]
    [InlineData("""{"access_token":"canary\r\nX: y","token_type":"bearer","expires_in":3600}""")]
    [InlineData("""{"access_token":"canary","token_type":"mac","expires_in":3600}""")]
    [InlineData("""{"access_token":"canary","expires_in":"never"}""")]
    [InlineData("canary")]
    [InlineData("")]
    public async Task An_answer_that_is_no_token_is_a_typed_exception(string body)
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(200, body));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(() => mxit.OAuth.GetAppTokenAsync(["a"], null, Stop));

        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_short_answer_leaves_out_is_filled_in()
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(200, """{"access_token":"t"}"""));
        using var mxit = _server.Client();

        var token = await mxit.OAuth.GetAppTokenAsync(["b", "a"], null, Stop);

        Assert.Equal(["a", "b"], token.Scopes);
        Assert.Equal(_server.Clock.GetUtcNow().AddHours(1), token.ExpiresAt);
    }

    /// <summary>What servers write, and how many seconds of life that is; nothing is believed beyond ten years.</summary>
    public static TheoryData<string, double> Lives => new()
    {
        { "3600", 3600 },
        { "3600.0", 3600 },
        { "3599.999", 3599 },
        { "3.6e3", 3600 },
        { "3.6E+3", 3600 },
        { "\"3600\"", 3600 },
        { "\" 3600 \"", 3600 },
        { "\"3600.5\"", 3600 },
        { "\"3.6e3\"", 3600 },
        { "0", 0 },
        { "-0", 0 },
        { "-1", 0 },
        { "-99999999999999999999999999", 0 },
        { "\"-5.5\"", 0 },
        { "1e-400", 0 },
        { "2147483647", 10 * 365 * 86400.0 },
        { "2147483648", 10 * 365 * 86400.0 },
        { "9223372036854775807", 10 * 365 * 86400.0 },
        { "9223372036854775808", 10 * 365 * 86400.0 },
        { "99999999999999999999999999999999999999999999", 10 * 365 * 86400.0 },
        { "1e400", 10 * 365 * 86400.0 },
        { "\"99999999999999999999999999\"", 10 * 365 * 86400.0 },
        { "null", 3600 },
    };

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task The_life_of_a_token_is_a_number_of_any_form(string expiresIn, double seconds)
    {
        _server.Tokens = (_, _) =>
            Task.FromResult(StubServer.Reply(200, $$"""{"access_token":"t","refresh_token":"r","expires_in":{{expiresIn}}}"""));
        using var mxit = _server.Client();
        var ends = _server.Clock.GetUtcNow().AddSeconds(seconds);

        Assert.Equal(ends, (await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop)).ExpiresAt);
        Assert.Equal(ends, (await mxit.OAuth.RefreshAsync("refresh-0", null, Stop)).ExpiresAt);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a", "b\"")]
    [InlineData("é")]
    public async Task Wrong_scopes_are_refused(params string[] scopes)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => mxit.OAuth.GetAppTokenAsync(scopes, null, Stop));
    }

    private Gate HoldTokens()
    {
        var gate = new Gate();
        _server.Tokens = async (_, stop) =>
        {
            gate.Arrived.TrySetResult();
            await gate.Open.Task.WaitAsync(stop);
            return _server.NextToken("app");
        };
        return gate;
    }

    private sealed class Gate
    {
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
