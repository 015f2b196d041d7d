using Mxit.EndToEnd.Tests.Compatibility;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>Headers that no answer goes without.</summary>
public sealed class EveryAnswerHeaderTests
{
    [Fact]
    public async Task O_43_every_answer_has_nosniff_and_HSTS_where_https_is_the_public_address()
    {
        await using var https = await Server.StartAsync(configure: options => Listen(options, "https://mxit.example.org"));
        var faults = new List<string>();
        await foreach (var (what, answer) in AskEverythingAsync(https))
        {
            if (answer.Header("X-Content-Type-Options") != "nosniff"
                || answer.Header("Strict-Transport-Security") != "max-age=31536000")
            {
                faults.Add(
                    $"{what} {answer.Status}: {answer.Header("X-Content-Type-Options")} " +
                    $"{answer.Header("Strict-Transport-Security")}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task O_43_without_https_no_answer_has_HSTS()
    {
        await using var http = await Server.StartAsync(configure: options => Listen(options, ""));
        await foreach (var (what, answer) in AskEverythingAsync(http))
        {
            Assert.True(
                answer.Header("X-Content-Type-Options") == "nosniff" && answer.Header("Strict-Transport-Security") is null,
                $"{what} {answer.Status}");
        }
    }

    [Fact]
    public async Task O_43_the_historic_hosts_have_nosniff_and_HSTS_with_TLS_only()
    {
        var historic = new HistoricServer { PublicAddress = "https://mxit.example.org" };
        await historic.InitializeAsync();
        try
        {
            foreach (var target in new[]
            {
                "/message/version", "/user/profile", "/nowhere", "/robots.txt", "/authorize", "//token",
            })
            {
                foreach (var name in Mxit.Platform.HistoricHosts.Names)
                {
                    var request = $"GET {target} HTTP/1.1\nHost: {name}\nConnection: close";
                    var plain = await historic.PlainAsync(request);
                    Assert.Equal(
                        ("nosniff", null), (plain.Header("X-Content-Type-Options"), plain.Header("Strict-Transport-Security")));
                    var tls = await historic.TlsAsync(name, request);
                    Assert.Equal(
                        ("nosniff", "max-age=31536000"),
                        (tls.Header("X-Content-Type-Options"), tls.Header("Strict-Transport-Security")));
                }
            }
        }
        finally
        {
            await historic.DisposeAsync();
        }
    }

    private static void Listen(Mxit.Testing.MxitTestServerOptions options, string publicAddress)
    {
        options.Settings["Mxit:Server:PublicAddress"] = publicAddress;
        options.Settings["Mxit:RateLimits:PersonRequestsPerSecond"] = "0";
    }

    // Every endpoint with and without a token, by each method, in a browser and in a program; and what is wrong in general.
    private static async IAsyncEnumerable<(string What, Answer Answer)> AskEverythingAsync(Server server)
    {
        var places = await Places.MakeAsync(server);
        foreach (var endpoint in places.Endpoints)
        {
            var path = places.PathOf(endpoint);
            foreach (var method in Places.MethodsOf(endpoint).Append("BREW"))
            {
                yield return ($"{method} {path}", await AskAsync(server, method, path));
                yield return (
                    $"{method} {path} (token)", await AskAsync(
                        server, method, path, ("Authorization", $"Bearer {places.Token}")));
            }
        }

        foreach (var path in new[]
        {
            "/nowhere", "//authorize", "/token", "/revoke", "/.well-known/openid-configuration", "/.well-known/jwks",
            "/health/live", "/health/ready",
            "/robots.txt", "/openapi/messenger.json", "/openapi/nothing.json", "/user/nowhere", "/dev/reset",
        })
        {
            foreach (var method in new[] { "GET", "HEAD", "POST", "OPTIONS" })
            {
                yield return ($"{method} {path}", await AskAsync(server, method, path));
                yield return ($"{method} {path} (page)", await AskAsync(server, method, path, ("Accept", "text/html")));
            }
        }

        var avatar = await AskAsync(server, "GET", "/user/public/avatar/alice");
        yield return (
            "304", await AskAsync(server, "GET", "/user/public/avatar/alice", ("If-None-Match", avatar.Header("ETag")!)));
        yield return ("206", await AskAsync(server, "GET", "/user/public/avatar/alice", ("Range", "bytes=0-0")));
        yield return ("416", await AskAsync(server, "GET", "/user/public/avatar/alice", ("Range", "bytes=99999999-")));
        yield return ("412", await AskAsync(server, "GET", "/user/public/avatar/alice", ("If-Match", "\"x\"")));
    }

    private static async Task<Answer> AskAsync(
        Server server, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(server.Inner.Address.GetLeftPart(UriPartial.Authority) + path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        // A stream has no end.
        var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var body = isStream ? "" : await answer.Content.ReadAsStringAsync();
        if (isStream)
        {
            answer.Dispose();
        }

        return new Answer((int)answer.StatusCode, body, answer);
    }
}
