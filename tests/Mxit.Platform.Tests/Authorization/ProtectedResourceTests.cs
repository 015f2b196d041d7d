using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>The description of the API for programs that know only its address (RFC 9728).</summary>
public sealed class ProtectedResourceTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_api_says_where_its_tokens_come_from()
    {
        var answer = await server.GetAsync("/.well-known/oauth-protected-resource");
        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal(server.Address.AbsoluteUri, answer.Text("resource"));
        var authorizationServer = Assert.Single(answer.Json.GetProperty("authorization_servers").EnumerateArray()).GetString();
        var metadata = await server.GetAsync("/.well-known/oauth-authorization-server");
        Assert.Equal(metadata.Text("issuer"), authorizationServer);
        Assert.Equal(
            metadata.Json.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString()).Order(),
            answer.Json.GetProperty("scopes_supported").EnumerateArray().Select(scope => scope.GetString()).Order());
        Assert.Equal("header", Assert.Single(answer.Json.GetProperty("bearer_methods_supported").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Whoever_comes_without_a_good_token_is_told_where_the_description_is()
    {
        var expected = $"resource_metadata=\"{server.Address.AbsoluteUri}.well-known/oauth-protected-resource\"";
        foreach (var (path, token) in ((string, string?)[])
            [("/user/profile", null), ("/user/profile", "f00d"), ("/user/profile", await server.AppTokenAsync("message/send"))])
        {
            var answer = await server.GetAsync(path, token);
            Assert.True(answer.Status is 401 or 403);
            Assert.EndsWith(expected, answer.Header("WWW-Authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task O_52_what_the_request_calls_the_server_does_not_count()
    {
        using var browser = server.OpenBrowser();
        var answer = await browser.GetAsync("/.well-known/oauth-protected-resource", headers: [("Host", "evil.example")]);
        Assert.DoesNotContain("evil.example", answer.Body, StringComparison.Ordinal);
        answer = await browser.GetAsync("/user/profile", headers: [("Host", "evil.example")]);
        Assert.DoesNotContain("evil.example", answer.Header("WWW-Authenticate")!, StringComparison.Ordinal);
    }
}
