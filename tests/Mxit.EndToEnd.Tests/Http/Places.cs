using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Mxit.Platform.Wire;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>
/// All endpoints of a server, with addresses at which there is something: what belongs to Alice, and to the app that wrote to her. An
/// endpoint with a parameter that nobody knows here fails, so that its thing is added.
/// </summary>
internal sealed class Places
{
    /// <summary>Stands in everything of Alice and of the app that is not for others.</summary>
    public const string Canary = "canary4711";

    public const string Alice = "m10000000001";
    public const string Carol = "m10000000003";

    private readonly Dictionary<string, string> _values;

    private Places(Server server, Dictionary<string, string> values, string token, string appToken)
    {
        (_values, Token, AppToken) = (values, token, appToken);
        Endpoints = [.. server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
    }

    public IReadOnlyList<RouteEndpoint> Endpoints { get; }

    /// <summary>Of Alice, with every scope.</summary>
    public string Token { get; }

    /// <summary>Of the app, with every scope.</summary>
    public string AppToken { get; }

    public static async Task<Places> MakeAsync(Server server)
    {
        var alice = await server.UserTokenAsync("alice", [.. MxitScopes.All]);
        var carol = await server.UserTokenAsync("carol", [.. MxitScopes.All]);
        var app = await server.AppTokenAsync([.. MxitScopes.All]);
        const string Folder = $"{Canary}-folder";
        await SucceedAsync(server.PutAsync("/user/profile", alice, $$"""{"Email":"{{Canary}}@example.org"}"""));
        await SucceedAsync(server.PostAsync($"/user/media/{Folder}", alice, "{}"));
        var file = await SucceedAsync(
            server.PostAsync($"/user/media/file/{Folder}?fileName={Canary}.txt", alice, $"{Canary} in the file", "text/plain"));
        var offer = await SucceedAsync(
            server.PostAsync($"/user/media/file/send?fileName={Canary}-offer.txt&userId={Alice}", carol, $"{Canary} in the offer", "text/plain"));
        await SucceedAsync(server.PostAsync("/messenger/messages", carol, $$"""{"to":"{{Alice}}","body":"{{Canary}} from Carol"}"""));
        var message = await SucceedAsync(
            server.PostAsync("/message/send", app, $$"""{"From":"demo","To":"{{Alice}}","Body":"{{Canary}} from the app"}"""));
        var offerId = offer.Header("Mxit-Message-Id")!;
        await TestKit.WaitFor.ConditionAsync(async () => (await server.GetAsync($"/messenger/offers/{offerId}", alice)).Status == 200);
        return new Places(
            server,
            new Dictionary<string, string>
            {
                ["mxitId"] = "alice",
                ["userId"] = Alice,
                ["contact"] = Carol,
                ["id"] = Carol,
                ["peer"] = Carol,
                ["folder"] = Folder,
                ["fileId"] = file.Body.Trim('"'),
                ["offerId"] = offerId,
                ["messageId"] = message.Header("Mxit-Message-Id")!,
                ["documentName"] = "messenger",
            },
            alice,
            app);
    }

    /// <summary>The methods that an endpoint takes.</summary>
    public static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    /// <summary>The address of an endpoint, with what belongs to Alice in the place of its parameters.</summary>
    public string PathOf(RouteEndpoint endpoint) => "/" + string.Join(
        '/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(TextOf))));

    /// <summary>The token that an endpoint wants; <see langword="null"/> for a page.</summary>
    public string? TokenFor(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<TokenRequirement>() is not { } requirement ? null
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
