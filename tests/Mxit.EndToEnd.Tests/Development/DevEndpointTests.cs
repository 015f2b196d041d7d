using System.Text;
using System.Text.Json.Nodes;

namespace Mxit.EndToEnd.Tests.Development;

/// <summary><c>/dev/*</c> over HTTP.</summary>
public sealed class DevEndpointTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/dev")]
    [InlineData("GET", "/dev/clock")]
    [InlineData("POST", "/dev/clock/advance")]
    [InlineData("POST", "/dev/reset")]
    [InlineData("GET", "/dev/snapshots")]
    [InlineData("PUT", "/dev/snapshots/one")]
    [InlineData("POST", "/dev/snapshots/one/restore")]
    [InlineData("GET", "/dev/faults")]
    [InlineData("POST", "/dev/faults")]
    [InlineData("DELETE", "/dev/faults")]
    [InlineData("GET", "/dev/requests")]
    [InlineData("PUT", "/dev/requests/contents")]
    [InlineData("GET", "/openapi/development.json")]
    public async Task It_is_not_there_outside_of_development_mode(string method, string path)
    {
        await using var server = await MxitTestServer.StartAsync(
            new MxitTestServerOptions { Settings = { ["Mxit:Server:Development"] = "false" } }, Stop);
        using var http = server.CreateHttpClient();

        var (status, _) = await SendAsync(http, method, path, method == "GET" ? null : "{}");

        Assert.Equal(404, status);
    }

    [Fact]
    public async Task The_clock_is_moved_and_tokens_expire()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();
        var before = await NowAsync(http);
        var alice = await server.GetPersonAsync("alice", Stop);

        var (status, body) = await SendAsync(http, "POST", "/dev/clock/advance", """{"by":"1h30m"}""");

        Assert.Equal(200, status);
        Assert.InRange(
            JsonNode.Parse(body)!["now"]!.GetValue<DateTimeOffset>() - before, TimeSpan.FromMinutes(90),
            TimeSpan.FromMinutes(95));
        _ = await alice.ReadInboxAsync(Stop);
        Assert.Equal(2, server.Requests.All.Count(request => request.Path == "/token"));
    }

    [Fact]
    public async Task A_fault_happens_is_listed_and_removed()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();
        using var mxit = server.CreateClient();

        var (status, added) = await SendAsync(
            http, "POST", "/dev/faults",
            """{"kind":"status","status":404,"text":"Gone fishing","path":"/user/lookup/*","app":"demo"}""");
        Assert.Equal(200, status);
        var id = JsonNode.Parse(added)!["id"]!.GetValue<string>();
        var failure = await Assert.ThrowsAsync<MxitNotFoundException>(
            () => mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop));
        Assert.Equal("Gone fishing", failure.ErrorDescription);
        Assert.Equal(
            id, Assert.Single(
                JsonNode.Parse((await SendAsync(http, "GET", "/dev/faults")).Body)!.AsArray())!["id"]!.GetValue<string>());

        Assert.Equal(200, (await SendAsync(http, "DELETE", $"/dev/faults/{id}")).Status);
        Assert.Equal(404, (await SendAsync(http, "DELETE", $"/dev/faults/{id}")).Status);
        Assert.Equal("m10000000002", (await mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop)).Value);
        Assert.Equal("[]", (await SendAsync(http, "GET", "/dev/faults")).Body);
    }

    [Fact]
    public async Task A_fault_for_everything_leaves_the_controls_alone()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();
        await SendAsync(http, "POST", "/dev/faults", """{"kind":"cutBefore"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("/user/version", UriKind.Relative), Stop));
        Assert.Equal(200, (await SendAsync(http, "DELETE", "/dev/faults")).Status);
        Assert.Equal(200, (await SendAsync(http, "GET", "/user/version")).Status);
    }

    [Fact]
    public async Task Requests_are_filtered_and_their_contents_kept_on_request()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();
        using var mxit = server.CreateClient();
        _ = await mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop);
        Assert.Equal(200, (await SendAsync(http, "PUT", "/dev/requests/contents", """{"keep":true}""")).Status);
        await mxit.Messaging.SendMessageAsync("demo", ["m10000000001"], "hello", cancellationToken: Stop);

        Assert.Single(await RequestsAsync("?path=/user/lookup/{mxitId}"));
        Assert.Single(await RequestsAsync("?path=/user/*&status=200&app=demo"));
        Assert.Empty(await RequestsAsync("?method=DELETE"));
        var sent = Assert.Single(await RequestsAsync("?path=/message/send"))!;
        Assert.Contains("hello", sent["contents"]!["requestBody"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(http, "DELETE", "/dev/requests")).Status);
        Assert.Empty(await RequestsAsync(""));

        async Task<JsonArray> RequestsAsync(string query) =>
            JsonNode.Parse((await SendAsync(http, "GET", $"/dev/requests{query}")).Body)!.AsArray();
    }

    [Theory]
    [InlineData("POST", "/dev/clock/advance", "{}", 400, "JSON that was expected")]
    [InlineData("POST", "/dev/clock/advance", """{"by":"soon"}""", 400, "by must be a time such as 30s")]
    [InlineData("POST", "/dev/clock/advance", """{"by":"99999d"}""", 400, "at most 3650d")]
    [InlineData("POST", "/dev/clock/advance", """{"by":"1s","and":2}""", 400, "JSON that was expected")]
    [InlineData("POST", "/dev/clock/advance", "null", 400, "The body is null")]
    [InlineData("POST", "/dev/faults", """{"kind":"explode"}""", 400, "kind must be one of status, delay")]
    [InlineData("POST", "/dev/faults", """{"kind":"status"}""", 400, "status must be a number from 400 to 599")]
    [InlineData("POST", "/dev/faults", """{"kind":"status","status":200}""", 400, "status must be a number from 400 to 599")]
    [InlineData("POST", "/dev/faults", """{"kind":"delay"}""", 400, "delay must be a time")]
    [InlineData("POST", "/dev/faults", """{"kind":"slowBody"}""", 400, "bytesPerSecond must be 1 or more")]
    [InlineData("POST", "/dev/faults", """{"kind":"cutAfter","times":0}""", 400, "times must be 1 or more")]
    [InlineData(
        "POST", "/dev/faults", """{"kind":"cutAfter","probability":2}""", 400, "probability must be a number from 0 to 1")]
    [InlineData("POST", "/dev/faults", """{"kind":"rateLimited","retryAfter":"x"}""", 400, "retryAfter must be a time")]
    [InlineData("GET", "/dev/requests?status=many", null, 400, "status must be a number")]
    [InlineData("PUT", "/dev/requests/contents", """{"keep":"yes"}""", 400, "$.keep")]
    [InlineData("POST", "/dev/reset", null, 409, "mxit serve --dev")]
    [InlineData("PUT", "/dev/snapshots/one", null, 409, "mxit serve --dev")]
    public async Task Bad_input_is_told_with_what_would_be_right(
        string method, string path, string? body, int status, string text)
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();

        var answer = await SendAsync(http, method, path, body);

        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_is_refused(string header, string value)
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();
        http.DefaultRequestHeaders.Add(header, value);

        Assert.Equal(403, (await SendAsync(http, "DELETE", "/dev/requests")).Status);
        Assert.Equal(403, (await SendAsync(http, "GET", "/dev/requests")).Status);
    }

    [Fact]
    public async Task The_document_describes_every_endpoint()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var http = server.CreateHttpClient();

        var document = JsonNode.Parse((await SendAsync(http, "GET", "/openapi/development.json")).Body)!;

        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "delete /dev/faults", "delete /dev/faults/{id}", "delete /dev/requests", "get /dev", "get /dev/clock",
                "get /dev/faults", "get /dev/requests", "get /dev/snapshots", "post /dev/clock/advance", "post /dev/faults",
                "post /dev/reset", "post /dev/snapshots/{name}/restore", "put /dev/requests/contents",
                "put /dev/snapshots/{name}",
            ],
            operations);
    }

    private static async Task<DateTimeOffset> NowAsync(HttpClient http) =>
        JsonNode.Parse((await SendAsync(http, "GET", "/dev/clock")).Body)!["now"]!.GetValue<DateTimeOffset>();

    private static async Task<(int Status, string Body)> SendAsync(
        HttpClient http, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, Stop);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
    }
}
