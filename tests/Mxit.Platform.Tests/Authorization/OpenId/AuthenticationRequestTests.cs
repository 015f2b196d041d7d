using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization.OpenId;

/// <summary>What an authentication request may ask of the sign-in (OpenID Connect Core, section 3.1.2.1).</summary>
public abstract class AuthenticationRequestTests(TestServer server)
{
    [Theory]
    [InlineData("max_age", "-1")]
    [InlineData("max_age", "+1")]
    [InlineData("max_age", "1.5")]
    [InlineData("max_age", "1e3")]
    [InlineData("max_age", " 1")]
    [InlineData("max_age", "0x10")]
    [InlineData("max_age", "ten")]
    [InlineData("max_age", "\u0661")]
    [InlineData("prompt", "none login")]
    [InlineData("prompt", "none consent")]
    [InlineData("prompt", "select_account none")]
    [InlineData("prompt", "nonsense")]
    [InlineData("id_token_hint", "nonsense")]
    [InlineData("id_token_hint", "a.b.c")]
    [InlineData(
        "id_token_hint",
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJtMTAwMDAwMDAwMDEiLCJhdWQiOiIxMTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMSJ9.")]
    public async Task What_is_malformed_is_told_to_the_app(string name, string value)
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(await party.AskAsync((name, value)), "invalid_request");
        await party.SignInAsync();
        RelyingParty.AssertError(await party.AskAsync((name, value)), "invalid_request");
        RelyingParty.AssertError(await party.AskByPostAsync((name, value)), "invalid_request");
    }

    [Theory]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "00")]
    [InlineData("prompt", "login")]
    [InlineData("prompt", "login consent")]
    public async Task A_fresh_sign_in_is_asked_for_and_nothing_less_will_do(string name, string value)
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        var page = await party.AskAsync((name, value));
        RelyingParty.AssertAsksForPassword(page);

        // The form without a password, as a page for somebody who is signed in would send it.
        var again = await party.Browser.SubmitAsync(page, "", "");
        RelyingParty.AssertAsksForPassword(again);

        server.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await party.RedeemAsync(await party.SignInAsync(again));
        Assert.True(second.AuthTime > first.AuthTime);
    }

    [Fact]
    public async Task A_sign_in_that_is_young_enough_is_not_asked_for_again_and_an_old_one_is()
    {
        using var party = new RelyingParty(server);
        await party.SignInAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(100));
        RelyingParty.CodeOf(await party.AskAsync(("prompt", "none"), ("max_age", "101")));
        RelyingParty.CodeOf(await party.AskAsync(("prompt", "none"), ("max_age", "99999999999999999999999999")));
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none"), ("max_age", "90")), "login_required");
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none"), ("max_age", "0")), "login_required");
        RelyingParty.AssertAsksForPassword(await party.AskAsync(("max_age", "90")));
        RelyingParty.AssertAsksForConsentOnly(await party.AskAsync(("max_age", "101"), ("prompt", "consent")));
    }

    [Fact]
    public async Task The_time_of_the_sign_in_stays_while_the_session_is_used()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();

        // Long enough that the cookie is written anew.
        server.Clock.Advance(TimeSpan.FromDays(8));
        var second = await party.RedeemAsync(await party.AskAsync(("prompt", "none")));
        Assert.Equal(first.AuthTime, second.AuthTime);
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none"), ("max_age", "3600")), "login_required");
    }

    [Fact]
    public async Task Prompt_none_without_consent_is_told_to_the_app()
    {
        using var party = new RelyingParty(server);
        await party.Browser.SubmitAsync(await party.Browser.GetAsync("/sign-in"), "carol", "carol-password");
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none")), "consent_required");
        RelyingParty.AssertError(await party.AskByPostAsync(("prompt", "none")), "consent_required");

        // A denial is not remembered as a consent.
        RelyingParty.AssertError(await party.Browser.SubmitAsync(await party.AskAsync(), submit: "deny"), "access_denied");
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none")), "consent_required");

        RelyingParty.CodeOf(await party.Browser.SubmitAsync(await party.AskAsync()));
        RelyingParty.CodeOf(await party.AskAsync(("prompt", "none")));
        RelyingParty.CodeOf(await party.AskByPostAsync(("prompt", "none")));
        RelyingParty.AssertAsksForConsentOnly(await party.AskAsync(("prompt", "consent")));
        RelyingParty.AssertAsksForConsentOnly(await party.AskAsync(("prompt", "select_account")));
    }

    [Fact]
    public async Task O_47_a_wider_scope_is_asked_for_again_and_a_narrower_one_is_not()
    {
        using var party = new RelyingParty(server);
        await party.Browser.SubmitAsync(await party.Browser.GetAsync("/sign-in"), "dave", "dave-password");
        RelyingParty.CodeOf(await party.Browser.SubmitAsync(await party.AskAsync(("scope", "openid graph/read"))));
        RelyingParty.CodeOf(await party.AskAsync(("prompt", "none"), ("scope", "graph/read")));
        RelyingParty.CodeOf(await party.AskAsync(("prompt", "none"), ("scope", "openid")));
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none"), ("scope", "openid messenger")), "consent_required");
        RelyingParty.CodeOf(await party.Browser.SubmitAsync(await party.AskAsync(("scope", "openid messenger"))));
        RelyingParty.CodeOf(await party.AskAsync(("prompt", "none"), ("scope", "openid messenger graph/read")));
    }

    [Fact]
    public async Task What_was_allowed_to_one_app_is_not_allowed_to_another()
    {
        using var party = new RelyingParty(server);
        await party.SignInAsync();
        var answer = await party.AskAsync(
            ("client_id", OAuthFlow.StrictClientId), ("redirect_uri", "http://127.0.0.1/callback"), ("prompt", "none"),
            ("code_challenge", OAuthFlow.Challenge), ("code_challenge_method", "S256"));
        Assert.Equal("consent_required", answer.Parameter("error"));
        Assert.Equal(server.Address.AbsoluteUri, answer.Parameter("iss"));
    }

    [Fact]
    public async Task A_hint_of_somebody_else_gives_no_code()
    {
        using var alice = new RelyingParty(server);
        var hint = (await alice.SignInAsync()).IdToken.EncodedToken;
        using var bob = new RelyingParty(server);
        await bob.RedeemAsync(await bob.SignInAsync(await bob.AskAsync(), "bob"));

        RelyingParty.AssertError(await bob.AskAsync(("prompt", "none"), ("id_token_hint", hint)), "login_required");
        var page = await bob.AskAsync(("id_token_hint", hint));
        RelyingParty.AssertAsksForPassword(page);
        RelyingParty.AssertError(await bob.SignInAsync(page, "bob"), "login_required");
        Assert.Equal("m10000000001", (await bob.RedeemAsync(await bob.SignInAsync(page))).IdToken.Subject);
    }

    [Fact]
    public async Task A_hint_that_has_expired_or_whose_grant_has_ended_still_says_who()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        server.Clock.Advance(TimeSpan.FromHours(30));
        await party.Browser.PostAsync("/revoke", $"token={first.RefreshToken}", OAuthFlow.Basic);
        using var somebody = new RelyingParty(server);
        var page = await somebody.AskAsync(("id_token_hint", first.IdToken.EncodedToken));
        Assert.Equal(first.IdToken.Subject, (await somebody.RedeemAsync(await somebody.SignInAsync(page))).IdToken.Subject);
        RelyingParty.CodeOf(await somebody.AskAsync(("prompt", "none"), ("id_token_hint", first.IdToken.EncodedToken)));
    }

    [Fact]
    public async Task A_hint_must_be_an_id_token_of_ours_for_this_app()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        var parts = reply.IdToken.EncodedToken.Split('.');
        var signature = parts[2][0] == 'A' ? $"B{parts[2][1..]}" : $"A{parts[2][1..]}";
        foreach (var hint in (string[])[
            $"{parts[0]}.{parts[1]}.{signature}", $"{parts[0]}.{parts[1]}.", reply.AccessToken, reply.RefreshToken,
        ])
        {
            RelyingParty.AssertError(await party.AskAsync(("prompt", "none"), ("id_token_hint", hint)), "invalid_request");
        }

        var other = await party.AskAsync(
            ("client_id", OAuthFlow.StrictClientId), ("redirect_uri", "http://127.0.0.1/callback"),
            ("id_token_hint", reply.IdToken.EncodedToken),
            ("code_challenge", OAuthFlow.Challenge), ("code_challenge_method", "S256"));
        Assert.Equal("invalid_request", other.Parameter("error"));
    }

    [Theory]
    [InlineData("openid nonsense", "openid")]
    [InlineData("offline_access openid", "openid")]
    [InlineData("openid nonsense graph/read", "openid graph/read")]
    public async Task Unknown_scopes_are_ignored_where_somebody_is_to_be_signed_in(string asked, string granted)
    {
        using var party = new RelyingParty(server);
        var page = await party.AskAsync(("scope", asked));
        Assert.DoesNotContain("<li>nonsense", page.Body, StringComparison.Ordinal);
        Assert.Equal(granted, (await party.RedeemAsync(await party.SignInAsync(page))).Scope);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("graph/read nonsense")]
    [InlineData("OPENID")]
    public async Task Unknown_scopes_are_refused_otherwise(string scope)
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(await party.AskAsync(("scope", scope)), "invalid_scope");
    }

    [Fact]
    public async Task A_request_by_post_is_the_same_as_one_by_get()
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(await party.AskByPostAsync(("response_type", "token")), "unsupported_response_type");
        RelyingParty.AssertError(await party.AskByPostAsync(("prompt", "none")), "login_required");
        Assert.Equal(400, (await party.AskByPostAsync(("client_id", "nobody"))).Status);

        var page = await party.AskByPostAsync(("login_hint", "alice"));
        RelyingParty.AssertAsksForPassword(page);
        Assert.DoesNotContain("too old", page.Body, StringComparison.Ordinal);
        RelyingParty.CodeOf(await party.SignInAsync(page));
        RelyingParty.AssertAsksForConsentOnly(await party.AskByPostAsync(("prompt", "consent")));
    }

    [Theory]
    [InlineData("allow=Allow")]
    [InlineData("deny=Deny")]
    [InlineData("username=alice&password=alice-password")]
    [InlineData("__RequestVerificationToken=x")]
    [InlineData("allow=Allow&__RequestVerificationToken=x")]
    public async Task O_45_a_decision_by_post_needs_the_proof_of_the_page(string decision)
    {
        using var party = new RelyingParty(server);
        await party.SignInAsync();
        var answer = await party.Browser.PostAsync("/authorize", $"{RelyingParty.Query(("prompt", "consent"))}&{decision}");
        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Header("Location"));
    }

    [Fact]
    public async Task A_request_that_another_site_posted_is_repeated_so_that_the_cookie_of_the_session_comes_along()
    {
        // Browsers keep the cookie away from forms of other sites, and send it when they follow a redirect.
        using var stranger = new RelyingParty(server);
        var answer = await stranger.Browser.PostAsync(
            "/authorize", RelyingParty.Query(("prompt", "none")), headers: ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(303, answer.Status);
        Assert.StartsWith("/authorize?", answer.Location, StringComparison.Ordinal);

        using var party = new RelyingParty(server);
        await party.SignInAsync();
        RelyingParty.CodeOf(await party.Browser.GetAsync(answer.Location));
    }

    [Fact]
    public async Task Userinfo_takes_the_token_from_the_form_and_from_one_place_only()
    {
        using var party = new RelyingParty(server);
        var token = (await party.SignInAsync()).AccessToken;
        Assert.Equal(200, (await party.Browser.PostAsync("/userinfo", $"access_token={token}")).Status);
        Assert.Equal(
            200, (await party.Browser.PostAsync(
                "/userinfo?schema=openid", $"access_token={token}&x=y", contentType: null)).Status);

        var both = await party.Browser.PostAsync("/userinfo", $"access_token={token}", $"Bearer {token}");
        Assert.Equal((400, "invalid_request"), (both.Status, both.Text("error")));
        var twice = await party.Browser.PostAsync("/userinfo", $"access_token={token}&access_token={token}");
        Assert.Equal((400, "invalid_request"), (twice.Status, twice.Text("error")));
        Assert.Equal(400, (await party.Browser.PostAsync("/userinfo", "access_token=%00")).Status);
        Assert.Equal(401, (await party.Browser.PostAsync("/userinfo", "access_token=")).Status);
        Assert.Equal(401, (await party.Browser.PostAsync("/userinfo", "access_token=f00d")).Status);
        Assert.Equal(401, (await party.Browser.PostAsync("/userinfo", "")).Status);
        Assert.Equal(
            401, (await party.Browser.PostAsync(
                "/userinfo", $"{{\"access_token\":\"{token}\"}}", contentType: "application/json")).Status);
        Assert.Equal(
            401,
            (await party.Browser.PostAsync(
                "/userinfo",
                $"--x\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\n{token}\r\n--x--\r\n",
                contentType: "multipart/form-data; boundary=x")).Status);
        Assert.Equal(
            403, (await party.Browser.PostAsync("/userinfo", $"access_token={await server.AppTokenAsync("openid")}")).Status);
    }

    [Theory]
    [InlineData("GET", "/userinfo?access_token={0}")]
    [InlineData("POST", "/userinfo?access_token={0}")]
    [InlineData("GET", "/user/profile?access_token={0}")]
    [InlineData("POST", "/user/statusmessage")]
    [InlineData("POST", "/message/send")]
    public async Task O_27_elsewhere_the_token_counts_in_the_header_only(string method, string path)
    {
        using var party = new RelyingParty(server);
        var token = (await party.SignInAsync(("scope", "openid profile/private status/write message/user"))).AccessToken;
        var target = path.Replace("{0}", token, StringComparison.Ordinal);
        var answer = method == "GET" ? await party.Browser.GetAsync(target)
            : await party.Browser.PostAsync(target, target == path ? $"access_token={token}" : "");
        Assert.True(answer.Status is 401 or 405, $"{answer.Status}");
    }
}

public sealed class AuthenticationRequestTestsOnSqlite(TestServer server)
    : AuthenticationRequestTests(server), IClassFixture<TestServer>;

public sealed class AuthenticationRequestTestsOnPostgreSql(PostgresTestServer server)
    : AuthenticationRequestTests(server), IClassFixture<PostgresTestServer>;
