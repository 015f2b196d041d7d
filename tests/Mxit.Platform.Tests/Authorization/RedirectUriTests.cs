using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>Where people may be led back to.</summary>
public sealed class RedirectUriTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Loopback = "http://127.0.0.1/callback";

    /// <summary>
    /// Addresses that are not a registered loopback address with another port, however much they look like one.
    /// </summary>
    public static TheoryData<string> NotLoopback => new(
        "http://127.0.0.1:99999/callback", "http://127.0.0.1:65536/callback", "http://127.0.0.1:0/callback",
        "http://127.0.0.1:00/callback",
        "http://127.0.0.1:/callback", "http://127.0.0.1:080/callback", "http://127.0.0.1:00080/callback",
        "http://127.0.0.1:-1/callback",
        "http://127.0.0.1:+80/callback", "http://127.0.0.1:8e1/callback", "http://127.0.0.1:8 0/callback",
        "http://127.0.0.1:\u0668\u0660/callback",
        "http://127.0.0.1:4294967376/callback", "http://127.0.0.1:80:80/callback", "http://127.0.0.1:80@evil.example/callback",
        "http://user@127.0.0.1:80/callback", "http://@127.0.0.1/callback", "http://user:80@127.0.0.1/callback",
        "http://127.0.0.1@evil.example/callback",
        "http://127.0.0.1.evil.example/callback", "http://127.0.0.1.:80/callback", "http://127.0.0.2:80/callback",
        "http://127.1:80/callback",
        "http://2130706433:80/callback", "http://0177.0.0.1:80/callback", "http://0x7f.0.0.1:80/callback",
        "http://0x7f000001/callback",
        "http://127.0.0.01:80/callback", "http://127.0.0.1%2Eevil.example/callback", "http://127%2E0.0.1:80/callback",
        "http://\uff11\uff12\uff17.0.0.1:80/callback", "http://127\u30020.0.1:80/callback", "http://localhost:80/callback",
        "http://localhost/callback",
        "http://LOCALHOST/callback", "http://[::1]:80/callback", "http://[0:0:0:0:0:0:0:1]:80/callback",
        "http://[::ffff:127.0.0.1]:80/callback",
        "http://[::1%25lo]:80/callback", "http://[::]:80/callback", "http://0.0.0.0:80/callback", "https://127.0.0.1:80/callback",
        "HTTP://127.0.0.1:80/callback", "Http://127.0.0.1/callback", "http:127.0.0.1:80/callback", "http:/127.0.0.1:80/callback",
        "http:///127.0.0.1:80/callback", "http:\\\\127.0.0.1:80\\callback", "http://127.0.0.1:80\\callback",
        "http://127.0.0.1\\@evil.example/callback",
        "http://127.0.0.1:80/callback#x", "http://127.0.0.1:80/callback#", "http://127.0.0.1:80#/callback",
        "http://127.0.0.1:80/callback?",
        "http://127.0.0.1:80/callback?x=y", "http://127.0.0.1:80/callback/", "http://127.0.0.1:80/Callback",
        "http://127.0.0.1:80//callback",
        "http://127.0.0.1:80/x/../callback", "http://127.0.0.1:80/./callback", "http://127.0.0.1:80/%63allback",
        "http://127.0.0.1:80/callback%20",
        "http://127.0.0.1:80", "http://127.0.0.1:80/", "http://127.0.0.1:80/callback\t", "http://127.0.0.1:80/call\nback",
        "http://127.0.0.1:80/call\rback",
        "http://127.0.0.1:8\t0/callback", " http://127.0.0.1:80/callback", "http://127.0.0.1:80/callback ",
        "http://127.0.0.1:80/callback\u007f",
        "http://127.0.0.1:80/callback\u00a0", "http://127.0.0.1:80/callback\u200b", "javascript://127.0.0.1:80/callback",
        "//127.0.0.1:80/callback");

    public static TheoryData<string> Loopbacks => new(
        Loopback, "http://127.0.0.1:1/callback", "http://127.0.0.1:80/callback", "http://127.0.0.1:8080/callback",
        "http://127.0.0.1:65535/callback");

    [Theory]
    [MemberData(nameof(NotLoopback))]
    public async Task O_02_a_loopback_address_may_differ_in_its_port_only(string redirectUri)
    {
        foreach (var profile in (AppProfile[])[AppProfile.Strict, AppProfile.Legacy])
        {
            Assert.False(RedirectUris.AreEqual(Loopback, redirectUri, profile), redirectUri);
        }

        foreach (var method in (string[])["GET", "POST"])
        {
            var answer = await AskAsync(method, redirectUri, OAuthFlow.StrictClientId);
            Assert.Equal(400, answer.Status);
            Assert.Null(answer.Header("Location"));
            answer = await AskAsync(method, redirectUri, OAuthFlow.ClientId);
            Assert.Equal(400, answer.Status);
            Assert.Null(answer.Header("Location"));
        }
    }

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public async Task O_02_any_port_there_is_will_do(string redirectUri)
    {
        Assert.True(RedirectUris.AreEqual(Loopback, redirectUri, AppProfile.Strict));
        Assert.Equal(200, (await AskAsync("GET", redirectUri, OAuthFlow.StrictClientId)).Status);
    }

    [Theory]
    [InlineData("http://[::1]/cb", "http://[::1]:1/cb", true)]
    [InlineData("http://[::1]/cb", "http://[::1]:65535/cb", true)]
    [InlineData("http://[::1]:4000/cb", "http://[::1]/cb", true)]
    [InlineData("http://[::1]/cb", "http://[::1]:0/cb", false)]
    [InlineData("http://[::1]/cb", "http://[::1]:99999/cb", false)]
    [InlineData("http://[::1]/cb", "http://[::1]:/cb", false)]
    [InlineData("http://[::1]/cb", "http://[0::1]:80/cb", false)]
    [InlineData("http://[::1]/cb", "http://[::1]80/cb", false)]
    [InlineData("http://[::1]/cb", "http://[::1].evil.example/cb", false)]
    [InlineData("http://[::1]/cb", "http://127.0.0.1/cb", false)]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:80", true)]
    [InlineData("http://127.0.0.1?x", "http://127.0.0.1:80?x", true)]
    [InlineData("http://localhost/cb", "http://localhost/cb", true)]
    [InlineData("http://localhost/cb", "http://localhost:80/cb", false)]
    public void O_02_the_rule_holds_for_both_families_and_not_for_names(string registered, string asked, bool expected) =>
        Assert.Equal(expected, RedirectUris.AreEqual(registered, asked, AppProfile.Strict));

    [Theory]
    [InlineData("https://weather.example.org/signed-in")]
    [InlineData("https://weather.example.org/a%2Fb?x=%20&y=Z")]
    [InlineData("https://weather.example.org")]
    [InlineData("https://weather.example.org:8443/signed-in/")]
    [InlineData("http://127.0.0.1:4711/callback")]
    public void O_01_any_other_character_makes_another_address(string registered)
    {
        Assert.True(RedirectUris.AreEqual(registered, registered, AppProfile.Strict));
        var isLoopback = registered.StartsWith("http://127.0.0.1", StringComparison.Ordinal);
        foreach (var changed in Changes(registered).Where(changed => !isLoopback || PathOf(changed) != PathOf(registered)))
        {
            Assert.False(RedirectUris.AreEqual(registered, changed, AppProfile.Strict), changed);
        }
    }

    [Fact]
    public async Task O_01_the_server_compares_the_same_strings()
    {
        const string Registered = "https://weather.example.org/signed-in?x=%2F";
        await using var scope = server.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<AppService>()
            .CreateAsync(new NewApp("exact") { RedirectUris = [Registered] }, TestContext.Current.CancellationToken);
        var app = result.Value!.App;
        Assert.Equal(200, (await AskAsync("GET", Registered, app.ClientId)).Status);
        string[] others =
        [
            .. Changes(Registered).Where((_, index) => index % 7 == 0), "https://weather.example.org/signed-in?x=/",
            "https://weather.example.org:443/signed-in?x=%2F", "https://weather.example.org/signed-in?x=%2f",
            "https://weather.example.org./signed-in?x=%2F",
        ];
        foreach (var other in others)
        {
            var answer = await AskAsync("GET", other, app.ClientId);
            Assert.True(
                answer.Status == 400 && answer.Header("Location") is null,
                $"{other} answered {answer.Status} {answer.Header("Location")}");
        }
    }

    [Theory]
    [InlineData("https://example.org/cb", true, true)]
    [InlineData("https://example.org", true, true)]
    [InlineData("https://example.org:1/cb?x=%20", true, true)]
    [InlineData("https://example.org:65535/cb", true, true)]
    [InlineData("https://xn--bcher-kva.example/cb", true, true)]
    [InlineData("https://192.0.2.1/cb", true, true)]
    [InlineData("https://[2001:db8::1]:8443/cb", true, true)]
    [InlineData("http://127.0.0.1/cb", true, true)]
    [InlineData("http://127.0.0.1:4711/cb", true, true)]
    [InlineData("http://[::1]:4711/cb", true, true)]
    [InlineData("http://localhost:4711/cb", true, true)]
    [InlineData("http://www.example.com", false, true)]
    [InlineData("http://www.example.com:8080/cb", false, true)]
    [InlineData("http://127.0.0.2/cb", false, true)]
    [InlineData("http://127.0.0.1:0/cb", false, false)]
    [InlineData("http://127.0.0.1:99999/cb", false, false)]
    [InlineData("http://127.0.0.1:/cb", false, false)]
    [InlineData("http://127.0.0.1:0080/cb", false, false)]
    [InlineData("https://example.org:0/cb", false, false)]
    [InlineData("https://example.org:65536/cb", false, false)]
    [InlineData("https://example.org:/cb", false, false)]
    [InlineData("http://127.1/cb", false, false)]
    [InlineData("http://2130706433/cb", false, false)]
    [InlineData("http://0177.0.0.1/cb", false, false)]
    [InlineData("http://0x7f.1/cb", false, false)]
    [InlineData("http://[0:0:0:0:0:0:0:1]/cb", false, false)]
    [InlineData("http://[::ffff:127.0.0.1]/cb", false, true)]
    [InlineData("http://[::1%25lo]/cb", false, false)]
    [InlineData("http://127.0.0.1%2F/cb", false, false)]
    [InlineData("https://EXAMPLE.org/cb", false, false)]
    [InlineData("HTTPS://example.org/cb", false, false)]
    [InlineData("https://user@example.org/cb", false, false)]
    [InlineData("https://user:password@example.org/cb", false, false)]
    [InlineData("https://@example.org/cb", false, false)]
    [InlineData("https://example.org/cb#fragment", false, false)]
    [InlineData("https://example.org/cb#", false, false)]
    [InlineData("https:\\\\example.org\\cb", false, false)]
    [InlineData("https://example.org\\cb", false, false)]
    [InlineData("https://example.org/c\tb", false, false)]
    [InlineData("https://example.org/c\nb", false, false)]
    [InlineData("https://example.org/c b", false, false)]
    [InlineData(" https://example.org/cb", false, false)]
    [InlineData("https://example.org/cb ", false, false)]
    [InlineData("https://example.org/\u00e9", false, false)]
    [InlineData("https://b\u00fccher.example/cb", false, false)]
    [InlineData("https://example.org/%", false, false)]
    [InlineData("https://example.org/%2", false, false)]
    [InlineData("https://example.org/%zz", false, false)]
    [InlineData("https://example.org/<script>", false, false)]
    [InlineData("https://example.org/\"", false, false)]
    [InlineData("https://exa mple.org/cb", false, false)]
    [InlineData("https://exa_mple.org/cb", true, true)]
    [InlineData("https:///cb", false, false)]
    [InlineData("https://", false, false)]
    [InlineData("https:example.org/cb", false, false)]
    [InlineData("https:/example.org/cb", false, false)]
    [InlineData("https://example.org/a/../cb", false, false)]
    [InlineData("https://example.org/./cb", false, false)]
    [InlineData("https://example.org/%2e%2e/cb", false, false)]
    [InlineData("http", false, false)]
    [InlineData("", false, false)]
    [InlineData("httpx://example.org/cb", false, false)]
    [InlineData("ftp://example.org/cb", false, false)]
    [InlineData("javascript:alert(1)", false, false)]
    [InlineData("data:text/html,x", false, false)]
    [InlineData("file:///etc/passwd", false, false)]
    [InlineData("/relative", false, false)]
    [InlineData("//example.org/cb", false, false)]
    public void O_03_what_may_be_registered(string uri, bool strict, bool legacy)
    {
        Assert.Equal(strict, RedirectUris.MayRegister(uri, AppProfile.Strict));
        Assert.Equal(legacy, RedirectUris.MayRegister(uri, AppProfile.Legacy));
    }

    // Each character once left out, doubled, in the other case, escaped; and one more at every place.
    private static IEnumerable<string> Changes(string uri)
    {
        for (var index = 0; index < uri.Length; index++)
        {
            var (before, character, after) = (uri[..index], uri[index], uri[(index + 1)..]);
            yield return before + after;
            yield return before + character + character + after;
            yield return $"{before}%{(int)character:X2}{after}";
            if (char.IsLetter(character))
            {
                yield return before + (char)(character ^ ' ') + after;
            }
        }

        for (var index = 0; index <= uri.Length; index++)
        {
            foreach (var added in (string[])["x", "/", ".", "%20", "\t", "\0", "\u200b", "@", "\\", "?", "#", "&"])
            {
                if (uri.Insert(index, added) is var changed && changed != uri)
                {
                    yield return changed;
                }
            }
        }
    }

    private static string PathOf(string uri) => uri.Length > 16 && uri.IndexOf('/', 16) is >= 0 and var slash ? uri[slash..] : "";

    private async Task<Answer> AskAsync(string method, string redirectUri, string clientId)
    {
        using var browser = server.OpenBrowser();
        var query = RelyingParty.Query(
            ("client_id", clientId), ("redirect_uri", redirectUri), ("code_challenge", OAuthFlow.Challenge),
            ("code_challenge_method", "S256"));
        return method == "GET" ? await browser.GetAsync($"/authorize?{query}") : await browser.PostAsync("/authorize", query);
    }
}
