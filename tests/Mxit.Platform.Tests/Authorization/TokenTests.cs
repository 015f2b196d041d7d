using System.Text.RegularExpressions;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

public abstract partial class TokenTests(TestServer server)
{
    [Fact]
    public async Task O_26_an_apps_own_token_has_exactly_the_documented_members()
    {
        var answer = await server.TokenAsync("grant_type=client_credentials&scope=message/send");
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("no-cache", answer.Header("Pragma"));
        Assert.Matches(
            """^\{"access_token":"[0-9a-f]{32}","token_type":"bearer","expires_in":3600,"scope":"message/send"\}$""",
            answer.Body);
    }

    [Fact]
    public async Task A_code_becomes_a_pair_of_tokens()
    {
        var code = await server.GetCodeAsync("profile/private");
        Assert.Matches(Hex(), code);
        var answer = await server.RedeemAsync(code);
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["access_token", "expires_in", "refresh_token", "scope", "token_type", "user_id"],
            answer.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.Matches(Hex(), answer.Text("access_token"));
        Assert.Matches(Hex(), answer.Text("refresh_token"));
        Assert.Equal("profile/private", answer.Text("scope"));
        Assert.Equal("m10000000001", answer.Text("user_id"));
    }

    [Fact]
    public async Task The_password_grant_works_where_it_is_on_and_is_refused_elsewhere()
    {
        var answer = await server.SignInAsync("profile/private+graph/read");
        Assert.Equal("profile/private graph/read", answer.Text("scope"));
        Assert.Matches(Hex(), answer.Text("refresh_token"));

        var refused = await server.TokenAsync(
            "grant_type=password&scope=openid&username=alice&password=alice-password", OAuthFlow.StrictBasic);
        Assert.Equal((400, "unauthorized_client"), (refused.Status, refused.Text("error")));
    }

    [Theory]
    [InlineData("grant_type=password&scope=openid&username=bob&password=nope", 400, "invalid_grant")]
    [InlineData("grant_type=password&scope=openid&username=nobody&password=nope", 400, "invalid_grant")]
    [InlineData("grant_type=password&scope=openid&username=b%00b&password=nope", 400, "invalid_request")]
    [InlineData("grant_type=client_credentials&scope=nonsense", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=offline_access", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials", 400, "invalid_scope")]
    [InlineData("grant_type=client_credentials&scope=openid&scope=openid", 400, "invalid_request")]
    [InlineData("grant_type=implicit&scope=openid", 400, "unsupported_grant_type")]
    [InlineData("scope=openid", 400, "invalid_request")]
    [InlineData("grant_type=authorization_code&redirect_uri=http://www.example.com", 400, "invalid_request")]
    [InlineData("grant_type=authorization_code&code=f00d&redirect_uri=http://www.example.com", 400, "invalid_grant")]
    [InlineData("grant_type=refresh_token&refresh_token=f00d", 400, "invalid_grant")]
    [InlineData("grant_type=refresh_token", 400, "invalid_request")]
    [InlineData("%", 400, "invalid_request")]
    public async Task O_25_errors_have_both_members_and_nothing_else(string body, int status, string error)
    {
        var answer = await server.TokenAsync(body);
        Assert.Equal((status, error), (answer.Status, answer.Text("error")));
        Assert.Equal(["error", "error_description"], answer.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.NotEmpty(answer.Text("error_description"));
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData("11111111111111111111111111111111", "wrong")]
    [InlineData("99999999999999999999999999999999", "22222222222222222222222222222222")]
    [InlineData("", "")]
    public async Task O_21_a_wrong_secret_is_401_with_a_challenge(string id, string secret)
    {
        foreach (var path in (string[])["/token", "/revoke"])
        {
            using var browser = server.OpenBrowser();
            var answer = await browser.PostAsync(
                path, "grant_type=client_credentials&scope=openid&token=f00d", OAuthFlow.BasicOf(id, secret));
            Assert.Equal((401, "invalid_client"), (answer.Status, answer.Text("error")));
            Assert.Equal("""Basic realm="mxit" """.TrimEnd(), answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task The_secret_may_be_in_the_form()
    {
        using var browser = server.OpenBrowser();
        var answer = await browser.PostAsync(
            "/token",
            "grant_type=client_credentials&scope=openid&client_id=11111111111111111111111111111111"
                + "&client_secret=22222222222222222222222222222222");
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_form_without_a_content_type_and_with_raw_spaces_works_on_either_path()
    {
        foreach (var path in (string[])["/token", "/token/", "/TOKEN"])
        {
            using var browser = server.OpenBrowser();
            var answer = await browser.PostAsync(
                path, "grant_type=client_credentials&scope=message/send profile/public", OAuthFlow.Basic, contentType: null);
            Assert.Equal("message/send profile/public", answer.Text("scope"));
        }
    }

    [Fact]
    public async Task An_app_may_ask_for_scopes_of_people_in_one_request_and_is_refused_later()
    {
        var answer = await server.TokenAsync(
            "grant_type=client_credentials&scope=message/send+profile/private+profile/public+graph/read+openid");
        Assert.Equal("message/send profile/private profile/public graph/read openid", answer.Text("scope"));
        Assert.False(answer.Json.TryGetProperty("id_token", out _));
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
        Assert.False(answer.Json.TryGetProperty("user_id", out _));
        Assert.Equal(403, await server.UserInfoStatusAsync(answer.Text("access_token")));
    }

    [Fact]
    public async Task O_10_a_code_works_once_and_its_reuse_ends_what_came_of_it()
    {
        var code = await server.GetCodeAsync();
        var first = await server.RedeemAsync(code);
        Assert.Equal(200, await server.UserInfoStatusAsync(first.Text("access_token")));
        var second = await server.RedeemAsync(code);
        Assert.Equal((400, "invalid_grant"), (second.Status, second.Text("error")));
        Assert.Equal(401, await server.UserInfoStatusAsync(first.Text("access_token")));
        Assert.Equal(400, (await server.RefreshAsync(first.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task O_11_of_parallel_redemptions_of_a_code_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var code = await server.GetCodeAsync();
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.RedeemAsync(code)));
            Assert.Equal(1, answers.Count(answer => answer.Status == 200));
            Assert.All(
                answers.Where(answer => answer.Status != 200), answer => Assert.Equal("invalid_grant", answer.Text("error")));
        }
    }

    [Fact]
    public async Task O_12_a_code_of_a_strict_app_lives_a_minute_and_of_a_legacy_app_ten()
    {
        var strict = await server.GetStrictCodeAsync();
        var legacy = await server.GetCodeAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(61));
        var late = await server.TokenAsync(
            $"grant_type=authorization_code&code={strict}&redirect_uri=http://127.0.0.1/callback&code_verifier={OAuthFlow.Verifier}",
            OAuthFlow.StrictBasic);
        Assert.Equal((400, "invalid_grant"), (late.Status, late.Text("error")));
        Assert.Equal(200, (await server.RedeemAsync(legacy)).Status);

        legacy = await server.GetCodeAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(10.1));
        Assert.Equal(400, (await server.RedeemAsync(legacy)).Status);
    }

    [Fact]
    public async Task O_13_a_code_is_bound_to_its_app_and_its_redirect_uri()
    {
        var code = await server.GetCodeAsync();
        Assert.Equal("invalid_grant", (await server.RedeemAsync(code, "http://www.example.com/other")).Text("error"));
        var stolen = await server.TokenAsync(
            $"grant_type=authorization_code&code={code}&redirect_uri=http://www.example.com&code_verifier={OAuthFlow.Verifier}",
            OAuthFlow.StrictBasic);
        Assert.Equal("invalid_grant", stolen.Text("error"));
    }

    [Theory]
    [InlineData(OAuthFlow.Verifier, 200, null)]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX", 400, "invalid_grant")]
    [InlineData("short", 400, "invalid_grant")]
    [InlineData(null, 400, "invalid_request")]
    public async Task O_07_the_verifier_must_be_there_and_match(string? verifier, int status, string? error)
    {
        var answer = await server.TokenAsync(
            $"grant_type=authorization_code&code={await server.GetStrictCodeAsync()}&redirect_uri=http://127.0.0.1/callback"
                + (verifier is null ? "" : $"&code_verifier={verifier}"),
            OAuthFlow.StrictBasic);
        Assert.Equal(status, answer.Status);
        Assert.Equal(error, error is null ? null : answer.Text("error"));
    }

    [Fact]
    public async Task O_08_a_verifier_without_a_challenge_is_refused()
    {
        var answer = await server.TokenAsync(
            $"grant_type=authorization_code&code={await server.GetCodeAsync()}&redirect_uri=http://www.example.com"
                + $"&code_verifier={OAuthFlow.Verifier}");
        Assert.Equal(400, answer.Status);
    }

    [Fact]
    public async Task A_legacy_app_may_leave_out_the_slash_of_an_empty_path_on_either_side()
    {
        Assert.Equal(200, (await server.RedeemAsync(await server.GetCodeAsync(), "http://www.example.com/")).Status);
        Assert.Equal(
            200, (await server.RedeemAsync(
                await server.GetCodeAsync(redirectUri: "http://www.example.com/"), "http://www.example.com")).Status);
    }

    [Fact]
    public async Task O_16_a_refresh_token_rotates_and_its_reuse_ends_the_grant()
    {
        var first = await server.SignInAsync("message/user");
        var second = await server.RefreshAsync(first.Text("refresh_token"));
        Assert.Equal(200, second.Status);
        Assert.NotEqual(first.Text("refresh_token"), second.Text("refresh_token"));
        Assert.Equal("message/user", second.Text("scope"));

        server.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("invalid_grant", (await server.RefreshAsync(first.Text("refresh_token"))).Text("error"));
        Assert.Equal("invalid_grant", (await server.RefreshAsync(second.Text("refresh_token"))).Text("error"));
        Assert.Equal(401, await server.UserInfoStatusAsync(second.Text("access_token")));
    }

    [Fact]
    public async Task O_17_within_ten_seconds_a_refresh_may_be_repeated()
    {
        var first = await server.SignInAsync("message/user");
        var second = await server.RefreshAsync(first.Text("refresh_token"));
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = await server.RefreshAsync(first.Text("refresh_token"));
        Assert.Equal(200, again.Status);
        Assert.Equal(200, await server.UserInfoStatusAsync(second.Text("access_token")));
        Assert.Equal(200, await server.UserInfoStatusAsync(again.Text("access_token")));
    }

    [Fact]
    public async Task O_18_refresh_tokens_end_after_a_day_of_silence_and_grants_after_90_days()
    {
        var silent = await server.SignInAsync("message/user");
        server.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(400, (await server.RefreshAsync(silent.Text("refresh_token"))).Status);

        var busy = await server.SignInAsync("message/user");
        for (var day = 0; day < 100; day++)
        {
            server.Clock.Advance(TimeSpan.FromHours(23));
            var next = await server.RefreshAsync(busy.Text("refresh_token"));
            if (next.Status != 200)
            {
                Assert.True(day > 85, $"The grant was over on day {day}.");
                Assert.Equal("invalid_grant", next.Text("error"));
                return;
            }

            busy = next;
        }

        Assert.Fail("The grant never ended.");
    }

    [Fact]
    public async Task O_19_a_refresh_cannot_widen_but_may_narrow()
    {
        var token = await server.SignInAsync("message/user+graph/read");
        var wider = await server.RefreshAsync(token.Text("refresh_token"), "&scope=message/user+profile/private");
        Assert.Equal((400, "invalid_scope"), (wider.Status, wider.Text("error")));
        Assert.Equal(
            "message/user", (await server.RefreshAsync(token.Text("refresh_token"), "&scope=message/user")).Text("scope"));
    }

    [Fact]
    public async Task Access_ends_after_an_hour()
    {
        var token = (await server.SignInAsync("openid")).Text("access_token");
        Assert.Equal(200, await server.UserInfoStatusAsync(token));
        server.Clock.Advance(TimeSpan.FromSeconds(3601));
        Assert.Equal(401, await server.UserInfoStatusAsync(token));
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex Hex();
}

public sealed class TokenTestsOnSqlite(TestServer server) : TokenTests(server), IClassFixture<TestServer>;

public sealed class TokenTestsOnPostgreSql(PostgresTestServer server) : TokenTests(server), IClassFixture<PostgresTestServer>;
