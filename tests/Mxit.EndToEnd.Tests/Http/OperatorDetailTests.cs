using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform;
using Mxit.Platform.Data;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>What the operator knows of a server, strangers do not: what it measures, what it holds, and why it fails.</summary>
public sealed class OperatorDetailTests
{
    // All that a server tells somebody who has no token and no session, besides what its pages are made of.
    private static readonly string[] Public =
    [
        "/.well-known/jwks", "/.well-known/oauth-authorization-server", "/.well-known/oauth-protected-resource",
        "/.well-known/openid-configuration",
        "/health/live", "/health/ready", "/message/version", "/openapi/{documentName}.json", "/robots.txt", "/sign-in",
        "/user/version",
    ];

    // Where programs of all kinds have such things.
    private static readonly string[] UsualPlaces =
    [
        "/metrics", "/metrics/", "/METRICS", "/prometheus", "/stats", "/status", "/trace", "/debug", "/debug/vars",
        "/debug/pprof", "/diagnostics", "/info",
        "/actuator", "/actuator/health", "/admin", "/config", "/env", "/.env", "/logs", "/health", "/health/", "/healthz",
        "/readyz", "/health/details",
        "/health/ready/details", "/health/metrics", "/health/startup", "/swagger", "/swagger/index.html",
        "/swagger/v1/swagger.json", "/openapi", "/openapi.json",
        "/openapi/v1.json", "/openapi/internal.json", "/openapi/user.json", "/openapi/Mxit.Server.json",
        "/openapi/messenger.yaml", "/openapi/.json", "/graphql",
        "/appsettings.json", "/mxit.db", "/_framework", "/dev", "/server-status",
    ];

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task O_66_health_names_the_kind_of_a_fault_and_no_details(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var folder = server.Get<ServerContext>().DataFolder;
        var media = Path.Combine(folder, "media");
        Directory.Move(media, media + "-gone");
        try
        {
            foreach (var query in new[] { "", "?details=true", "?verbose=1", "?format=json" })
            {
                var answer = await server.GetAsync($"/health/ready{query}", null);
                Assert.Equal((503, StorageFailure.FilesUnavailable.Describe()), (answer.Status, answer.Body));
                Assert.Equal("text/plain; charset=utf-8", answer.Header("Content-Type"));
                Assert.Null(answer.Header("Server"));
            }
        }
        finally
        {
            Directory.Move(media + "-gone", media);
        }

        await WaitFor.ConditionAsync(async () => (await server.GetAsync("/health/ready", null)).Body == "ready");
    }

    [Fact]
    public void O_66_what_health_says_of_storage_names_no_place_and_no_program() => Assert.All(
        Enum.GetValues<StorageFailure>().Select(failure => failure.Describe()),
        text => Assert.Matches("^[A-Z][a-z', -]+\\.$", text));

    [Fact]
    public async Task O_66_what_is_said_to_strangers_is_listed_and_nothing_else_is_there()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Server:Development"] = "false");
        foreach (var place in UsualPlaces)
        {
            var answer = await server.GetAsync(place, null);
            Assert.True(answer.Status == 404, $"{place} answered {answer.Status}");
        }

        var open = new List<string>();
        foreach (var endpoint in server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !Places.IsForTests(endpoint)))
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var answer = await server.GetAsync(pattern.Replace("{documentName}", "messenger", StringComparison.Ordinal), null);
            if (answer.Status == 200 && !pattern.StartsWith("/assets/", StringComparison.Ordinal))
            {
                open.Add(pattern);
            }
        }

        Assert.NotEmpty(open);
        Assert.Equal("", string.Join(' ', open.Distinct().Except(Public)));
    }

    [Fact]
    public async Task O_66_the_published_document_is_of_the_peoples_API_only()
    {
        await using var server = await Server.StartAsync();
        using var document = JsonDocument.Parse((await server.GetAsync("/openapi/messenger.json", null)).Body);
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.StartsWith("/messenger/", path, StringComparison.Ordinal));
    }
}
