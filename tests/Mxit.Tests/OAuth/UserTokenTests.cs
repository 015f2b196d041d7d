using System.Collections.Concurrent;
using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

public class UserTokenTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_people_at_once_keep_their_own_tokens()
    {
        using var mxit = _server.Client();
        var people = Enumerable.Range(0, 20).Select(number => mxit.ForUser(_server.UserToken($"person{number}"))).ToList();

        await Task.WhenAll(people.Select((person, number) =>
            person.Messaging.SendUserToUserMessageAsync(["m1"], $"from {number}.", cancellationToken: Stop)));
        await mxit.Messaging.SendMessageAsync("app", ["m1"], "from the app", cancellationToken: Stop);

        Assert.All(Enumerable.Range(0, 20), number => Assert.Equal(
            $"person{number}-0",
            Assert.Single(_server.ApiCalls, call => call.Body.Contains($"from {number}.", StringComparison.Ordinal)).Bearer));
        Assert.Equal(
            "app-1", Assert.Single(
                _server.ApiCalls, call => call.Body.Contains("from the app", StringComparison.Ordinal)).Bearer);
    }

    [Fact]
    public async Task An_old_token_is_renewed_once_for_all_and_handed_to_the_caller()
    {
        var renewed = new ConcurrentQueue<UserToken>();
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(), (token, _) =>
        {
            renewed.Enqueue(token);
            return Task.CompletedTask;
        });
        _server.Clock.Advance(TimeSpan.FromMinutes(59));

        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(
                _ => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop)));

        Assert.Equal("grant_type=refresh_token&refresh_token=refresh-0", Assert.Single(_server.TokenCalls).Body);
        Assert.All(_server.ApiCalls, call => Assert.Equal("user-1", call.Bearer));
        var token = Assert.Single(renewed);
        Assert.Equal(("user-1", "refresh-1", "m40000000000"), (token.AccessToken, token.RefreshToken, token.UserId));
        Assert.Same(token, thandi.Token);
    }

    [Fact]
    public async Task The_new_token_is_stored_before_it_is_used_and_storing_may_use_the_client()
    {
        var order = new ConcurrentQueue<string>();
        var storing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var disk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        MxitUserClient? thandi = null;
        using var mxit = _server.Client();
        thandi = mxit.ForUser(_server.UserToken(), async (token, _) =>
        {
            await thandi!.Users.GetUserIdOrNullAsync("thandi", null, Stop);
            storing.SetResult();
            await disk.Task;
            order.Enqueue($"stored {token.AccessToken}");
        });
        _server.Api = (request, _) =>
        {
            order.Enqueue($"{request.Method} {request.Bearer}");
            return Task.FromResult(StubServer.Reply(200, "\"m1\""));
        };
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var call = thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
        await storing.Task.WaitAsync(Stop);
        Assert.False(call.IsCompleted);
        disk.SetResult();
        await call;

        Assert.Equal(["GET user-1", "stored user-1", "POST user-1"], order);
    }

    [Fact]
    public async Task A_401_renews_once_and_repeats_the_call()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "user-0" ? 401 : 200, ""));
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken());

        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(
                _ => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop)));

        Assert.Single(_server.TokenCalls);
        Assert.Equal("user-1", thandi.Token.AccessToken);
    }

    [Fact]
    public async Task Without_a_refresh_token_a_401_is_the_callers_to_see()
    {
        _server.Answer(401, """{"error":"invalid_token","error_description":"Expired"}""");
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(refreshToken: null));
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var failure = await Assert.ThrowsAsync<MxitUnauthorizedException>(
            () => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop));

        Assert.Equal("invalid_token", failure.Error);
        Assert.Empty(_server.TokenCalls);
        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task A_refused_refresh_token_means_that_the_person_signs_in_again()
    {
        _server.Tokens = (_, _) => Task.FromResult(
            StubServer.Reply(400, """{"error":"invalid_grant","error_description":"refresh-0 is spent"}"""));
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken());
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var failure = await Assert.ThrowsAsync<MxitUnauthorizedException>(
            () => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop));

        Assert.Equal("invalid_grant", failure.Error);
        Assert.DoesNotContain("refresh-0", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_made_from_the_same_stored_token_spend_its_refresh_token_once()
    {
        using var mxit = _server.Client();
        var stored = _server.UserToken();
        _server.Clock.Advance(TimeSpan.FromHours(2));
        var renewals = 0;
        MxitUserClient Web() => mxit.ForUser(stored with { }, (_, _) =>
        {
            Interlocked.Increment(ref renewals);
            return Task.CompletedTask;
        });

        await Task.WhenAll(
            Enumerable.Range(0, 10).Select(
                _ => Web().Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop)));
        await Web().Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);

        Assert.Single(_server.TokenCalls);
        Assert.All(_server.ApiCalls, call => Assert.Equal("user-1", call.Bearer));
        Assert.Equal(11, renewals);
    }

    [Fact]
    public async Task A_server_that_keeps_its_refresh_token_is_asked_again()
    {
        var number = 0;
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(
            200, $$"""{"access_token":"user-{{++number}}","token_type":"Bearer","expires_in":100,"scope":"message/user"}"""));
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken());

        _server.Clock.Advance(TimeSpan.FromHours(2));
        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
        _server.Clock.Advance(TimeSpan.FromSeconds(60));
        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);

        Assert.Equal(2, _server.TokenCalls.Count);
        Assert.All(_server.TokenCalls, call => Assert.EndsWith("refresh_token=refresh-0", call.Body, StringComparison.Ordinal));
        Assert.Equal(
            ("user-2", "refresh-0", "m40000000000"), (thandi.Token.AccessToken, thandi.Token.RefreshToken, thandi.Token.UserId));
    }

    [Fact]
    public async Task A_renewal_goes_on_when_the_one_who_asked_gives_up()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Tokens = async (_, stop) =>
        {
            arrived.SetResult();
            await open.Task.WaitAsync(stop);
            return _server.NextToken("user");
        };
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();
        var thandi = mxit.ForUser(_server.UserToken(), (_, _) =>
        {
            stored.SetResult();
            return Task.CompletedTask;
        });
        _server.Clock.Advance(TimeSpan.FromHours(2));

        var call = thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        open.SetResult();
        await stored.Task.WaitAsync(Stop);

        Assert.Equal("user-1", thandi.Token.AccessToken);
    }

    [Fact]
    public async Task A_stored_token_without_an_end_is_renewed_before_its_first_use()
    {
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(new UserToken("unknown", default, []) { RefreshToken = "refresh-0" });

        await thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);

        Assert.Equal("user-1", Assert.Single(_server.ApiCalls).Bearer);
    }

    [Fact]
    public async Task A_token_can_be_renewed_by_hand()
    {
        using var mxit = _server.Client();

        var first = await mxit.OAuth.RefreshAsync(_server.UserToken(), null, Stop);
        var second = await mxit.OAuth.RefreshAsync("refresh-1", null, Stop);

        Assert.Equal(("user-1", "refresh-1", "m40000000000"), (first.AccessToken, first.RefreshToken, first.UserId));
        Assert.Equal(("user-2", "refresh-2", null), (second.AccessToken, second.RefreshToken, second.UserId));
        await Assert.ThrowsAsync<ArgumentException>(
            () => mxit.OAuth.RefreshAsync(_server.UserToken(refreshToken: null), null, Stop));
    }

    [Fact]
    public async Task User_info_says_who_it_is()
    {
        _server.Answer(200, """{"sub":"m40000000000","user_id":"m40000000000"}""");
        using var mxit = _server.Client();

        Assert.Equal(
            new UserInfo { UserId = "m40000000000" },
            await mxit.OAuth.GetUserInfoAsync(_server.UserToken(), cancellationToken: Stop));
        Assert.Equal(
            new UserInfo { UserId = "m40000000000" },
            await mxit.ForUser(_server.UserToken()).GetUserInfoAsync(cancellationToken: Stop));

        Assert.All(_server.Sent, sent => Assert.Equal(
            ("https://auth.mxit.com/userinfo?schema=openid", "user-0"), (sent.Address.AbsoluteUri, sent.Bearer)));
    }

    [Fact]
    public async Task Revoking_sends_the_token_with_basic_credentials()
    {
        using var mxit = _server.Client();

        await mxit.OAuth.RevokeAsync("user-0", null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(
            ("POST", "https://auth.mxit.com/revoke", "token=user-0"), (sent.Method, sent.Address.AbsoluteUri, sent.Body));
        Assert.StartsWith("Basic ", sent.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_cannot_stand_in_a_header_is_refused_without_being_repeated()
    {
        using var mxit = _server.Client();

        var access = Assert.Throws<ArgumentException>(() => mxit.ForUser(_server.UserToken("canary\r\nX")));
        var refresh = Assert.Throws<ArgumentException>(() => mxit.ForUser(_server.UserToken(refreshToken: "canary token")));

        Assert.DoesNotContain("canary", access.ToString() + refresh, StringComparison.Ordinal);
    }
}
