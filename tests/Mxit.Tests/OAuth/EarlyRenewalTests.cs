using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

/// <summary>A token that cannot be renewed early serves to its true end.</summary>
public class EarlyRenewalTests
{
    private static readonly Dictionary<string, Func<Task<HttpResponseMessage>>> Failures = new()
    {
        ["503"] = () => Task.FromResult(StubServer.Reply(503, "")),
        ["429"] = () => Task.FromResult(StubServer.Reply(429, "", ("Retry-After", "1"))),
        ["500"] = () => Task.FromResult(StubServer.Reply(500, "")),
        ["400"] = () => Task.FromResult(StubServer.Reply(400, """{"error":"invalid_grant"}""")),
        ["401"] = () => Task.FromResult(StubServer.Reply(401, """{"error":"invalid_client"}""")),
        ["unreadable"] = () => Task.FromResult(StubServer.Reply(200, "<html>")),
        ["broken"] = () => throw new HttpRequestException("cut off", new IOException()),
        ["handler"] = () => throw new InvalidOperationException("of a handler"),
    };

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> EveryFailure => new MatrixTheoryData<string, bool>(Failures.Keys, [false, true]);

    [Theory]
    [MemberData(nameof(EveryFailure))]
    public async Task The_old_token_serves_until_its_end_and_not_longer(string failure, bool asPerson)
    {
        using var mxit = _server.Client();
        var call = await BeginAsync(mxit, asPerson);
        _server.Clock.Advance(TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(1));
        _server.Tokens = (_, _) => Failures[failure]();

        await call();
        _server.Clock.Advance(TimeSpan.FromSeconds(58));
        await call();
        Assert.Equal(3, _server.ApiCalls.Count);
        Assert.Single(_server.ApiCalls.Select(sent => sent.Bearer).Distinct());

        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<MxitException>(call);
        Assert.Equal(3, _server.ApiCalls.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Renewals_that_fail_are_no_storm_and_the_first_that_succeeds_is_taken(bool asPerson)
    {
        using var mxit = _server.Client();
        var call = await BeginAsync(mxit, asPerson);
        var before = _server.TokenCalls.Count;
        _server.Clock.Advance(TimeSpan.FromMinutes(59));
        _server.Tokens = (_, _) => Failures["503"]();
        for (var i = 0; i < 100; i++)
        {
            await call();
            _server.Clock.Advance(TimeSpan.FromSeconds(0.3));
        }

        // 30 seconds of exponential backoff.
        Assert.InRange(_server.TokenCalls.Count - before, 3, 10);

        _server.Tokens = null;
        _server.Clock.Advance(TimeSpan.FromSeconds(29));
        await call();
        Assert.Equal(2, _server.ApiCalls.Select(sent => sent.Bearer).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hung_renewal_does_not_keep_a_good_token_from_its_work(bool asPerson)
    {
        using var mxit = _server.Client();
        var call = await BeginAsync(mxit, asPerson);
        _server.Clock.Advance(TimeSpan.FromMinutes(59));
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Tokens = async (_, stop) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        };

        var waiting = call();
        await arrived.Task.WaitAsync(Stop);
        _server.Clock.Advance(TimeSpan.FromSeconds(5));
        await waiting;

        Assert.Single(_server.ApiCalls.Select(sent => sent.Bearer).Distinct());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_the_server_refuses_does_not_serve_again(bool asPerson)
    {
        using var mxit = _server.Client();
        var call = await BeginAsync(mxit, asPerson);
        _server.Api = (_, _) => Task.FromResult(StubServer.Reply(401, ""));
        _server.Tokens = (_, _) => Failures["503"]();

        await Assert.ThrowsAsync<MxitOverloadedException>(call);
        await Assert.ThrowsAsync<MxitOverloadedException>(call);

        Assert.Equal(2, _server.ApiCalls.Count);
    }

    private async Task<Func<Task>> BeginAsync(MxitClient mxit, bool asPerson)
    {
        var thandi = mxit.ForUser(_server.UserToken());
        Func<Task> call = asPerson
            ? () => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop)
            : () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        await call();
        return call;
    }
}
