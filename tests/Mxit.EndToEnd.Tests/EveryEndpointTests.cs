using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;

namespace Mxit.EndToEnd.Tests;

/// <summary>What must hold for every endpoint there is, also for those that come later.</summary>
public sealed class EveryEndpointTests
{
    [Fact]
    public async Task O_29_each_endpoint_lets_in_the_tokens_of_its_rules_and_no_others()
    {
        await using var server = await Server.StartAsync();
        var tokens = new List<(bool IsApp, string Scope, string Token)>();
        foreach (var scope in MxitScopes.All)
        {
            tokens.Add((true, scope, await server.AppTokenAsync(scope)));
            tokens.Add((false, scope, await server.UserTokenAsync("alice", scope)));
        }

        var guarded = server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<TokenRequirement>() is not null).ToList();
        Assert.True(guarded.Count >= 8, $"Only {guarded.Count} endpoints require a token.");
        foreach (var endpoint in guarded)
        {
            var rules = endpoint.Metadata.GetMetadata<TokenRequirement>()!.AnyOf;
            var path = $"/{endpoint.RoutePattern.RawText!.TrimStart('/')
                .Replace("{mxitId}", "alice", StringComparison.Ordinal)
                .Replace("{userId}", "m10000000001", StringComparison.Ordinal)
                .Replace("{contact}", "bob", StringComparison.Ordinal)
                .Replace("{folder}", "Default", StringComparison.Ordinal)
                .Replace("{fileId}", "f00df00d-f00d-f00d-f00d-f00df00df00d", StringComparison.Ordinal)
                .Replace("{offerId}", "01a20ad2-9ba7-77a7-9d29-f68b03eaad86", StringComparison.Ordinal)
                .Replace("{id}", "bob", StringComparison.Ordinal)}";
            var method = new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);
            Assert.Equal(rules.Contains(TokenRule.Anonymous), await AskAsync(server, method, path, null) is not 401);
            Assert.Equal(401, await AskAsync(server, method, path, new string('0', 32)));
            foreach (var (isApp, scope, token) in tokens)
            {
                var isAllowed = rules.Any(rule => (rule.Scope is null || rule.Scope == scope) && rule.Kind switch
                {
                    TokenKind.App => isApp,
                    TokenKind.User => !isApp,
                    TokenKind.Any or TokenKind.Anonymous => true,
                    _ => false,
                });
                var status = await AskAsync(server, method, path, token);
                Assert.True(
                    isAllowed ? status is not (401 or 403) : status == 403,
                    $"{method} {path} answered {status} to {(isApp ? "an app" : "a person")} with {scope}");
            }
        }
    }

    [Fact]
    public async Task No_body_makes_any_endpoint_fail()
    {
        await using var server = await Server.StartAsync();
        var app = await server.AppTokenAsync("message/send");
        var person = await server.UserTokenAsync(
            "alice", "messenger", "profile/write", "status/write", "contact/recommend", "avatar/write", "content/write",
            "content/send");
        var offer =
            (await server.PostAsync(
                "/user/media/file/send?fileName=x&userId=m10000000001", await server.AppTokenAsync("content/send"), "x"))
                    .Header("Mxit-Message-Id");
        await TestKit.WaitFor.ConditionAsync(
            async () => (await server.GetAsync($"/messenger/offers/{offer}", person)).Status == 200);
        var basic = "Basic " + Convert.ToBase64String("11111111111111111111111111111111:22222222222222222222222222222222"u8);
        var members = Of(
            "To", "Body", "From", "Links", "Spool", "SpoolTimeOut", "ContainsMarkup", "to", "upTo", "peer", "x", "Application",
            "CallbackUrl", "ToUserId",
                "AboutMe", "DisplayName", "Email", "FirstName", "Gender", "MobileNumber", "RelationshipStatus", "WhereAmI",
                "mood", "availability", "folder");
        var values = Gen.OneOf(
            Of("null", "true", "{}", "[]", "[null]", "1e999", "-1", "\"m10000000001\"", "\"\\u0000\"", "\"\\ud800\"", "[{}]"),
            Gen.String.Select(text => System.Text.Json.JsonSerializer.Serialize(text)),
            Gen.Long.Select(number => $"{number}"));
        var objects = Gen.Select(members, values).Array[0, 6].Select(
            pairs => "{" + string.Join(',', pairs.Select(pair => $"\"{pair.Item1}\":{pair.Item2}")) + "}");
        var forms = Gen.Select(
                Of("grant_type", "scope", "code", "token", "username", "password", "refresh_token", "client_id", "redirect_uri",
                    "state"),
                Gen.OneOf(Gen.String, Of("authorization_code", "password", "client_credentials", "refresh_token", "\0", "%zz")))
            .Array[0, 6].Select(pairs => string.Join('&', pairs.Select(pair => $"{pair.Item1}={pair.Item2}")));
        var bodies = Gen.OneOf(
            values.Select(Encoding.UTF8.GetBytes),
            objects.Select(Encoding.UTF8.GetBytes), forms.Select(Encoding.UTF8.GetBytes), Gen.Byte.Array[0, 200]);
        var targets = Of(
            ("POST", "/message/send", $"Bearer {app}"),
            ("POST", "/user/recommend", $"Bearer {person}"),
            ("POST", "/messenger/messages", $"Bearer {person}"),
            ("POST", "/messenger/messages/read", $"Bearer {person}"),
            ("POST", "/messenger/messages/delivered", $"Bearer {person}"),
            ("POST", "/user/avatar", $"Bearer {person}"),
            ("POST", "/user/cover", $"Bearer {person}"),
            ("POST", "/user/media/Holiday", $"Bearer {person}"),
            ("PUT", "/user/media/Holiday", $"Bearer {person}"),
            ("POST", "/user/media/file/Default?fileName=x&mimeType=text/plain", $"Bearer {person}"),
            ("PUT", "/user/media/file/f00df00d-f00d-f00d-f00d-f00df00df00d", $"Bearer {person}"),
            ("POST", "/user/media/file/send?fileName=x&userId=m10000000002", $"Bearer {person}"),
            ("POST", "/user/media/file/send/f00df00d-f00d-f00d-f00d-f00df00df00d?UserId=m10000000002", $"Bearer {person}"),
            ("POST", $"/messenger/offers/{offer}/accept", $"Bearer {person}"),
            ("POST", $"/messenger/offers/{offer}/decline", $"Bearer {person}"),
            ("PUT", "/user/profile", $"Bearer {person}"),
            ("PUT", "/user/statusmessage", $"Bearer {person}"),
            ("PUT", "/messenger/profile", $"Bearer {person}"),
            ("PUT", "/messenger/state", $"Bearer {person}"),
            ("POST", "/token", basic),
            ("POST", "/revoke", basic),
            ("POST", "/authorize", ""),
            ("POST", "/sign-in", ""),
            ("POST", "/sign-out", ""));
        var types = Of(
            "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "nonsense");

        await Gen.Select(targets, bodies, types).SampleAsync(
            async (target, body, type) =>
            {
                using var request =
                    new HttpRequestMessage(new HttpMethod(target.Item1), target.Item2) { Content = new ByteArrayContent(body) };
                request.Headers.TryAddWithoutValidation("Authorization", target.Item3);
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var answer = await server.Http.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{target.Item1} {target.Item2} answered {(int)answer.StatusCode}");
            },
            iter: 2_000,
            threads: 2);
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static async Task<int> AskAsync(Server server, HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return (int)answer.StatusCode;
    }
}
