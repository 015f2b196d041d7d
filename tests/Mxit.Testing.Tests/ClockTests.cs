namespace Mxit.Testing.Tests;

public sealed class ClockTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_expire_on_both_sides()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var mxit = server.CreateClient();
        var token = await mxit.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic], cancellationToken: Stop);
        Assert.True(await IsGoodAsync(server, token.Value));

        server.Clock.Advance(TimeSpan.FromDays(8));

        Assert.False(await IsGoodAsync(server, token.Value));
        Assert.True(token.ExpiresAt < server.Clock.GetUtcNow());
        Assert.NotEqual(
            token.Value, (await mxit.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic], cancellationToken: Stop)).Value);
    }

    [Fact]
    public async Task Messages_and_offers_expire_and_are_cleaned_when_it_returns()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        var alice = await server.GetPersonAsync("alice", Stop);
        var bob = await server.GetPersonAsync("bob", Stop);
        await alice.Client.Users.UploadFileAndSendFileOfferAsync(
            bob.UserId, new MediaUpload("hello"u8.ToArray(), "note.txt"), cancellationToken: Stop);
        _ = await bob.WaitForMessageAsync(cancellationToken: Stop);

        server.Clock.Advance(TimeSpan.FromDays(60));

        // The tokens of the people have expired too; their clients renew them.
        var offers = await (await server.SignInAsync("bob", cancellationToken: Stop)).Messenger
            .ListOffersAsync(MessageDirection.Received, cancellationToken: Stop).ToListAsync(Stop);
        Assert.All(offers, offer => Assert.Equal(OfferState.Expired, offer.State));
    }

    [Fact]
    public async Task A_call_that_waits_for_a_retry_goes_on()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        using var mxit = server.CreateClient();
        _ = await mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop);
        using var fault = server.Faults.Add(
            TestFault.Status(
                System.Net.HttpStatusCode.ServiceUnavailable, retryAfter: TimeSpan.FromSeconds(20)) with
            { Times = 1 });
        var call = mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop);
        _ = await server.Requests.WaitForAsync(request => request.HadFault, cancellationToken: Stop);

        while (!call.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal("m10000000002", (await call).Value);
    }

    [Fact]
    public void Timers_fire_in_order_and_once()
    {
        var clock = new TestClock(start: null);
        var fired = new List<string>();
        using var late = clock.CreateTimer(_ => Add("late"), null, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => Add("early"), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => Add("often"), null, TimeSpan.FromHours(3), TimeSpan.FromHours(1));
        using var never = clock.CreateTimer(_ => Add("never"), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        clock.Advance(TimeSpan.FromHours(1.5));
        Assert.Equal(["early"], fired);
        clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal(["early", "late", "often"], fired);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["early", "late", "often", "often"], fired);

        void Add(string name)
        {
            lock (fired)
            {
                fired.Add(name);
            }
        }
    }

    [Fact]
    public void It_does_not_move_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestClock(start: null).Advance(TimeSpan.FromTicks(-1)));

    private static async Task<bool> IsGoodAsync(MxitTestServer server, string token)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/user/profile/m10000000002");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request, Stop);
        return response.IsSuccessStatusCode;
    }
}
