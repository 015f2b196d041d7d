using System.Net;
using System.Text.RegularExpressions;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

public sealed class AuthorizePageTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_first_form_signs_in_and_allows_with_its_first_submit_control()
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(OAuthFlow.AuthorizePath("http://www.example.com", "profile/public+message/user"));
        Assert.Equal(200, page.Status);
        var form = Regex.Match(page.Body, "<form.*?</form>", RegexOptions.Singleline).Value;
        Assert.Equal(
            ["username", "password"],
            Regex.Matches(form, "<input type=\"(?:text|password)\"[^>]*\\sname=\"([^\"]+)\"").Select(
                match => match.Groups[1].Value));
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("send messages in your name", page.Body, StringComparison.Ordinal);

        var answer = await browser.SubmitAsync(page, "alice", "alice-password");
        Assert.Equal(302, answer.Status);
        Assert.Matches("^http://www\\.example\\.com/\\?code=[0-9a-f]{32}$", answer.Location);
    }

    [Fact]
    public async Task Who_is_signed_in_only_chooses()
    {
        using var browser = server.OpenBrowser();
        var path = OAuthFlow.AuthorizePath("http://example.org/", "openid", more: "&state=s");
        await browser.SubmitAsync(await browser.GetAsync(path), "alice", "alice-password");
        var page = await browser.GetAsync(path);
        Assert.DoesNotContain("name=\"password\"", page.Body, StringComparison.Ordinal);
        Assert.NotNull((await browser.SubmitAsync(page)).Parameter("code"));
        Assert.Equal("access_denied", (await browser.SubmitAsync(page, submit: "deny")).Parameter("error"));
        Assert.Contains("name=\"password\"", (await browser.GetAsync($"{path}&prompt=login")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("nobody", "alice-password")]
    [InlineData("", "")]
    public async Task A_wrong_password_shows_the_form_again(string login, string password)
    {
        using var browser = server.OpenBrowser();
        var page = await browser.SubmitAsync(
            await browser.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid")), login, password);
        Assert.Equal(200, page.Status);
        Assert.Contains("wrong", page.Body, StringComparison.Ordinal);
        Assert.Equal(302, (await browser.SubmitAsync(page, "alice", "alice-password")).Status);
    }

    [Theory]
    [InlineData("http://www.example.com", "state=a%2Fb%20c%26d%3De%22%3C%C3%A9", "a/b c&d=e\"<é")]
    [InlineData("http://127.0.0.1:4711/callback", "state=x", "x")]
    [InlineData("http://www.example.com", "", null)]
    public async Task O_39_deny_leads_back_with_both_members_and_the_state_as_it_was(
        string redirectUri, string state, string? expected)
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(OAuthFlow.AuthorizePath(redirectUri, "openid", more: $"&{state}"));
        var answer = await browser.SubmitAsync(page, submit: "deny");
        Assert.Equal(302, answer.Status);
        Assert.Equal("access_denied", answer.Parameter("error"));
        Assert.NotEmpty(answer.Parameter("error_description")!);
        Assert.Equal(expected, answer.Parameter("state"));
    }

    [Theory]
    [InlineData("client_id=99999999999999999999999999999999&redirect_uri=http%3A%2F%2Fexample.org%2F")]
    [InlineData("redirect_uri=http%3A%2F%2Fexample.org%2F")]
    [InlineData("client_id=11111111111111111111111111111111")]
    [InlineData("client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fexample.org%2Fx")]
    [InlineData("client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fexample.org")]
    [InlineData("client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fevil.org%2F")]
    [InlineData("client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Flocalhost%3A1%2Fcallback")]
    [InlineData("client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%40evil.org%2Fcallback")]
    [InlineData("client_id=1%00&redirect_uri=http%3A%2F%2Fexample.org%2F")]
    [InlineData("client_id=11111111111111111111111111111111&client_id=x&redirect_uri=http%3A%2F%2Fexample.org%2F")]
    public async Task O_04_an_unknown_app_or_address_shows_a_page_and_leads_nowhere(string query)
    {
        // For legacy apps the slash of an empty path may be missing; see the exception below.
        var lenient = query.EndsWith("example.org", StringComparison.Ordinal);
        var answer = await server.GetAsync($"/authorize?response_type=code&scope=openid&{query}");
        Assert.Equal(lenient ? 200 : 400, answer.Status);
        Assert.StartsWith("text/html", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Null(answer.Header("Location"));
    }

    [Theory]
    [InlineData("response_type=code", "invalid_scope")]
    [InlineData("response_type=code&scope=nonsense", "invalid_scope")]
    [InlineData("response_type=token&scope=openid", "unsupported_response_type")]
    [InlineData("scope=openid", "invalid_request")]
    [InlineData("response_type=code&scope=openid&code_challenge=abc&code_challenge_method=plain", "invalid_request")]
    [InlineData("response_type=code&scope=openid&code_challenge=abc&code_challenge_method=S256", "invalid_request")]
    [InlineData("response_type=code&scope=openid&response_mode=form_post", "invalid_request")]
    [InlineData("response_type=code&scope=openid&prompt=none", "login_required")]
    public async Task Other_errors_lead_back_with_both_members(string query, string error)
    {
        var answer = await server.GetAsync(
            $"/authorize?client_id={OAuthFlow.ClientId}&redirect_uri=http%3A%2F%2Fexample.org%2F&state=s&{query}");
        Assert.Equal((302, error), (answer.Status, answer.Parameter("error")));
        Assert.StartsWith("http://example.org/?error=", answer.Location, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Parameter("error_description")!);
        Assert.Equal("s", answer.Parameter("state"));
        Assert.Null(answer.Parameter("error_uri"));
    }

    [Fact]
    public async Task O_06_a_strict_app_needs_a_challenge()
    {
        var answer = await server.GetAsync(
            OAuthFlow.AuthorizePath("http://127.0.0.1/callback", "openid", OAuthFlow.StrictClientId));
        Assert.Equal("invalid_request", answer.Parameter("error"));
    }

    [Fact]
    public async Task O_40_a_strict_app_is_led_back_to_with_303_and_O_37_the_issuer()
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(OAuthFlow.AuthorizePath(
            "http://127.0.0.1:8123/callback", "openid", OAuthFlow.StrictClientId,
            $"&code_challenge={OAuthFlow.Challenge}&code_challenge_method=S256"));
        var answer = await browser.SubmitAsync(page, "alice", "alice-password");
        Assert.Equal(303, answer.Status);
        Assert.Equal(server.Address.AbsoluteUri, answer.Parameter("iss"));
    }

    [Fact]
    public async Task O_45_a_form_that_is_not_ours_is_not_followed()
    {
        using var owner = server.OpenBrowser();
        var page = await owner.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid"));
        using var foreign = server.OpenBrowser();
        var answer = await foreign.SubmitAsync(page, "alice", "alice-password");
        Assert.Equal(400, answer.Status);
        Assert.Null(answer.Header("Location"));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData(
        "/authorize?response_type=code&client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fexample.org%2F&scope=openid")]
    [InlineData("/authorize")]
    public async Task O_41_O_42_O_43_O_44_O_65_pages_carry_strict_headers(string path)
    {
        var page = await server.GetAsync(path);
        var policy = page.Header("Content-Security-Policy")!;
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal("same-origin", page.Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("no-store", page.Header("Cache-Control")!, StringComparison.Ordinal);
        Assert.Null(page.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/inbox?x=1", "/inbox?x=1")]
    [InlineData("https://evil.org/", "/messages")]
    [InlineData("//evil.org", "/messages")]
    [InlineData("/\\evil.org", "/messages")]
    [InlineData("", "/messages")]
    public async Task O_05_signing_in_leads_to_this_server_only(string returnUrl, string expected)
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        var answer = await browser.SubmitAsync(page, "alice", "alice-password");
        Assert.Equal((303, expected), (answer.Status, answer.Location));
        Assert.Matches("(?i)mxit=.*samesite=lax; httponly", answer.Header("Set-Cookie")!);

        var signedIn = await browser.GetAsync("/sign-in");
        Assert.Contains("Hello Alice", signedIn.Body, StringComparison.Ordinal);
        await browser.SubmitAsync(signedIn);
        Assert.DoesNotContain("Hello", (await browser.GetAsync("/sign-in")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Robots_may_read_everything()
    {
        var answer = await server.GetAsync("/robots.txt");
        Assert.Equal((200, "User-agent: *\nDisallow:\n"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task The_style_sheet_is_kept_for_a_year()
    {
        var page = await server.GetAsync("/sign-in");
        var answer = await server.GetAsync(
            WebUtility.HtmlDecode(Regex.Match(page.Body, "href=\"(/assets[^\"]+)\"").Groups[1].Value));
        Assert.Equal((200, "text/css; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Contains("immutable", answer.Header("Cache-Control")!, StringComparison.Ordinal);
        Assert.InRange(answer.Body.Length, 1, 8_000);
    }
}
