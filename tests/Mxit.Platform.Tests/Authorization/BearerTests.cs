using System.Text;
using System.Text.Json;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

public sealed class BearerTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task O_28_a_missing_token_is_401_with_a_plain_challenge()
    {
        var answer = await server.GetAsync("/userinfo");
        Assert.Equal(
            (401, $"""Bearer realm="mxit", resource_metadata="{server.Address.AbsoluteUri}.well-known/oauth-protected-resource" """.TrimEnd()),
            (answer.Status, answer.Header("WWW-Authenticate")));
        Assert.Equal(["error", "error_description"], answer.Json.EnumerateObject().Select(member => member.Name).Order());
    }

    [Theory]
    [InlineData("f00d")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("a b")]
    public async Task O_28_a_bad_token_is_401_invalid_token(string token)
    {
        var answer = await server.GetAsync("/userinfo", token);
        Assert.Equal((401, "invalid_token"), (answer.Status, answer.Text("error")));
        Assert.StartsWith(
            """Bearer realm="mxit", error="invalid_token", error_description=""", answer.Header("WWW-Authenticate"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task O_28_a_missing_scope_is_403_and_names_it()
    {
        var token = await server.AppTokenAsync("message/send");
        var answer = await server.GetAsync("/user/lookup/bob", token);
        Assert.Equal((403, "insufficient_scope"), (answer.Status, answer.Text("error")));
        Assert.Contains("scope=\"profile/public\"", answer.Header("WWW-Authenticate")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O_27_tokens_count_in_the_header_only()
    {
        var token = (await server.SignInAsync("openid")).Text("access_token");
        Assert.Equal(401, (await server.GetAsync($"/userinfo?access_token={token}")).Status);
        using var browser = server.OpenBrowser();
        Assert.Equal(401, (await browser.PostAsync($"/userinfo?access_token={token}", "")).Status);
        Assert.Equal(401, (await browser.PostAsync("/message/send", $"access_token={token}")).Status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", false)]
    [InlineData("Sec-Fetch-Site", "same-site", true)]
    [InlineData("Sec-Fetch-Site", "cross-site", true)]
    [InlineData("Origin", "https://evil.org", true)]
    [InlineData("Origin", "null", true)]
    [InlineData("X-Nothing", "said", true)]
    public async Task O_45_a_session_writes_only_from_our_own_pages(string header, string value, bool refused)
    {
        using var browser = server.OpenBrowser();
        Assert.Equal(401, (await browser.GetAsync("/messenger/conversations")).Status);
        await browser.SubmitAsync(await browser.GetAsync("/sign-in"), "alice", "alice-password");
        Assert.Equal(200, (await browser.GetAsync("/messenger/conversations")).Status);
        var answer = await browser.PostAsync("/messenger/messages", "{}", null, "application/json", (header, value));
        Assert.Equal(refused, answer.Status == 403);
        Assert.NotEqual(401, answer.Status);
    }

    [Fact]
    public async Task The_scheme_may_be_in_lower_case()
    {
        var token = (await server.SignInAsync("openid")).Text("access_token");
        using var browser = server.OpenBrowser();
        Assert.Equal(200, (await browser.GetAsync("/userinfo", null, ("Authorization", $"bearer {token}"))).Status);
    }

    [Fact]
    public async Task Refresh_tokens_and_codes_are_no_access_tokens()
    {
        var pair = await server.SignInAsync("openid");
        Assert.Equal(401, await server.UserInfoStatusAsync(pair.Text("refresh_token")));
        Assert.Equal(401, await server.UserInfoStatusAsync(await server.GetCodeAsync()));
    }

    [Fact]
    public async Task Userinfo_names_the_person_of_any_user_token()
    {
        var token = (await server.SignInAsync("message/user")).Text("access_token");
        foreach (var path in (string[])["/userinfo?schema=openid", "/userinfo", "/userinfo/?Schema=openid"])
        {
            var answer = await server.GetAsync(path, token);
            Assert.Equal("""{"sub":"m10000000001","user_id":"m10000000001"}""", answer.Body);
        }

        var wrong = await server.GetAsync("/userinfo?schema=other", token);
        Assert.Equal((400, "invalid_schema"), (wrong.Status, wrong.Text("error")));
    }

    [Fact]
    public async Task O_30_an_app_is_no_person()
    {
        var answer = await server.GetAsync("/userinfo", await server.AppTokenAsync("openid"));
        Assert.Equal((403, "insufficient_scope"), (answer.Status, answer.Text("error")));
    }

    [Theory]
    [InlineData("alice", 200, "\"m10000000001\"")]
    [InlineData("ALICE", 200, "\"m10000000001\"")]
    [InlineData("m10000000002", 200, "\"m10000000002\"")]
    [InlineData("nobody", 404, "\"Unknown user: nobody\"")]
    [InlineData("m99999999999", 404, "\"Unknown user: m99999999999\"")]
    [InlineData("J%C3%BCrgen", 404, "\"Unknown user: Jürgen\"")]
    public async Task Lookup_answers_with_a_bare_string(string login, int status, string body)
    {
        var answer = await server.GetAsync($"/user/lookup/{login}", await server.AppTokenAsync("profile/public"));
        Assert.Equal((status, body), (answer.Status, answer.Body));
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
    }

    [Fact]
    public async Task The_id_token_holds_what_old_clients_read()
    {
        var parts = (await server.RedeemAsync(await server.GetCodeAsync("openid"))).Text("id_token").Split('.');
        var header = Decode(parts[0]);
        var claims = Decode(parts[1]);
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        Assert.Equal(JsonValueKind.String, claims.GetProperty("aud").ValueKind);
        Assert.Equal(OAuthFlow.ClientId, claims.GetProperty("aud").GetString());
        Assert.Equal("m10000000001", claims.GetProperty("user_id").GetString());
        Assert.Equal("m10000000001", claims.GetProperty("sub").GetString());
        Assert.Equal(server.Address.AbsoluteUri, claims.GetProperty("iss").GetString());
        Assert.Equal(3600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        var keys = (await server.GetAsync("/.well-known/jwks")).Json.GetProperty("keys");
        Assert.Contains(
            keys.EnumerateArray(), key => key.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task O_09_O_36_O_52_discovery_names_the_public_address_whatever_the_host(string path)
    {
        using var browser = server.OpenBrowser();
        var answer = await browser.GetAsync(path, null, ("Host", "evil.org"));
        Assert.Equal(200, answer.Status);
        Assert.Equal(server.Address.AbsoluteUri, answer.Text("issuer"));
        foreach (var endpoint in (string[])["authorization", "token", "revocation", "userinfo"])
        {
            Assert.StartsWith(server.Address.AbsoluteUri, answer.Text($"{endpoint}_endpoint"), StringComparison.Ordinal);
        }

        Assert.Equal(
            ["S256"], answer.Json.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(
                method => method.GetString()));
        Assert.DoesNotContain("offline_access", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("private_key_jwt", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O_23_neither_secrets_nor_tokens_stand_in_the_database()
    {
        var token = (await server.SignInAsync("openid")).Text("access_token");
        Assert.All(
            Directory.GetFiles(server.DataFolder, "mxit.db*").Where(file => !file.EndsWith("-lock", StringComparison.Ordinal)),
            file =>
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var reader = new StreamReader(stream, Encoding.Latin1);
                var content = reader.ReadToEnd();
                Assert.DoesNotContain(token, content, StringComparison.Ordinal);
                Assert.DoesNotContain("22222222222222222222222222222222", content, StringComparison.Ordinal);
                Assert.DoesNotContain("alice-password", content, StringComparison.Ordinal);
            });
        Assert.All(
            Directory.GetFiles(Path.Combine(server.DataFolder, "keys")),
            file => Assert.True(
                OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    private static JsonElement Decode(string part) => JsonDocument.Parse(Convert.FromBase64String(
        part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='))).RootElement;
}
