using Microsoft.IdentityModel.Tokens;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization.OpenId;

/// <summary>
/// The basic certification profile of OpenID Connect: one test for each module of the plan
/// <c>oidcc-basic-certification-test-plan</c> of the OpenID Foundation's conformance suite, under the name of the module.
/// </summary>
public abstract class BasicProfileTests(TestServer server)
{
    [Fact(DisplayName = "oidcc-server")]
    public async Task Server()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        Assert.Equal(RelyingParty.Nonce, reply.IdToken.GetPayloadValue<string>("nonce"));
        Assert.Equal("openid", reply.Scope);
        Assert.Equal(server.Clock.GetUtcNow().ToUnixTimeSeconds(), reply.AuthTime, 2d);
        AssertUserInfo(reply, await server.GetAsync("/userinfo", reply.AccessToken));
    }

    [Fact(DisplayName = "oidcc-response-type-missing")]
    public async Task Response_type_missing()
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(await party.AskAsync(("response_type", null)), "invalid_request", "unsupported_response_type");
    }

    [Fact(DisplayName = "oidcc-userinfo-get")]
    public async Task UserInfo_get()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        AssertUserInfo(reply, await server.GetAsync("/userinfo", reply.AccessToken));
    }

    [Fact(DisplayName = "oidcc-userinfo-post-header")]
    public async Task UserInfo_post_header()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        AssertUserInfo(reply, await party.Browser.PostAsync("/userinfo", "", $"Bearer {reply.AccessToken}"));
        AssertUserInfo(reply, await party.Browser.PostAsync("/userinfo", "", $"Bearer {reply.AccessToken}", contentType: null));
    }

    [Fact(DisplayName = "oidcc-userinfo-post-body")]
    public async Task UserInfo_post_body()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        AssertUserInfo(reply, await party.Browser.PostAsync("/userinfo", $"access_token={reply.AccessToken}"));
    }

    [Fact(DisplayName = "oidcc-ensure-request-without-nonce-succeeds-for-code-flow")]
    public async Task Without_nonce()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync(("nonce", null));
        Assert.False(reply.IdToken.TryGetPayloadValue<string>("nonce", out _));
    }

    [Fact(DisplayName = "oidcc-scope-profile")]
    public Task Scope_profile() => AssertUnpublishedScopesAreIgnoredAsync("openid profile");

    [Fact(DisplayName = "oidcc-scope-email")]
    public Task Scope_email() => AssertUnpublishedScopesAreIgnoredAsync("openid email");

    [Fact(DisplayName = "oidcc-scope-address")]
    public Task Scope_address() => AssertUnpublishedScopesAreIgnoredAsync("openid address");

    [Fact(DisplayName = "oidcc-scope-phone")]
    public Task Scope_phone() => AssertUnpublishedScopesAreIgnoredAsync("openid phone");

    [Fact(DisplayName = "oidcc-scope-all")]
    public Task Scope_all() => AssertUnpublishedScopesAreIgnoredAsync("openid profile email address phone");

    [Fact(DisplayName = "oidcc-ensure-other-scope-order-succeeds")]
    public Task Other_scope_order() => AssertUnpublishedScopesAreIgnoredAsync("email openid");

    [Fact(DisplayName = "oidcc-display-page")]
    public Task Display_page() => AssertIsIgnoredAsync("display", "page");

    [Fact(DisplayName = "oidcc-display-popup")]
    public Task Display_popup() => AssertIsIgnoredAsync("display", "popup");

    [Fact(DisplayName = "oidcc-prompt-login")]
    public async Task Prompt_login()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await party.SignInAsync(("prompt", "login"));
        Assert.True(second.AuthTime > first.AuthTime, $"{first.AuthTime} and {second.AuthTime}");
        Assert.Equal(first.IdToken.Subject, second.IdToken.Subject);
    }

    [Fact(DisplayName = "oidcc-prompt-none-not-logged-in")]
    public async Task Prompt_none_not_logged_in()
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(await party.AskAsync(("prompt", "none")), "login_required");
    }

    [Fact(DisplayName = "oidcc-prompt-none-logged-in")]
    public async Task Prompt_none_logged_in()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await party.RedeemAsync(await party.AskAsync(("prompt", "none")));
        Assert.Equal((first.IdToken.Subject, first.AuthTime), (second.IdToken.Subject, second.AuthTime));
    }

    [Fact(DisplayName = "oidcc-max-age-1")]
    public async Task Max_age_1()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(3));
        var second = await party.SignInAsync(("max_age", "1"));
        Assert.True(second.AuthTime > first.AuthTime, $"{first.AuthTime} and {second.AuthTime}");
    }

    [Fact(DisplayName = "oidcc-max-age-10000")]
    public async Task Max_age_10000()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync(("max_age", "15000"));
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await party.RedeemAsync(await party.AskAsync(("max_age", "10000"), ("prompt", "none")));
        Assert.Equal((first.IdToken.Subject, first.AuthTime), (second.IdToken.Subject, second.AuthTime));
    }

    [Fact(DisplayName = "oidcc-ensure-request-with-unknown-parameter-succeeds")]
    public async Task Unknown_parameter()
    {
        using var party = new RelyingParty(server);
        Assert.Equal("openid", (await party.SignInAsync(("extra", "foobar"), ("[]", "{\"a\":1}"))).Scope);
    }

    [Fact(DisplayName = "oidcc-id-token-hint")]
    public async Task Id_token_hint()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        var second = await party.RedeemAsync(
            await party.AskAsync(("prompt", "none"), ("id_token_hint", first.IdToken.EncodedToken)));
        Assert.Equal((first.IdToken.Subject, first.AuthTime), (second.IdToken.Subject, second.AuthTime));
    }

    [Fact(DisplayName = "oidcc-login-hint")]
    public async Task Login_hint()
    {
        using var party = new RelyingParty(server);
        var page = await party.AskAsync(("login_hint", "bob\"<"));
        Assert.Contains("value=\"bob&quot;&lt;\"", page.Body, StringComparison.Ordinal);
        Assert.Equal("m10000000002", (await party.RedeemAsync(await party.SignInAsync(page, "bob"))).IdToken.Subject);
    }

    [Fact(DisplayName = "oidcc-ui-locales")]
    public Task Ui_locales() => AssertIsIgnoredAsync("ui_locales", "se af-ZA");

    [Fact(DisplayName = "oidcc-claims-locales")]
    public Task Claims_locales() => AssertIsIgnoredAsync("claims_locales", "se");

    [Fact(DisplayName = "oidcc-ensure-request-with-acr-values-succeeds")]
    public Task Acr_values() => AssertIsIgnoredAsync("acr_values", "1 2");

    [Fact(DisplayName = "oidcc-codereuse")]
    public async Task Code_reuse()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        var again = await server.RedeemAsync(reply.Code, RelyingParty.RedirectUri);
        Assert.Equal((400, "invalid_grant"), (again.Status, again.Text("error")));
    }

    [Fact(DisplayName = "oidcc-codereuse-30seconds")]
    public async Task Code_reuse_30_seconds()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        Assert.Equal(200, await server.UserInfoStatusAsync(reply.AccessToken));
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await server.RedeemAsync(reply.Code, RelyingParty.RedirectUri);
        Assert.Equal((400, "invalid_grant"), (again.Status, again.Text("error")));
        Assert.Equal(401, await server.UserInfoStatusAsync(reply.AccessToken));
        Assert.Equal(400, (await server.RefreshAsync(reply.RefreshToken)).Status);
    }

    [Fact(DisplayName = "oidcc-ensure-registered-redirect-uri")]
    public async Task Registered_redirect_uri()
    {
        using var party = new RelyingParty(server);
        var page = await party.AskAsync(("redirect_uri", "http://example.org/not-registered"));
        Assert.Equal(400, page.Status);
        Assert.Null(page.Header("Location"));
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "oidcc-ensure-post-request-succeeds")]
    public async Task Post_request()
    {
        using var party = new RelyingParty(server);
        var reply = await party.RedeemAsync(await party.SignInAsync(await party.AskByPostAsync()));
        Assert.Equal(RelyingParty.Nonce, reply.IdToken.GetPayloadValue<string>("nonce"));
    }

    [Fact(DisplayName = "oidcc-server-client-secret-post")]
    public async Task Client_secret_post()
    {
        using var party = new RelyingParty(server);
        var answer = await party.RedeemByPostAsync(RelyingParty.CodeOf(await party.SignInAsync(await party.AskAsync())));
        Assert.Equal(200, answer.Status);
        await party.CheckAsync(answer.Text("id_token"));
    }

    [Fact(DisplayName = "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported")]
    public async Task Unsigned_request_object()
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(await party.AskAsync(("request", Unsigned("{\"scope\":\"openid\"}"))), "request_not_supported");
        RelyingParty.AssertError(
            await party.AskByPostAsync(("request", Unsigned("{\"scope\":\"openid\"}"))), "request_not_supported");
    }

    [Fact(DisplayName = "oidcc-claims-essential")]
    public async Task Claims_essential()
    {
        using var party = new RelyingParty(server);
        const string Claims = """{"userinfo":{"name":{"essential":true}},"id_token":{"auth_time":{"essential":true}}}""";
        Assert.Equal("openid", (await party.SignInAsync(("claims", Claims))).Scope);
    }

    [Fact(DisplayName = "oidcc-ensure-request-object-with-redirect-uri")]
    public async Task Request_object_with_redirect_uri()
    {
        using var party = new RelyingParty(server);
        var request = Unsigned("""{"redirect_uri":"http://example.org/"}""");
        RelyingParty.AssertError(await party.AskAsync(("request", request)), "request_not_supported");

        // What stands in an object that is not read leads nobody anywhere.
        Assert.Null((await party.AskAsync(("request", request), ("redirect_uri", null))).Header("Location"));
    }

    [Fact(DisplayName = "oidcc-refresh-token")]
    public async Task Refresh_token()
    {
        using var party = new RelyingParty(server);
        var first = await party.SignInAsync();
        server.Clock.Advance(TimeSpan.FromMinutes(5));
        var answer = await server.RefreshAsync(first.RefreshToken);
        Assert.Equal(200, answer.Status);
        var second = await party.CheckAsync(answer.Text("id_token"));
        Assert.Equal(
            (first.IdToken.Issuer, first.IdToken.Subject, first.AuthTime),
            (second.Issuer, second.Subject, second.GetPayloadValue<long>("auth_time")));
        Assert.Equal(first.IdToken.Audiences, second.Audiences);
        Assert.True(second.IssuedAt > first.IdToken.IssuedAt);
        Assert.NotEqual(first.AccessToken, answer.Text("access_token"));
        AssertUserInfo(first, await server.GetAsync("/userinfo", answer.Text("access_token")));
    }

    [Fact(DisplayName = "oidcc-ensure-request-with-valid-pkce-succeeds")]
    public async Task Valid_pkce()
    {
        using var party = new RelyingParty(server);
        var redirect = await party.SignInAsync(
            await party.AskAsync(("code_challenge", OAuthFlow.Challenge), ("code_challenge_method", "S256")));
        var answer = await server.TokenAsync(
            $"grant_type=authorization_code&code={RelyingParty.CodeOf(redirect)}&redirect_uri={Uri.EscapeDataString(RelyingParty.RedirectUri)}"
                + $"&code_verifier={OAuthFlow.Verifier}");
        Assert.Equal(200, answer.Status);
        await party.CheckAsync(answer.Text("id_token"));
    }

    private static void AssertUserInfo(IdTokenReply reply, Answer answer)
    {
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(reply.IdToken.Subject, answer.Text("sub"));
    }

    // Scopes that the server does not publish are ignored, and the answer says which were granted.
    private async Task AssertUnpublishedScopesAreIgnoredAsync(string scope)
    {
        using var party = new RelyingParty(server);
        Assert.Equal("openid", (await party.SignInAsync(("scope", scope))).Scope);
        var published = (await server.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("scopes_supported")
            .EnumerateArray().Select(name => name.GetString()).ToList();
        Assert.Contains("openid", published);
        Assert.All(scope.Split(' ').Where(name => name != "openid"), name => Assert.DoesNotContain(name, published));
    }

    private async Task AssertIsIgnoredAsync(string name, string value)
    {
        using var party = new RelyingParty(server);
        Assert.Equal("openid", (await party.SignInAsync((name, value))).Scope);
    }

    private static string Unsigned(string claims) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none"}""")}.{Base64UrlEncoder.Encode(claims)}.";
}

public sealed class BasicProfileTestsOnSqlite(TestServer server) : BasicProfileTests(server), IClassFixture<TestServer>;

public sealed class BasicProfileTestsOnPostgreSql(PostgresTestServer server) : BasicProfileTests(server),
IClassFixture<PostgresTestServer>;
