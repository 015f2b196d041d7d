using Microsoft.Extensions.Logging;
using Mxit.Platform.Tests.Authorization;
using Mxit.Platform.Tests.Kit;
using Mxit.Server;

namespace Mxit.Platform.Tests.Hosting;

/// <summary>Forwarded fields count from trusted proxies only (O-52).</summary>
public sealed class ProxyTests
{
    private const string WarningCategory = "Mxit.Server.ForwardedFields";

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.1")]
    [InlineData("127.0.0.0/8", "203.0.113.1")]
    [InlineData(" ::1 ; 127.0.0.1 ", "203.0.113.1")]
    [InlineData("fd00::/8,127.0.0.1", "203.0.113.1")]
    [InlineData("127.0.0.1;10.0.0.0/8", "203.0.113.1, 10.1.2.3")]
    [InlineData("127.0.0.1;2001:db8:ffff::/48", "203.0.113.1, 10.1.2.3, 2001:db8:ffff::1", "10.1.2.3")]
    [InlineData("127.0.0.1", "made-up, 203.0.113.1")]
    [InlineData("127.0.0.1", "127.0.0.1, 203.0.113.1:55123")]
    [InlineData("", "203.0.113.1", "127.0.0.1")]
    [InlineData("127.0.0.2", "203.0.113.1", "127.0.0.1")]
    [InlineData("10.0.0.0/8;::1", "203.0.113.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "nonsense", "127.0.0.1")]
    public async Task O_52_the_address_of_a_client_is_what_trusted_proxies_say(
        string trusted, string forwardedFor, string expected = "203.0.113.1")
    {
        await using var server = await CustomServer.StartAsync($"--Mxit:Server:TrustedProxies={trusted}");
        using var program = ThrottleTests.From(server.OpenBrowser(), forwardedFor);
        await ThrottleTests.SignInAsync(program, "alice", "wrong");

        var failed = Assert.Single(server.Logs.Lines, line => line is { Category: "Mxit.Security", Event.Name: "SignInFailed" });
        Assert.Contains($" from {expected} ", failed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("10.0.0.0/33")]
    [InlineData("127.0.0.1;proxy.example.org")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void O_52_what_is_no_address_and_no_network_is_named(string trusted)
    {
        var fault = Assert.ThrowsAny<Exception>(() => MxitServer.Build([$"--Mxit:Server:TrustedProxies={trusted}"]));
        Assert.Contains("Mxit:Server:TrustedProxies", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task O_52_the_issuer_and_what_is_published_never_come_from_a_request()
    {
        await using var server = await CustomServer.StartAsync(
            "--Mxit:Server:TrustedProxies=127.0.0.1", "--Mxit:Server:PublicAddress=https://mxit.example.org");
        using var browser = server.OpenBrowser();
        foreach (var name in new[] { "X-Forwarded-Host", "X-Forwarded-Prefix", "Forwarded", "Host", "X-Original-Host", "X-Host" })
        {
            browser.Headers.Clear();
            browser.Headers[name] = name == "Forwarded" ? "host=evil.example" : "evil.example";
            browser.Headers["X-Forwarded-Proto"] = "http";
            var document = await browser.GetAsync("/.well-known/openid-configuration");
            Assert.Equal("https://mxit.example.org/", document.Text("issuer"));
            Assert.DoesNotContain("evil", document.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", document.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.1")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.1")]
    public async Task O_52_fields_of_a_proxy_that_is_not_trusted_are_told_of_once(string name, string value)
    {
        await using var server = await CustomServer.StartAsync("--Mxit:Server:PublicAddress=https://mxit.example.org");
        using var browser = server.OpenBrowser();
        browser.Headers[name] = value;
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.GetAsync("/health/live")));

        var warning = Assert.Single(server.Logs.Lines, line => line.Category == WarningCategory);
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Contains("127.0.0.1", warning.Text, StringComparison.Ordinal);
        Assert.Contains("Mxit:Server:TrustedProxies", warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Mxit:Server:PublicAddress=https://mxit.example.org", "--Mxit:Server:TrustedProxies=127.0.0.0/8")]
    [InlineData("--Mxit:Server:PublicAddress=http://mxit.example.org", "--Mxit:Server:TrustedProxies=")]
    public async Task Nothing_is_told_where_nothing_is_wrong(params string[] settings)
    {
        await using var server = await CustomServer.StartAsync(settings);
        using var browser = ThrottleTests.From(server.OpenBrowser(), "203.0.113.1");
        await browser.GetAsync("/health/live");
        Assert.DoesNotContain(server.Logs.Lines, line => line.Category == WarningCategory);
    }

    [Fact]
    public async Task O_52_limits_by_address_see_the_client()
    {
        await using var server = await CustomServer.StartAsync(
            "--Mxit:Server:TrustedProxies=127.0.0.1", "--Mxit:RateLimits:AddressRequestsPerSecond=0.01",
            "--Mxit:RateLimits:AddressBurst=2");
        using var browser = server.OpenBrowser();
        foreach (var (address, status) in new[]
        {
            ("203.0.113.1", 200), ("203.0.113.1", 200), ("203.0.113.1", 429), ("203.0.113.2", 200), ("::ffff:203.0.113.1", 429),
            ("2001:db8::1", 200), ("2001:db8::2", 200), ("2001:db8::3", 429), ("2001:db8:0:1::1", 200),
        })
        {
            Assert.Equal(status, (await ThrottleTests.From(browser, address).GetAsync("/user/public/avatar/alice")).Status);
        }
    }

    [Fact]
    public async Task O_46_cookies_of_a_server_that_is_reached_by_https_are_bound_to_it()
    {
        await using var server = await CustomServer.StartAsync("--Mxit:Server:PublicAddress=https://mxit.example.org");
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync("/sign-in");
        var answer = await browser.SubmitAsync(page, "alice", "alice-password");
        Assert.Equal(303, answer.Status);
        var cookies = $"{page.Header("Set-Cookie")}, {answer.Header("Set-Cookie")}".Split(", __")
            .Select(cookie => cookie.TrimStart('_')).ToList();
        Assert.Equal(3, cookies.Count);
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("Host-mxit", cookie, StringComparison.Ordinal);
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("(?i); samesite=(lax|strict)", cookie);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.True(await browser.IsSignedInAsync());
    }
}
