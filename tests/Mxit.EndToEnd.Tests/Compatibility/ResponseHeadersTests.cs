using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>What no answer of the API may be, for every endpoint there is, also for those that come later.</summary>
public sealed class ResponseHeadersTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    // Not the statuses of successes that old clients take for failures, no redirects, nothing about what a request accepts or
    // lacks a length of, no failures.
    private static readonly int[] Never = [201, 202, 203, 204, 205, 300, 301, 302, 303, 307, 308, 406, 411, 415, 500, 501, 502];

    [Theory]
    [InlineData("", "", "")]
    [InlineData("/", "", "\nContent-Length: 0")]
    [InlineData("", "{}", "\nContent-Length: *\nContent-Type: application/json")]
    [InlineData("/", "\"x\"", "\nContent-Length: *\nContent-Type: application/x-www-form-urlencoded")]
    [InlineData("", "\"x\"", "\nContent-Length: *\nContent-Type: nonsense\nAccept: application/xml")]
    public async Task C_02_C_05_no_endpoint_leads_away_or_answers_a_success_that_is_none(
        string slash, string body, string headers)
    {
        var app = await server.AppTokenAsync(string.Join(' ', MxitScopes.All));
        var person = await server.UserTokenAsync("alice", string.Join(' ', MxitScopes.All));
        var endpoints = server.Inner.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<TokenRequirement>() is not null).ToList();
        Assert.True(endpoints.Count > 40, $"Only {endpoints.Count} endpoints were found.");
        var bad = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
                .Replace("{mxitId}", "alice", StringComparison.Ordinal)
                .Replace("{userId}", "m10000000002", StringComparison.Ordinal)
                .Replace("{contact}", "bob", StringComparison.Ordinal)
                .Replace("{folder}", "Every", StringComparison.Ordinal)
                .Replace("{id}", "bob", StringComparison.Ordinal);
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", "01a20ad2-9ba7-77a7-9d29-f68b03eaad86");
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            if (path.EndsWith("/events", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var token in (string?[])[app, person, null])
            {
                var answer = await server.PlainAsync(
                    $"""
                    {method} {path}{slash} HTTP/1.1
                    Host: api.mxit.com{(token is null ? "" : $"\nAuthorization: Bearer {token}")}{(method is "GET" ? "" : headers)}
                    Connection: close
                    """,
                    method is "GET" ? "" : body);
                // The people's API is none that an old program knows.
                var isRefusedType = answer.Status == 415 && path.StartsWith("/messenger/", StringComparison.Ordinal);
                if ((Never.Contains(answer.Status) && !isRefusedType) || answer.Header("Location") is not null)
                {
                    bad.Add($"{method} {path}{slash}: {answer.Status} {answer.Body}");
                }
                else if (answer.Status == 200)
                {
                    answer.Succeeded();
                }
            }
        }

        Assert.Empty(bad);
    }

    [Fact]
    public void C_19_no_record_of_an_answer_writes_null_for_a_number_a_time_or_a_truth()
    {
        var bad = new List<string>();
        var looked = 0;
        foreach (var (type, context) in Answers(MxitJson.Wire).Concat(Answers(ReplyJson.Wire)))
        {
            looked++;
            var empty = RuntimeHelpers.GetUninitializedObject(type);
            using var json = JsonDocument.Parse(JsonSerializer.Serialize(empty, type, context));
            var values = context.GetTypeInfo(type)!.Properties.Where(
                property => Nullable.GetUnderlyingType(property.PropertyType) is not null)
                .Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            bad.AddRange(json.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.Null && values.Contains(member.Name))
                .Select(member => $"{type.Name}.{member.Name}"));
        }

        Assert.True(looked > 20, $"Only {looked} records were found.");
        Assert.Empty(bad);
    }

    // What clients send is none of it.
    private static IEnumerable<(Type Type, JsonSerializerContext Context)> Answers(JsonSerializerContext context) =>
        context.GetType().Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, IsGenericType: false }
                && !type.Name.EndsWith("Body", StringComparison.Ordinal)
                && context.GetTypeInfo(type) is { Kind: System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object })
            .Select(type => (type, context));
}
