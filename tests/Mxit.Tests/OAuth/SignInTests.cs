using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

public class SignInTests
{
    private static readonly Uri Redirect = new("http://www.example.com");

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_address_carries_everything_that_authorize_needs()
    {
        using var mxit = _server.Client();

        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["profile/public", "message/user"]);

        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(request.CodeVerifier)))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Equal(
            $"https://auth.mxit.com/authorize?response_type=code&client_id={StubServer.ClientId}&redirect_uri=http%3A%2F%2Fwww.example.com" +
            $"&scope=message%2Fuser%20profile%2Fpublic&state={request.State}&code_challenge={challenge}&code_challenge_method=S256",
            request.Uri.AbsoluteUri);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", request.State);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", request.CodeVerifier);
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public void Every_request_has_its_own_state_and_verifier_O_38()
    {
        using var mxit = _server.Client();

        var requests = Enumerable.Range(0, 100).Select(_ => mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"])).ToList();

        Assert.Equal(200, requests.SelectMany(request => new[] { request.State, request.CodeVerifier }).Distinct().Count());
    }

    [Fact]
    public async Task The_code_is_redeemed_with_the_verifier()
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(
            200,
            """{"access_token":"c71219af53f5409e9d1db61db8a08248","token_type":"bearer","expires_in":3600,"refresh_token":"7f4b56bda11e4f7ba84c9e35c76b7aea","scope":"profile/private"}"""));
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["profile/private"]);

        var token = await mxit.OAuth.ExchangeCodeAsync(
            request, new Uri($"http://www.example.com/?code=a%2Bb&state={request.State}"), null, Stop);

        Assert.Equal(
            $"grant_type=authorization_code&code=a%2Bb&redirect_uri=http%3A%2F%2Fwww.example.com&code_verifier={request.CodeVerifier}",
            Assert.Single(_server.Sent).Body);
        Assert.Equal(
            ("c71219af53f5409e9d1db61db8a08248", "7f4b56bda11e4f7ba84c9e35c76b7aea", _server.Clock.GetUtcNow().AddHours(1)),
            (token.AccessToken, token.RefreshToken, token.ExpiresAt));
        Assert.Equal(["profile/private"], token.Scopes);
    }

    [Fact]
    public async Task A_request_survives_being_stored()
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var restored = JsonSerializer.Deserialize<AuthorizationRequest>(JsonSerializer.Serialize(request))!;
        var token = await mxit.OAuth.ExchangeCodeAsync(restored, "code", request.State, null, Stop);
        var stored = JsonSerializer.Deserialize<UserToken>(JsonSerializer.Serialize(token))!;

        Assert.Contains(
            $"redirect_uri=http%3A%2F%2Fwww.example.com&code_verifier={request.CodeVerifier}", _server.Sent[0].Body,
            StringComparison.Ordinal);
        Assert.Equal(token with { Scopes = stored.Scopes }, stored);
    }

    [Theory]
    [InlineData("?code=c")]
    [InlineData("?code=c&state=")]
    [InlineData("?code=c&state=other")]
    [InlineData("?code=c&state={state}x")]
    [InlineData("?code=c&state={state}&state={state}")]
    [InlineData("?error=access_denied&error_description=forged")]
    public async Task A_callback_with_another_state_is_refused_O_38(string query)
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var failure = await Assert.ThrowsAsync<MxitAuthorizationException>(() => ExchangeAsync(mxit, request, query));

        Assert.Equal(MxitAuthorizationException.InvalidState, failure.Error);
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task A_state_is_good_for_one_callback_O_38()
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);
        await ExchangeAsync(mxit, request, "?code=c&state={state}");

        var failure = await Assert.ThrowsAsync<MxitAuthorizationException>(
            () => ExchangeAsync(mxit, request with { }, "?code=d&state={state}"));

        Assert.Equal(MxitAuthorizationException.InvalidState, failure.Error);
        Assert.Single(_server.Sent);
    }

    [Theory]
    [InlineData("https://auth.mxit.com", true)]
    [InlineData("https://auth.mxit.com/", true)]
    [InlineData("https://auth.mxit.com/other", false)]
    [InlineData("https://auth.example.com", false)]
    [InlineData("http://auth.mxit.com", false)]
    [InlineData("auth.mxit.com", false)]
    [InlineData("", false)]
    public async Task The_issuer_of_a_callback_is_checked_where_it_is_there_O_37(string issuer, bool accepted)
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var exchange = ExchangeAsync(mxit, request, "?code=c&state={state}&iss=" + Uri.EscapeDataString(issuer));

        if (accepted)
        {
            await exchange;
        }
        else
        {
            Assert.Equal(
                MxitAuthorizationException.InvalidIssuer,
                (await Assert.ThrowsAsync<MxitAuthorizationException>(() => exchange)).Error);
            Assert.Empty(_server.Sent);
        }
    }

    [Fact]
    public async Task A_person_who_says_no_is_an_ordinary_ending()
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var denied = await Assert.ThrowsAsync<MxitAuthorizationException>(
            () => ExchangeAsync(mxit, request, "?error=access_denied&error_description=Not+now%0A&state={state}"));

        Assert.True(denied.IsDenied);
        Assert.Equal(
            ("access_denied", "Not now", MxitErrorReason.Authorization), (denied.Error, denied.ErrorDescription, denied.Reason));
    }

    [Theory]
    [InlineData("?error=invalid_scope&state={state}", "invalid_scope")]
    [InlineData("?error=&state={state}", "invalid_callback")]
    [InlineData("?state={state}", "invalid_callback")]
    [InlineData("?code=&state={state}", "invalid_callback")]
    [InlineData("?code=a&code=b&state={state}", "invalid_callback")]
    public async Task Other_endings_are_typed_too(string query, string error)
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var failure = await Assert.ThrowsAsync<MxitAuthorizationException>(() => ExchangeAsync(mxit, request, query));

        Assert.Equal(error, failure.Error);
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task A_refused_code_is_an_api_failure()
    {
        _server.Tokens = (_, _) =>
            Task.FromResult(StubServer.Reply(400, """{"error":"invalid_grant","error_description":"code canary-code used"}"""));
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => ExchangeAsync(mxit, request, "?code=canary-code&state={state}"));

        Assert.Equal(("invalid_grant", "code *** used"), (failure.Error, failure.ErrorDescription));
    }

    public static TheoryData<string> UndecidedAnswers =>
        ["408", "429", "500", "502", "503", "504", "401", "302", "404", "broken", "time-out", "cancelled"];

    [Theory]
    [MemberData(nameof(UndecidedAnswers))]
    public async Task A_callback_stays_usable_until_its_code_was_redeemed(string answer)
    {
        using var mxit = _server.Client();
        using var cancel = new CancellationTokenSource();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);
        _server.Tokens = async (_, stop) =>
        {
            switch (answer)
            {
                case "broken":
                    throw new HttpRequestException("cut off", new IOException());
                case "time-out":
                    throw new TaskCanceledException("", new TimeoutException());
                case "cancelled":
                    await cancel.CancelAsync();
                    stop.ThrowIfCancellationRequested();
                    goto default;
                default:
                    return StubServer.Reply(int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture), "");
            }
        };

        var failure = await Record.ExceptionAsync(() => ExchangeAsync(mxit, request, "?code=c&state={state}", cancel.Token));
        Assert.True(
            failure is MxitException and not MxitAuthorizationException or OperationCanceledException, failure?.ToString());
        failure = await Record.ExceptionAsync(
            () => mxit.OAuth.ExchangeCodeAsync(request, "c", request.State, null, cancel.Token));
        Assert.False(failure is MxitAuthorizationException, failure?.ToString());
        _server.Tokens = null;

        Assert.Equal("user-1", (await ExchangeAsync(mxit, request, "?code=c&state={state}")).AccessToken);
        await Assert.ThrowsAsync<MxitAuthorizationException>(() => ExchangeAsync(mxit, request, "?code=c&state={state}"));
        Assert.All(_server.TokenCalls, call => Assert.Contains("code=c&", call.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""")]
    [InlineData(400, """{"error":"invalid_request"}""")]
    [InlineData(400, "")]
    [InlineData(200, "cut off")]
    public async Task A_code_that_was_refused_for_good_or_redeemed_spends_its_callback(int status, string body)
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(status, body));
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        await Assert.ThrowsAsync<MxitApiException>(() => ExchangeAsync(mxit, request, "?code=c&state={state}"));
        _server.Tokens = null;

        await Assert.ThrowsAsync<MxitAuthorizationException>(() => ExchangeAsync(mxit, request, "?code=c&state={state}"));
        Assert.Single(_server.Sent);
    }

    [Fact]
    public async Task Two_at_once_redeem_one_callback_once()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Tokens = async (_, stop) =>
        {
            await gate.Task.WaitAsync(stop);
            return _server.NextToken("user");
        };
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        var first = ExchangeAsync(mxit, request, "?code=c&state={state}");
        await Assert.ThrowsAsync<MxitAuthorizationException>(() => ExchangeAsync(mxit, request, "?code=c&state={state}"));
        gate.SetResult();

        await first;
        Assert.Single(_server.TokenCalls);
    }

    [Theory]
    [InlineData("?code=c&state=forged")]
    [InlineData("?code=c&state={state}&iss=https%3A%2F%2Fevil.example.com")]
    [InlineData("?state={state}")]
    [InlineData("?code=a&code=b&state={state}")]
    public async Task A_callback_that_is_not_the_one_that_was_asked_for_spends_nothing(string forged)
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["a"]);

        await Assert.ThrowsAsync<MxitAuthorizationException>(() => ExchangeAsync(mxit, request, forged));

        Assert.Equal("user-1", (await ExchangeAsync(mxit, request, "?code=c&state={state}")).AccessToken);
    }

    [Theory]
    [InlineData("/relative")]
    [InlineData("https://app.example.com/cb#fragment")]
    public void A_wrong_redirect_uri_is_refused(string uri)
    {
        using var mxit = _server.Client();

        Assert.Throws<ArgumentException>(
            () => mxit.OAuth.CreateAuthorizationRequest(new Uri(uri, UriKind.RelativeOrAbsolute), ["a"]));
    }

    [Fact]
    public async Task The_password_grant_sends_name_and_password_as_a_form()
    {
        using var mxit = _server.Client();

        var token = await mxit.OAuth.SignInWithPasswordAsync("thandi", "p&ss wörd", ["message/user"], null, Stop);

        Assert.Equal(
            "grant_type=password&scope=message%2Fuser&username=thandi&password=p%26ss+w%C3%B6rd",
            Assert.Single(_server.Sent).Body);
        Assert.Equal("user-1", token.AccessToken);
    }

    [Theory]
    [InlineData("""{"aud":"0123456789abcdef0123456789abcdef","user_id":"m4","sub":"m5"}""", "m4")]
    [InlineData("""{"aud":"0123456789abcdef0123456789abcdef","sub":"m5"}""", "m5")]
    [InlineData("""{"aud":["x","0123456789abcdef0123456789abcdef"],"sub":"m5"}""", "m5")]
    [InlineData("""{"aud":"another app","sub":"m5"}""", null)]
    [InlineData("""{"sub":"m5"}""", null)]
    [InlineData("""{"aud":"0123456789abcdef0123456789abcdef","sub":5}""", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    public async Task The_id_token_tells_the_user_id(string claims, string? userId)
    {
        var idToken = AnswerIdToken(claims);
        using var mxit = _server.Client();

        var token = await mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["openid"], null, Stop);

        Assert.Equal((idToken, userId), (token.IdToken, token.UserId?.Value));
    }

    [Theory]
    [InlineData("""{"access_token":"t","user_id":"m4"}""", "m4")]
    [InlineData("""{"access_token":"t","user_id":"m4","id_token":"no dots"}""", "m4")]
    [InlineData("""{"access_token":"t","user_id":null}""", null)]
    [InlineData("""{"access_token":"t","user_id":""}""", null)]
    [InlineData("""{"access_token":"t","user_id":" "}""", null)]
    [InlineData("""{"access_token":"t"}""", null)]
    public async Task Without_an_id_token_the_reply_itself_tells_the_user_id(string reply, string? userId)
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(200, reply));
        using var mxit = _server.Client();

        var token = await mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["message/user"], cancellationToken: Stop);

        Assert.Equal(userId, token.UserId?.Value);
    }

    [Fact]
    public async Task The_id_token_counts_more_than_the_reply_it_came_with()
    {
        var idToken = AnswerIdToken($$"""{"aud":"{{StubServer.ClientId}}","sub":"m5"}""");
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(
            200, $$"""{"access_token":"t","id_token":"{{idToken}}","user_id":"m4"}"""));
        using var mxit = _server.Client();

        Assert.Equal(
            "m5", (await mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["openid"], cancellationToken: Stop)).UserId);
    }

    [Theory]
    [InlineData("\"https://auth.mxit.com\"", true)]
    [InlineData("\"https://auth.mxit.com/\"", true)]
    [InlineData("\"HTTPS://AUTH.MXIT.COM:443/\"", true)]
    [InlineData("\"https://auth.mxit.com/other\"", false)]
    [InlineData("\"https://auth.mxit.com:8443/\"", false)]
    [InlineData("\"https://auth.mxit.com/?tenant=2\"", false)]
    [InlineData("\"https://auth.mxit.com/#2\"", false)]
    [InlineData("\"https://somebody@auth.mxit.com/\"", false)]
    [InlineData("\"https://auth.mxit.com.example.com/\"", false)]
    [InlineData("\"https://api.mxit.com/\"", false)]
    [InlineData("\"http://auth.mxit.com\"", false)]
    [InlineData("\"auth.mxit.com\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("5", false)]
    [InlineData("null", false)]
    [InlineData("[\"https://auth.mxit.com/\"]", false)]
    public async Task O_36_an_id_token_of_another_issuer_is_refused(string issuer, bool accepted)
    {
        AnswerIdToken($$"""{"iss":{{issuer}},"aud":"{{StubServer.ClientId}}","sub":"m5"}""");
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(Redirect, ["openid"]);
        Func<Task<UserToken>>[] ways =
        [
            () => ExchangeAsync(mxit, request, "?code=c&state={state}"),
            () => mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["openid"], null, Stop),
        ];

        foreach (var signInAsync in ways)
        {
            if (accepted)
            {
                Assert.Equal("m5", (await signInAsync()).UserId);
                continue;
            }

            var failure = await Assert.ThrowsAsync<MxitAuthorizationException>(signInAsync);
            Assert.Equal(MxitAuthorizationException.InvalidIssuer, failure.Error);
            Assert.Contains("https://auth.mxit.com/", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task O_36_the_issuer_of_an_id_token_is_the_one_of_the_options()
    {
        AnswerIdToken($$"""{"iss":"https://mxit.example.org","aud":"{{StubServer.ClientId}}","sub":"m5"}""");
        var options = _server.Options();
        options.Issuer = new Uri("https://mxit.example.org/");
        using var mxit = new MxitClient(options);

        Assert.Equal("m5", (await mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["openid"], null, Stop)).UserId);
    }

    [Theory]
    [InlineData("no dots")]
    [InlineData("a.!!.c")]
    [InlineData("..")]
    public async Task A_malformed_id_token_is_no_failure(string idToken)
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(200, $$"""{"access_token":"t","id_token":"{{idToken}}"}"""));
        using var mxit = _server.Client();

        Assert.Null((await mxit.OAuth.SignInWithPasswordAsync("thandi", "pw", ["openid"], null, Stop)).UserId);
    }

    private string AnswerIdToken(string claims)
    {
        var idToken = "e30." +
            Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_') + ".sig";
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(
            200, $$"""{"access_token":"t","token_type":"bearer","expires_in":3600,"scope":"openid","id_token":"{{idToken}}"}"""));
        return idToken;
    }

    private static Task<UserToken> ExchangeAsync(
        MxitClient mxit, AuthorizationRequest request, string query, CancellationToken? stop = null) =>
        mxit.OAuth.ExchangeCodeAsync(
            request,
            new Uri("http://www.example.com/" +
                query.Replace("{state}", HttpUtility.UrlEncode(request.State), StringComparison.Ordinal)),
            null,
            stop ?? Stop);
}
