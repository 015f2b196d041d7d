using System.Text.Json;
using Mxit.EndToEnd.Tests.Compatibility;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>
/// Errors that are not of one endpoint, such as an unknown address: a page for who asks for one, else the shape that the address
/// has for errors. Source: wire document, section 1.5.
/// </summary>
public sealed class GeneralErrorTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string OfABrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private Server Server => shared.Inner;

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/messages/a/b/c")]
    [InlineData("/assets/0/mxit.css")]
    [InlineData("/user/nowhere")]
    [InlineData("/token/nowhere")]
    [InlineData("/dev/other")]
    [InlineData("//sign-in")]
    [InlineData("/health/nowhere")]
    public async Task An_unknown_address_is_a_page_in_a_browser(string path)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post })
        {
            var answer = await AskAsync(Server, method, path, OfABrowser);
            Assert.Equal(404, answer.Status);
            Assert.Equal("text/html; charset=utf-8", answer.Header("Content-Type"));
            Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
            if (method != HttpMethod.Head)
            {
                Assert.Contains("There is no page at this address", answer.Body, StringComparison.Ordinal);
                Assert.Contains("class=\"brand\"", answer.Body, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("image/png")]
    [InlineData("nonsense, ;;")]
    [InlineData(null)]
    public async Task An_unknown_address_is_text_for_a_program_in_the_shape_of_the_address(string? accept)
    {
        var text = await AskAsync(Server, HttpMethod.Get, "/nowhere", accept);
        Assert.Equal(
            (404, "text/plain; charset=utf-8", "There is nothing at this address."),
            (text.Status, text.Header("Content-Type"), text.Body));
        foreach (var path in new[]
        {
            "/user/nowhere", "/message/nowhere", "/messenger/nowhere", "/delivery/nowhere", "/USER/nowhere",
        })
        {
            var api = await AskAsync(Server, HttpMethod.Get, path, accept);
            Assert.Equal(
                (404, "application/json; charset=utf-8", "\"There is nothing at this address.\""),
                (api.Status, api.Header("Content-Type"), api.Body));
        }

        foreach (var path in new[] { "/token/x", "/revoke/x", "/.well-known/x", "/userinfo/x", "/authorize/x" })
        {
            var auth = await AskAsync(Server, HttpMethod.Get, path, accept);
            Assert.Equal((404, "application/json; charset=utf-8"), (auth.Status, auth.Header("Content-Type")));
            Assert.Equal("invalid_request", Member(auth, "error"));
            Assert.Equal("There is nothing at this address.", Member(auth, "error_description"));
        }
    }

    [Fact]
    public async Task Other_errors_of_a_browser_are_pages_too()
    {
        var notAllowed = await AskAsync(Server, HttpMethod.Delete, "/messages", OfABrowser);
        AssertPage(405, notAllowed);
        Assert.Equal("GET, HEAD", notAllowed.Header("Allow"));
        AssertPage(405, await AskAsync(Server, HttpMethod.Get, "/message/send", OfABrowser));

        await using var limited = await Server.StartAsync(configure: options =>
        {
            options.Settings["Mxit:RateLimits:AddressRequestsPerSecond"] = "0.001";
            options.Settings["Mxit:RateLimits:AddressBurst"] = "1";
        });
        Assert.Equal(200, (await AskAsync(limited, HttpMethod.Get, "/user/public/avatar/alice", OfABrowser)).Status);
        var tooMany = await AskAsync(limited, HttpMethod.Get, "/user/public/avatar/alice", OfABrowser);
        AssertPage(429, tooMany);
        Assert.NotNull(tooMany.Header("Retry-After"));
        var program = await AskAsync(limited, HttpMethod.Get, "/user/public/avatar/alice", "*/*");
        Assert.Equal((429, "application/json; charset=utf-8"), (program.Status, program.Header("Content-Type")));
    }

    [Fact]
    public async Task Forms_that_cannot_be_read_are_answered_by_a_page()
    {
        foreach (var (path, type, body) in new[]
        {
            ("/sign-in", "application/x-www-form-urlencoded; charset=nonsense", "a=b"),
            ("/sign-in", "multipart/form-data; boundary=", "a=b"),
            ("/gallery", "application/x-www-form-urlencoded", new string('a', 40_000_000)),
            ("/messages/m10000000001/files", "multipart/form-data", "a=b"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Headers.TryAddWithoutValidation("Accept", OfABrowser);
            request.Headers.ExpectContinue = true;
            var answer = await Server.SendAsync(request);
            Assert.InRange(answer.Status, 300, 499);
            Assert.Equal(answer.Status >= 400, answer.Header("Content-Type") == "text/html; charset=utf-8");
        }
    }

    [Fact]
    public async Task The_historic_hosts_have_the_shape_of_their_errors_at_every_address()
    {
        var historic = new HistoricServer();
        await historic.InitializeAsync();
        try
        {
            var api = await historic.PlainAsync("GET /nowhere HTTP/1.1\nHost: api.mxit.com\nConnection: close");
            Assert.Equal((404, "\"There is nothing at this address.\""), (api.Status, api.Body));
            var auth = await historic.PlainAsync("GET /nowhere HTTP/1.1\nHost: auth.mxit.com\nConnection: close");
            Assert.Equal(404, auth.Status);
            Assert.Equal("There is nothing at this address.", auth.Json.GetProperty("error_description").GetString());
        }
        finally
        {
            await historic.DisposeAsync();
        }
    }

    private static void AssertPage(int status, Answer answer)
    {
        Assert.Equal((status, "text/html; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Contains("class=\"brand\"", answer.Body, StringComparison.Ordinal);
    }

    private static string? Member(Answer answer, string name) =>
        JsonDocument.Parse(answer.Body).RootElement.GetProperty(name).GetString();

    private static Task<Answer> AskAsync(Server server, HttpMethod method, string path, string? accept)
    {
        // A path that begins with two slashes would be read as a host.
        var request = new HttpRequestMessage(method, new Uri(server.Inner.Address.GetLeftPart(UriPartial.Authority) + path));
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return server.SendAsync(request);
    }
}
