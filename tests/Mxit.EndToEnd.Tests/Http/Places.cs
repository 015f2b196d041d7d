using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.Platform.Wire;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>
/// All endpoints of a server, with addresses at which there is something: what belongs to Carol, and to the app that wrote to
/// her. An endpoint with a parameter that nobody knows here fails, so that its thing is added.
/// </summary>
internal sealed class Places
{
    /// <summary>Stands in everything of Carol that is not for others, and in no address.</summary>
    public const string Canary = "canary4711";

    public const string Owner = "carol";

    public const string OwnerId = "m10000000003";

    // A friend of hers, and of everybody else.
    private const string Alice = "m10000000001";

    private readonly Dictionary<string, string> _values;

    private Places(Server server, Dictionary<string, string> values, string token, string appToken)
    {
        (_values, Token, AppToken) = (values, token, appToken);
        Endpoints = [.. server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(one => !IsForTests(one))];
    }

    public IReadOnlyList<RouteEndpoint> Endpoints { get; }

    /// <summary>Of Carol, with every scope.</summary>
    public string Token { get; }

    /// <summary>Of the app, with every scope.</summary>
    public string AppToken { get; }

    public static async Task<Places> MakeAsync(Server server)
    {
        var carol = await server.UserTokenAsync(Owner, [.. MxitScopes.All]);
        var alice = await server.UserTokenAsync("alice", [.. MxitScopes.All]);
        var app = await server.AppTokenAsync([.. MxitScopes.All]);
        await SucceedAsync(server.PutAsync("/user/profile", carol, $$"""{"Email":"{{Canary}}@example.org"}"""));
        await SucceedAsync(server.PostAsync($"/user/media/{Canary}-folder", carol, "{}"));

        // On the page and not through an app, which could offer it then.
        using (var visitor = await Visitor.SignInAsync(server, Owner))
        {
            await visitor.UploadAsync(
                "/gallery/Default", ($"{Canary}.txt", "text/plain", Encoding.UTF8.GetBytes($"{Canary} in the file")));
        }

        var files = JsonDocument.Parse((await SucceedAsync(server.GetAsync("/user/media/list/Default", carol))).Body).RootElement;
        var offer = await SucceedAsync(
            server.PostAsync(
                $"/user/media/file/send?fileName={Canary}-offer.txt&userId={OwnerId}", alice, $"{Canary} in the offer",
                "text/plain"));
        var offerId = offer.Header(MxitHeaders.MessageId)!;
        await SucceedAsync(
            server.PostAsync("/messenger/messages", alice, $$"""{"to":"{{OwnerId}}","body":"{{Canary}} from Alice"}"""));
        var message = await SucceedAsync(
            server.PostAsync("/message/send", app, $$"""{"From":"demo","To":"{{OwnerId}}","Body":"{{Canary}} from the app"}"""));
        await TestKit.WaitFor.ConditionAsync(async () =>
            (await server.GetAsync("/messenger/messages", carol)).Body.Contains("from the app", StringComparison.Ordinal));
        return new Places(
            server,
            new Dictionary<string, string>
            {
                ["mxitId"] = Owner,
                ["userId"] = OwnerId,
                ["contact"] = Alice,
                ["id"] = Alice,
                ["peer"] = Alice,
                ["folder"] = "Default",
                ["fileId"] = files[0].GetProperty("FileId").GetString()!,
                ["offerId"] = offerId,
                ["messageId"] = message.Header(MxitHeaders.MessageId)!,
                ["documentName"] = "messenger",
            },
            carol,
            app);
    }

    /// <summary>It is there in development mode only, for tests.</summary>
    public static bool IsForTests(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.Trim('/').Split('/')[0] == "dev";

    /// <summary>The methods that an endpoint takes.</summary>
    public static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    /// <summary>The address of an endpoint, with what belongs to Carol in the place of its parameters.</summary>
    public string PathOf(RouteEndpoint endpoint) => "/" + string.Join(
        '/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(TextOf))));

    /// <summary>The token that an endpoint wants; <see langword="null"/> for a page.</summary>
    public string? TokenFor(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<TokenRequirement>() is not { } requirement ? null
        : requirement.AnyOf.Any(rule => rule.Kind is TokenKind.App)
            && endpoint.RoutePattern.RawText!.Contains("delivery", StringComparison.Ordinal) ? AppToken
        : requirement.AnyOf.All(rule => rule.Kind is TokenKind.App) ? AppToken
        : Token;

    private static async Task<Answer> SucceedAsync(Task<Answer> asking)
    {
        var answer = await asking;
        Assert.True(answer.Status == 200, $"{answer.Message.RequestMessage!.RequestUri} answered {answer.Status} {answer.Body}");
        return answer;
    }

    private string TextOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => _values.TryGetValue(parameter.Name, out var value)
            ? value
            : throw new InvalidOperationException($"Nobody knows what to put in the place of {parameter.Name}; add it here."),
        _ => throw new InvalidOperationException($"{part} is unknown."),
    };
}
