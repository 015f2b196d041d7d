using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.Platform.Apps;
using Mxit.Platform.Wire;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>
/// Every endpoint, asked by somebody for what is another's: without a token, by another person with a token and with the cookie
/// of the pages, by another app, and by the app that the person uses.
/// </summary>
public sealed class CrossAccessTests
{
    private const string Bob = "m10000000002";

    // What the path names belongs to one person or app. A folder is the caller's own of that name.
    private static readonly string[] Owned = ["fileId", "offerId", "messageId"];

    // What requests to the endpoints hold, so that they are refused for who asks and not for what they say. The rest is an empty
    // object.
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["POST message/send"] = $$"""{"To":"{{Bob}}","Body":"x"}""",
        ["POST messenger/messages"] = $$"""{"to":"{{Bob}}","body":"x"}""",
        ["POST messenger/messages/delivered"] = """{"upTo":9000000000000000}""",
        ["POST messenger/messages/read"] = """{"upTo":9000000000000000}""",
        ["POST user/recommend"] = $$"""{"Application":"demo","ToUserId":"{{Bob}}","Message":"x"}""",
        ["PUT user/profile"] = """{"AboutMe":"of a stranger"}""",
        ["PUT messenger/profile"] = """{"AboutMe":"of a stranger"}""",
        ["PUT user/statusmessage"] = "\"of a stranger\"",
        ["PUT messenger/state"] = """{"mood":1}""",
        ["PUT messenger/contacts/{id}/group"] = "\"of a stranger\"",
        ["PUT user/media/{folder}"] = "\"of a stranger\"",
        ["PUT user/media/file/{fileId}"] = "\"of a stranger.txt\"",
    };

    private static readonly Dictionary<string, string> Queries = new(StringComparer.Ordinal)
    {
        ["POST user/media/file/send"] = $"?fileName=x&userId={Bob}",
        ["POST user/media/file/send/{fileId}"] = $"?userId={Bob}",
        ["POST user/media/file/{folder}"] = "?fileName=x",
    };

    // What the buttons of the pages say.
    private static readonly string[] Actions =
        ["rename", "delete", "offer", "picture", "accept", "decline", "block", "move", "invite"];

    public static TheoryData<MxitTestDatabase> Databases => Server.Databases;

    [Theory, MemberData(nameof(Databases))]
    public async Task O_30_nobody_reaches_what_is_anothers(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(
            provider, options => options.Settings["Mxit:RateLimits:PersonRequestsPerSecond"] = "0");
        var places = await Places.MakeAsync(server);
        using var visitor = await Visitor.SignInAsync(server, "dave");
        var proof = (await visitor.ProveAsync("/profile"))["__RequestVerificationToken"];
        var strangers = new[]
        {
            new Stranger("nobody", StrangerKind.Nobody, null, null),
            new Stranger("another person", StrangerKind.Person, await server.UserTokenAsync("dave", [.. MxitScopes.All]), null),
            new Stranger("another person at a browser", StrangerKind.Browser, null, visitor.Cookies),
            new Stranger("another app", StrangerKind.App, await OtherAppTokenAsync(server), null),
            new Stranger("the app of the person", StrangerKind.OwnApp, places.AppToken, null),
        };
        var faults = new List<string>();
        var before = await ReadAllAsync(server, places);
        Assert.Contains(before.Values, text => text.Contains(Places.Canary, StringComparison.Ordinal));
        foreach (var stranger in strangers)
        {
            foreach (var endpoint in places.Endpoints)
            {
                foreach (var method in Places.MethodsOf(endpoint))
                {
                    foreach (var content in Contents(endpoint, method, proof))
                    {
                        using (content)
                        {
                            faults.AddRange(await AskAsync(server, places, stranger, endpoint, method, content));
                        }
                    }
                }
            }
        }

        // Whatever they did, the person finds everything as it was.
        var after = await ReadAllAsync(server, places);
        faults.AddRange(before.Where(read => after[read.Key] != read.Value)
            .Select(read => $"{read.Key} was {read.Value} and is {after[read.Key]}"));
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<IEnumerable<string>> AskAsync(
        Server server, Places places, Stranger stranger, RouteEndpoint endpoint, string method, HttpContent? content)
    {
        var pattern = endpoint.RoutePattern.RawText!.TrimStart('/');
        var path = places.PathOf(endpoint) + Queries.GetValueOrDefault($"{method} {pattern}");
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        request.Headers.TryAddWithoutValidation("Origin", server.Inner.Address.GetLeftPart(UriPartial.Authority));
        if (stranger.Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", stranger.Token);
        }
        else if (stranger.Cookies is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", stranger.Cookies);
        }

        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)answer.StatusCode;
        var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var body = isStream ? "" : await answer.Content.ReadAsStringAsync();
        return Judge(stranger, endpoint.Metadata.GetMetadata<TokenRequirement>(), endpoint, status, body)
            .Select(fault => $"{method} {path} by {stranger.Name} {fault} ({status} {body})");
    }

    private static IEnumerable<string> Judge(
        Stranger stranger, TokenRequirement? requirement, RouteEndpoint endpoint, int status, string body)
    {
        if (body.Contains(Places.Canary, StringComparison.Ordinal))
        {
            yield return "shows what is another's";
        }

        if (status >= 500)
        {
            yield return "failed";
        }

        if (requirement is { AllowsAnonymous: false } && stranger.Kind == StrangerKind.Nobody && status != 401)
        {
            yield return "needs no token";
        }

        if (requirement is not null && stranger.IsApp && status != 403
            && requirement.AnyOf.All(rule => rule.Kind is TokenKind.User or TokenKind.Session))
        {
            yield return "lets an app act as a person";
        }

        var isOwned = endpoint.RoutePattern.Parameters.Any(parameter => Owned.Contains(parameter.Name))
            && !(stranger.Kind == StrangerKind.OwnApp
                && endpoint.RoutePattern.Parameters.Any(parameter => parameter.Name == "messageId"));
        if (isOwned && status < 300)
        {
            yield return "is done";
        }
    }

    private static IEnumerable<HttpContent?> Contents(RouteEndpoint endpoint, string method, string proof)
    {
        if (method is not ("POST" or "PUT"))
        {
            return [null];
        }

        if (endpoint.Metadata.GetMetadata<TokenRequirement>() is not null)
        {
            var name = $"{method} {endpoint.RoutePattern.RawText!.TrimStart('/')}";
            return [new StringContent(Bodies.GetValueOrDefault(name) ?? "{}", Encoding.UTF8, "application/json")];
        }

        // Signing out would end what the others need.
        return endpoint.RoutePattern.RawText == "/sign-out" ? [] : Actions.Select(action => new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["__RequestVerificationToken"] = proof,
                ["do"] = action,
                ["name"] = "of a stranger",
                ["text"] = "of a stranger",
                ["to"] = Bob,
                ["contact"] = "bob",
                ["group"] = "of a stranger",
            }));
    }

    // Streams have no end, and who is suggested depends on what others do.
    private static async Task<Dictionary<string, string>> ReadAllAsync(Server server, Places places)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var endpoint in places.Endpoints.Where(endpoint => Places.MethodsOf(endpoint).Contains("GET")))
        {
            var path = places.PathOf(endpoint);
            if (places.TokenFor(endpoint) is { } token && !path.EndsWith("/events", StringComparison.Ordinal)
                && !path.EndsWith("/suggestions", StringComparison.Ordinal))
            {
                var answer = await server.GetAsync(path, token);
                all[path] = $"{answer.Status} {answer.Body}";
            }
        }

        return all;
    }

    private static async Task<string> OtherAppTokenAsync(Server server)
    {
        await using var scope = server.Inner.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<AppService>().CreateAsync(
            new NewApp("other") { Profile = AppProfile.Legacy, RedirectUris = ["http://example.org/"] },
            TestContext.Current.CancellationToken);
        using var client = new MxitClient(new MxitClientOptions
        {
            ClientId = made.Value!.App.ClientId,
            ClientSecret = made.Value.Secret,
            BaseAddress = server.Inner.Address,
        });
        return (await client.OAuth.GetAppTokenAsync(MxitScopes.All, null, TestContext.Current.CancellationToken)).Value;
    }

    private enum StrangerKind
    {
        Nobody,
        Person,
        Browser,
        App,
        OwnApp,
    }

    private sealed record Stranger(string Name, StrangerKind Kind, string? Token, string? Cookies)
    {
        public bool IsApp => Kind is StrangerKind.App or StrangerKind.OwnApp;
    }
}
