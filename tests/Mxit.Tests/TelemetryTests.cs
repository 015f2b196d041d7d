using System.Diagnostics;
using Mxit.Tests.Support;

namespace Mxit.Tests;

/// <summary>What listeners hear of calls. Each test has an address of its own, by which it knows its calls.</summary>
public class TelemetryTests
{
    private readonly PausingClock _clock = new();
    private readonly StubServer _server;
    private readonly string _host = $"{Guid.NewGuid():n}.test";

    public TelemetryTests() => _server = new StubServer { Clock = _clock, MaxRetries = 3 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_one_client_activity_with_the_tags_of_the_conventions_and_a_token_one_of_its_own()
    {
        using var listener = new Listener();
        _server.Answer(200, "\"m1\"");
        using var mxit = Client();

        await mxit.Users.GetUserIdAsync("canary-login", null, Stop);

        var call = Assert.Single(Activities(listener), one => one.DisplayName == "GET /user/lookup/{mxitId}");
        Assert.Equal((ActivityKind.Client, ActivityStatusCode.Unset), (call.Kind, call.Status));
        Assert.Equal("GET", call.GetTagItem("http.request.method"));
        Assert.Equal("/user/lookup/{mxitId}", call.GetTagItem("url.template"));
        Assert.Equal((_host, 443), (call.GetTagItem("server.address"), call.GetTagItem("server.port")));
        Assert.Equal(200, call.GetTagItem("http.response.status_code"));
        Assert.Null(call.GetTagItem("http.request.resend_count"));
        Assert.Null(call.GetTagItem("error.type"));
        var token = Assert.Single(Activities(listener), one => one.DisplayName == "POST /token");
        Assert.Equal(call.SpanId, token.ParentSpanId);
    }

    [Fact]
    public async Task A_call_that_is_repeated_says_how_often_and_how_it_ended()
    {
        using var listener = new Listener();
        var answers = new Queue<int>([503, 500, 404]);
        _server.Api = (_, _) => Task.FromResult(StubServer.Reply(answers.Dequeue(), ""));
        using var mxit = Client();

        await Assert.ThrowsAsync<MxitNotFoundException>(() => mxit.Users.GetUserIdAsync("thandi", null, Stop));

        var call = Assert.Single(Activities(listener), one => one.DisplayName == "GET /user/lookup/{mxitId}");
        Assert.Equal(2, call.GetTagItem("http.request.resend_count"));
        Assert.Equal(
            (404, "404", ActivityStatusCode.Error),
            (call.GetTagItem("http.response.status_code"), call.GetTagItem("error.type"), call.Status));
        var duration = Assert.Single(
            listener.Measurements, one =>
                one.Name == MxitTelemetry.OperationDuration && Mine(one.Tags) && (string?)one.Tags["url.template"] != "/token");
        Assert.True(duration.Value >= 1);
        Assert.Equal("404", duration.Tags["error.type"]);
        var retries = Assert.Single(listener.Measurements, one => one.Name == MxitTelemetry.Retries && Mine(one.Tags));
        Assert.Equal(2, retries.Value);
        Assert.Contains(
            listener.Measurements,
            one => one.Name == MxitTelemetry.TokenRequests && (string?)one.Tags["mxit.token.grant"] == "client_credentials");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_told_by_its_reason()
    {
        using var listener = new Listener();
        _server.Api = (_, _) => throw new HttpRequestException("cut off", new IOException());
        using var mxit = Client();

        await Fails.WithAsync(
            MxitErrorReason.Connection, () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

        var call = Assert.Single(Activities(listener), one => one.DisplayName == "POST /message/send");
        Assert.Equal("connection", call.GetTagItem("error.type"));
        Assert.Null(call.GetTagItem("http.response.status_code"));
    }

    private MxitClient Client()
    {
        var options = _server.Options();
        options.BaseAddress = new Uri($"https://{_host}/below/");
        return new MxitClient(options);
    }

    private IEnumerable<Activity> Activities(Listener listener) =>
        listener.Activities.Where(one => (string?)one.GetTagItem("server.address") == _host);

    private bool Mine(Dictionary<string, object?> tags) => (string?)tags.GetValueOrDefault("server.address") == _host;
}
