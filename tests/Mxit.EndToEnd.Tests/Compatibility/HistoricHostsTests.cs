using System.Net;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;
using Mxit.Server;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>What the historic names change, and what they leave as it is.</summary>
public sealed class HistoricHostsTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task Discovery_names_the_address_that_was_asked_if_it_is_one_of_the_servers_own(string path)
    {
        var ordinary = server.Inner.Inner.Address.AbsoluteUri;
        foreach (var (host, issuer) in new[]
        {
            ("auth.mxit.com", "https://auth.mxit.com/"),
            ("AUTH.mxit.com:443", "https://auth.mxit.com/"),
            ($"auth.mxit.com:{server.Listeners.HttpsPort}", $"https://auth.mxit.com:{server.Listeners.HttpsPort}/"),
            ("api.mxit.com", "https://api.mxit.com/"),
            ("evil.mxit.com", ordinary),
            ("evil.example", ordinary),
        })
        {
            var answer = (await server.TlsAsync(Hosts.Auth, $"GET {path} HTTP/1.1\nHost: {host}\nConnection: close")).Succeeded();
            Assert.Equal(issuer, answer.Json.GetProperty("issuer").GetString());
            foreach (var endpoint in (string[])[
                "authorization_endpoint", "token_endpoint", "revocation_endpoint", "userinfo_endpoint", "jwks_uri",
            ])
            {
                Assert.StartsWith(issuer, answer.Json.GetProperty(endpoint).GetString(), StringComparison.Ordinal);
            }
        }

        // At the ordinary address the historic names are names like any other.
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = Hosts.Auth } };
        using var document = System.Text.Json.JsonDocument.Parse((await server.Inner.SendAsync(request)).Body);
        Assert.Equal(ordinary, document.RootElement.GetProperty("issuer").GetString());
    }

    [Fact]
    public async Task A_token_of_one_address_is_good_at_the_other()
    {
        var historic = await server.UserTokenAsync("alice", "profile/private");
        Assert.Equal(200, (await server.Inner.GetAsync("/user/profile", historic)).Status);
        var ordinary = await server.Inner.UserTokenAsync("alice", "profile/private");
        (await server.AskAsync("GET", "/user/profile", ordinary)).Succeeded();
    }

    [Fact]
    public async Task The_cookies_of_the_page_are_for_TLS_and_no_browser_is_held_to_it()
    {
        var answer = await server.TlsAsync(
            Hosts.Auth,
            $"""
            GET /authorize?response_type=code&client_id={HistoricServer.Id}&redirect_uri=http%3A%2F%2Fexample.org%2F&scope=openid HTTP/1.1
            Host: auth.mxit.com
            Connection: close
            """);
        Assert.All(answer.All("Set-Cookie"), cookie => Assert.Contains("; secure;", cookie, StringComparison.Ordinal));
        Assert.NotEmpty(answer.All("Set-Cookie"));
        Assert.Null(answer.Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Keys_are_for_the_servers_user_only_and_the_certificate_for_everybody()
    {
        var folder = Path.GetDirectoryName(server.Listeners.AuthorityPath)!;
        Assert.DoesNotContain(
            "PRIVATE KEY", await File.ReadAllTextAsync(server.Listeners.AuthorityPath), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "keys")));
            Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(folder, "keys", "historic-authority.pem")));
            Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(folder, "keys", "historic-hosts.pem")));
            Assert.True(File.GetUnixFileMode(server.Listeners.AuthorityPath).HasFlag(UnixFileMode.OtherRead));
        }
    }

    [Fact]
    public async Task Where_others_come_by_https_a_page_without_TLS_leads_to_the_same_page_with_it_and_the_API_does_not()
    {
        await using var https = await Server.StartAsync(configure: options =>
        {
            options.Settings["Mxit:HistoricHosts:Enabled"] = "true";
            options.Settings["Mxit:HistoricHosts:HttpPort"] = "0";
            options.Settings["Mxit:HistoricHosts:HttpsPort"] = "0";
            options.Settings["Mxit:Server:PublicAddress"] = "https://mxit.example.org";
        });
        var port = https.Get<Mxit.Server.HistoricHosts.HistoricListeners>().HttpPort;

        var page = await AskAsync(
            $"/authorize?response_type=code&client_id={HistoricServer.Id}&redirect_uri=http%3A%2F%2Fexample.org%2F&scope=a%2Fb");
        Assert.Equal(302, page.Status);
        Assert.Equal(
            $"https://auth.mxit.com/authorize?response_type=code&client_id={HistoricServer.Id}&redirect_uri=http%3A%2F%2Fexample.org%2F&scope=a%2Fb",
            page.Header("Location"));
        Assert.Equal(302, (await AskAsync("/sign-out", "POST")).Status);
        Assert.Equal(200, (await AskAsync("/message/version")).Status);
        Assert.Equal(401, (await AskAsync("/user/profile/")).Status);
        Assert.Equal(200, (await AskAsync("/robots.txt")).Status);
        foreach (var endpoint in https.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            // No program is led away from where it sent its token: whoever listens has it already, and it would be sent again
            // without.
            if (endpoint.Metadata.GetMetadata<TokenRequirement>() is not null)
            {
                var answer = await AskAsync($"/{endpoint.RoutePattern.RawText!.Trim('/')}", Http.Places.MethodsOf(endpoint)[0]);
                Assert.True(answer.Status is >= 400 and < 500, $"{endpoint.DisplayName} answered {answer.Status}");
            }
        }

        // Behind whatever ends TLS at the ordinary address, pages are there, with cookies for https only.
        var signIn = await https.GetAsync("/sign-in", null);
        Assert.Equal(200, signIn.Status);
        Assert.Contains("__Host-mxit-form=", signIn.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Contains("; secure;", signIn.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.NotNull(signIn.Header("Strict-Transport-Security"));

        async Task<RawAnswer> AskAsync(string target, string method = "GET")
        {
            await using var stream = await RawHttp.ConnectAsync(port);
            await stream.WriteAsync(
                RawHttp.Bytes($"{method} {target} HTTP/1.1\nHost: auth.mxit.com\nContent-Length: 0\nConnection: close", []));
            return await RawHttp.ReadAsync(stream);
        }
    }

    [Theory]
    [InlineData("Listen=localhost", "Mxit:HistoricHosts:Listen holds 'localhost', which is not an address")]
    [InlineData("Listen=", "Mxit:HistoricHosts:Listen is empty")]
    [InlineData("HttpPort=443", "HttpPort and HttpsPort are both 443")]
    [InlineData("HttpPort=70000", "HttpPort")]
    public void Wrong_settings_are_named_at_the_start(string setting, string expected)
    {
        var fault = Assert.ThrowsAny<Exception>(() => MxitServer.Build(
            ["--Mxit:HistoricHosts:Enabled=true", $"--Mxit:HistoricHosts:{setting}",
                $"--Mxit:Server:DataFolder={Path.GetTempPath()}"]));
        Assert.Contains(expected, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1 auth.mxit.com")]
    [InlineData("::", "::1 auth.mxit.com")]
    [InlineData("192.168.1.7", "192.168.1.7 auth.mxit.com")]
    public void The_lines_for_the_hosts_file_lead_to_where_the_server_is(string listen, string expected) =>
        Assert.Equal(expected, Mxit.Server.HistoricHosts.HostsFile.Lines(IPAddress.Parse(listen))[0]);
}
