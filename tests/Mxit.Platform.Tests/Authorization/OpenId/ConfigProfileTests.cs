using System.Reflection;
using System.Text.Json;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization.OpenId;

/// <summary>The config certification profile: the module of the plan <c>oidcc-config-certification-test-plan</c>.</summary>
public sealed class ConfigProfileTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact(DisplayName = "oidcc-discovery-endpoint-verification")]
    public async Task Discovery()
    {
        var answer = await server.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("application/json", answer.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(server.Address.AbsoluteUri, answer.Text("issuer"));
        Assert.Equal(new Uri(server.Address, "/authorize").AbsoluteUri, answer.Text("authorization_endpoint"));
        Assert.Equal(new Uri(server.Address, "/token").AbsoluteUri, answer.Text("token_endpoint"));
        Assert.Equal(new Uri(server.Address, "/userinfo").AbsoluteUri, answer.Text("userinfo_endpoint"));
        Assert.Equal(new Uri(server.Address, "/revoke").AbsoluteUri, answer.Text("revocation_endpoint"));
        Assert.Equal(new Uri(server.Address, "/introspect").AbsoluteUri, answer.Text("introspection_endpoint"));
        Assert.Equal(["code"], List(answer, "response_types_supported"));
        Assert.Equal(["query"], List(answer, "response_modes_supported"));
        Assert.Equal(["public"], List(answer, "subject_types_supported"));
        Assert.Equal(["RS256"], List(answer, "id_token_signing_alg_values_supported"));
        Assert.Equal(["S256"], List(answer, "code_challenge_methods_supported"));
        Assert.Equal(MxitScopes.All.Order(), List(answer, "scopes_supported").Order());
        Assert.Equal(
            ["client_secret_basic", "client_secret_post"], List(answer, "token_endpoint_auth_methods_supported").Order());
        foreach (var claim in (string[])["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "user_id"])
        {
            Assert.Contains(claim, List(answer, "claims_supported"));
        }

        Assert.Superset(
            new HashSet<string> { "authorization_code", "client_credentials", "refresh_token" },
            List(answer, "grant_types_supported").ToHashSet());
        Assert.False(answer.Json.GetProperty("claims_parameter_supported").GetBoolean());
        Assert.False(answer.Json.GetProperty("request_parameter_supported").GetBoolean());
        Assert.False(answer.Json.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.True(answer.Json.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());

        var keys = await server.GetAsync(new Uri(answer.Text("jwks_uri")).AbsolutePath);
        var key = Assert.Single(keys.Json.GetProperty("keys").EnumerateArray());
        Assert.Equal(("RSA", "sig", "RS256"), (Text(key, "kty"), Text(key, "use"), Text(key, "alg")));
        Assert.NotEmpty(Text(key, "kid"));
        foreach (var secretPart in (string[])["d", "p", "q", "dp", "dq", "qi", "k"])
        {
            Assert.False(key.TryGetProperty(secretPart, out _), secretPart);
        }
    }

    [Fact]
    public async Task O_36_the_metadata_of_oauth_is_the_same()
    {
        var openId = await server.GetAsync("/.well-known/openid-configuration");
        var oauth = await server.GetAsync("/.well-known/oauth-authorization-server");
        Assert.Equal(openId.Body, oauth.Body);
    }

    [Fact]
    public void O_58_there_is_one_test_for_each_module_of_both_plans()
    {
        string[] modules =
        [
            "oidcc-server", "oidcc-response-type-missing", "oidcc-userinfo-get", "oidcc-userinfo-post-header",
            "oidcc-userinfo-post-body",
            "oidcc-ensure-request-without-nonce-succeeds-for-code-flow", "oidcc-scope-profile", "oidcc-scope-email",
            "oidcc-scope-address",
            "oidcc-scope-phone", "oidcc-scope-all", "oidcc-ensure-other-scope-order-succeeds", "oidcc-display-page",
            "oidcc-display-popup",
            "oidcc-prompt-login", "oidcc-prompt-none-not-logged-in", "oidcc-prompt-none-logged-in", "oidcc-max-age-1",
            "oidcc-max-age-10000",
            "oidcc-ensure-request-with-unknown-parameter-succeeds", "oidcc-id-token-hint", "oidcc-login-hint", "oidcc-ui-locales",
            "oidcc-claims-locales", "oidcc-ensure-request-with-acr-values-succeeds", "oidcc-codereuse",
            "oidcc-codereuse-30seconds",
            "oidcc-ensure-registered-redirect-uri", "oidcc-ensure-post-request-succeeds", "oidcc-server-client-secret-post",
            "oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", "oidcc-claims-essential",
            "oidcc-ensure-request-object-with-redirect-uri", "oidcc-refresh-token",
            "oidcc-ensure-request-with-valid-pkce-succeeds",
            "oidcc-discovery-endpoint-verification",
        ];
        var tests = new[] { typeof(BasicProfileTests), typeof(ConfigProfileTests) }
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<FactAttribute>()?.DisplayName)
            .OfType<string>();
        Assert.Equal(modules.Order(), tests.Order());
    }

    private static List<string> List(Answer answer, string member) =>
        [.. answer.Json.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;
}
