using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

public abstract class IntrospectionTests(TestServer server)
{
    private const string Inactive = """{"active":false}""";

    [Fact]
    public async Task O_35_an_app_hears_what_its_own_tokens_are_good_for()
    {
        var token = await server.SignInAsync("openid+messenger");
        var answer = await server.IntrospectAsync(token.Text("access_token"));
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Contains("no-store", answer.Header("Cache-Control")!, StringComparison.Ordinal);
        Assert.True(answer.Json.GetProperty("active").GetBoolean());
        Assert.Equal(
            (OAuthFlow.ClientId, "m10000000001", "openid messenger", server.Address.AbsoluteUri),
            (answer.Text("client_id"), answer.Text("sub"), answer.Text("scope"), answer.Text("iss")));
        Assert.Equal(3600, answer.Json.GetProperty("exp").GetInt64() - answer.Json.GetProperty("iat").GetInt64());
        Assert.DoesNotContain(
            answer.Json.EnumerateObject(),
            member => member.Name.StartsWith("oi_", StringComparison.Ordinal)
            || member.Name.StartsWith("mxit_", StringComparison.Ordinal));

        Assert.True((await server.IntrospectAsync(token.Text("refresh_token"))).Json.GetProperty("active").GetBoolean());
        var own = await server.IntrospectAsync(await server.AppTokenAsync("profile/public"));
        Assert.Equal(("profile/public", OAuthFlow.ClientId), (own.Text("scope"), own.Text("sub")));
    }

    [Fact]
    public async Task O_35_whatever_is_not_active_is_answered_alike()
    {
        var strict = await server.TokenAsync("grant_type=client_credentials&scope=openid", OAuthFlow.StrictBasic);
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync("f00d")));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(new string('0', 32))));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync("a.b.c")));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(strict.Text("access_token"))));

        var code = await server.GetCodeAsync();
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(code)));
        var token = await server.RedeemAsync(code);
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(token.Text("id_token"))));

        var revoked = await server.SignInAsync("openid");
        await server.RevokeAsync(revoked.Text("access_token"));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(revoked.Text("access_token"))));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(revoked.Text("refresh_token"))));

        server.Clock.Advance(TimeSpan.FromSeconds(3601));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(token.Text("access_token"))));
    }

    [Fact]
    public async Task O_35_asking_changes_nothing()
    {
        var code = await server.GetCodeAsync();
        await server.IntrospectAsync(code);
        var first = await server.RedeemAsync(code);
        Assert.Equal(200, first.Status);
        var second = await server.RefreshAsync(first.Text("refresh_token"));
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(code)));
        Assert.Equal((200, Inactive), Of(await server.IntrospectAsync(first.Text("refresh_token"))));
        Assert.Equal(200, await server.UserInfoStatusAsync(second.Text("access_token")));
        Assert.Equal(200, (await server.RefreshAsync(second.Text("refresh_token"))).Status);
    }

    [Theory]
    [InlineData("11111111111111111111111111111111", "wrong")]
    [InlineData("99999999999999999999999999999999", "22222222222222222222222222222222")]
    [InlineData("", "")]
    public async Task O_35_O_21_nobody_else_may_ask(string id, string secret)
    {
        var token = await server.AppTokenAsync("openid");
        var answer = await server.IntrospectAsync(token, OAuthFlow.BasicOf(id, secret));
        Assert.Equal((401, "invalid_client"), (answer.Status, answer.Text("error")));
        Assert.StartsWith("Basic ", answer.Header("WWW-Authenticate"), StringComparison.Ordinal);

        using var browser = server.OpenBrowser();
        Assert.Equal(401, (await browser.PostAsync("/introspect", $"token={token}")).Status);
        Assert.Equal(401, (await browser.PostAsync("/introspect", $"token={token}", $"Bearer {token}")).Status);
        Assert.Equal(401, (await browser.PostAsync("/introspect", $"token={token}&client_id={OAuthFlow.ClientId}")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("token=")]
    [InlineData("token=a&token=b")]
    [InlineData("token=%00")]
    public async Task A_request_without_a_token_is_invalid(string form)
    {
        using var browser = server.OpenBrowser();
        var answer = await browser.PostAsync("/introspect", form, OAuthFlow.Basic);
        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Text("error")));
        Assert.Equal(["error", "error_description"], answer.Json.EnumerateObject().Select(member => member.Name).Order());
    }

    private static (int Status, string Body) Of(Answer answer) => (answer.Status, answer.Body);
}

public sealed class IntrospectionTestsOnSqlite(TestServer server) : IntrospectionTests(server), IClassFixture<TestServer>;

public sealed class IntrospectionTestsOnPostgreSql(PostgresTestServer server) : IntrospectionTests(server),
IClassFixture<PostgresTestServer>;
