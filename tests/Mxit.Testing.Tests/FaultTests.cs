using System.Net;

namespace Mxit.Testing.Tests;

public sealed class FaultTests : IAsyncLifetime
{
    private MxitTestServer _server = null!;
    private MxitClient _mxit = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        _mxit = _server.CreateClient();
        _ = await _mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop);
        _server.Requests.Clear();
    }

    public ValueTask DisposeAsync()
    {
        _mxit.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task A_status_once_is_retried()
    {
        _ = _server.Faults.Add(TestFault.Status(HttpStatusCode.ServiceUnavailable) with { Times = 1 });

        _ = await GetAsync();

        Assert.Equal(
            [HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], _server.Requests.All.Select(request => request.Status));
    }

    [Fact]
    public async Task A_status_that_stays_reaches_the_caller_with_its_text()
    {
        _ = _server.Faults.Add(TestFault.Status(HttpStatusCode.NotFound, "No such street."));

        var error = await Assert.ThrowsAsync<MxitNotFoundException>(GetAsync);

        Assert.Contains("No such street.", error.Message, StringComparison.Ordinal);
        Assert.Single(_server.Requests.All);
    }

    [Fact]
    public async Task A_connection_that_is_cut_before_the_work_leaves_nothing_behind()
    {
        var bob = await _server.GetPersonAsync("bob", Stop);
        _ = _server.Faults.Add(TestFault.CutBefore() with { Path = "/message/send" });

        await Assert.ThrowsAsync<MxitException>(() => SendAsync(new MxitCallOptions { MaxRetries = 0 }));

        _server.Faults.Clear();
        _ = await SendAsync(null);
        _ = await bob.WaitForMessageAsync(cancellationToken: Stop);
        Assert.Single(await bob.ReadInboxAsync(Stop));
    }

    [Fact]
    public async Task A_connection_that_is_cut_after_the_work_repeats_nothing()
    {
        var bob = await _server.GetPersonAsync("bob", Stop);
        _ = _server.Faults.Add(TestFault.CutAfter() with { Path = "/message/send", Times = 1 });

        _ = await SendAsync(null);

        _ = await bob.WaitForMessageAsync(cancellationToken: Stop);
        Assert.Single(await bob.ReadInboxAsync(Stop));
        Assert.Equal([null, HttpStatusCode.OK], Sent().Select(request => request.Status));
        Assert.Equal([true, false], Sent().Select(request => request.HadFault));

        IEnumerable<TestRequest> Sent() => _server.Requests.All.Where(request => request.Path == "/message/send");
    }

    [Fact]
    public async Task A_body_that_ends_early_is_retried()
    {
        _ = _server.Faults.Add(TestFault.TruncatedBody() with { Times = 1 });

        Assert.Equal("Bob", (await GetAsync()).FirstName);
        Assert.Equal(2, _server.Requests.All.Count);
    }

    [Fact]
    public async Task A_slow_body_runs_into_the_time_out()
    {
        _ = _server.Faults.Add(TestFault.SlowBody(bytesPerSecond: 1));
        var call = _mxit.Users.GetBasicProfileAsync(
            "m10000000002", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(30), MaxRetries = 0 }, Stop);

        while (!call.IsCompleted)
        {
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(MxitErrorReason.Timeout, (await Assert.ThrowsAsync<MxitException>(() => call)).Reason);
    }

    [Fact]
    public async Task A_delay_passes_with_the_clock()
    {
        _ = _server.Faults.Add(TestFault.Delay(TimeSpan.FromSeconds(10)) with { Times = 1 });
        var call = GetAsync();

        while (!call.IsCompleted)
        {
            _server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("Bob", (await call).FirstName);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced()
    {
        _ = _server.Faults.Add(TestFault.ExpiredToken() with { Path = "/user/profile/*", Times = 1 });

        _ = await GetAsync();

        Assert.Equal(
            ["/user/profile/m10000000002", "/token", "/user/profile/m10000000002"],
            _server.Requests.All.Select(request => request.Path));
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back()
    {
        _ = _server.Faults.Add(TestFault.RateLimited(TimeSpan.FromHours(1)));

        var error = await Assert.ThrowsAnyAsync<MxitApiException>(GetAsync);

        Assert.Equal(HttpStatusCode.TooManyRequests, error.StatusCode);
        Assert.Equal(TimeSpan.FromHours(1), error.RetryAfter);
    }

    [Fact]
    public async Task A_fault_hits_only_whom_it_is_for()
    {
        var weather = await _server.AddAppAsync("weather", cancellationToken: Stop);
        var bob = await _server.GetPersonAsync("bob", Stop);
        _ = _server.Faults.Add(TestFault.Status(HttpStatusCode.NotFound) with { App = weather.ServiceName });
        _ = _server.Faults.Add(TestFault.Status(HttpStatusCode.NotFound) with { Person = bob.UserId, Method = "GET" });
        using var other = _server.ClientFor(weather);

        _ = await GetAsync();
        await Assert.ThrowsAsync<MxitNotFoundException>(() => other.Users.GetUserIdAsync("bob", cancellationToken: Stop));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => bob.Client.Messenger.GetProfileAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task A_route_template_names_an_endpoint_and_a_fault_ends_when_it_is_disposed()
    {
        var route = _server.Requests.All.Concat([await OneAsync()]).Last().Route!;
        using (_server.Faults.Add(TestFault.Status(HttpStatusCode.NotFound) with { Path = route }))
        {
            await Assert.ThrowsAsync<MxitNotFoundException>(GetAsync);
        }

        _ = await GetAsync();

        async Task<TestRequest> OneAsync()
        {
            _ = await GetAsync();
            return _server.Requests.All[^1];
        }
    }

    [Fact]
    public async Task A_seed_repeats_exactly()
    {
        var first = await RunAsync(seed: 7);

        Assert.Equal(first, await RunAsync(seed: 7));
        Assert.NotEqual(first, await RunAsync(seed: 8));
        Assert.Contains(true, first);
        Assert.Contains(false, first);

        async Task<List<bool>> RunAsync(int seed)
        {
            using var fault = _server.Faults.Add(
                TestFault.Status(HttpStatusCode.NotFound) with { Probability = 0.5, Seed = seed });
            var hits = new List<bool>();
            for (var call = 0; call < 30; call++)
            {
                hits.Add(await Record.ExceptionAsync(GetAsync) is not null);
            }

            return hits;
        }
    }

    [Fact]
    public async Task What_was_not_called_is_told_with_what_was()
    {
        _ = await GetAsync();

        _server.Requests.AssertReceived(request => request.Route is not null && request.App == "demo", times: 1);
        var error = Assert.Throws<MxitTestException>(
            () => _server.Requests.AssertReceived(request => request.Path == "/message/send"));

        Assert.Contains("GET /user/profile/m10000000002 by demo: 200", error.Message, StringComparison.Ordinal);
    }

    private Task<BasicProfile> GetAsync() => _mxit.Users.GetBasicProfileAsync("m10000000002", cancellationToken: Stop);

    private Task<SendReceipt> SendAsync(MxitCallOptions? options) =>
        _mxit.Messaging.SendMessageAsync("demo", ["m10000000002"], "hello", options, Stop);
}
