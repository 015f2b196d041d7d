using Microsoft.Extensions.Time.Testing;
using Mxit.Server;

namespace Mxit.EndToEnd.Tests;

/// <summary>What callers see of the limits of <c>Mxit:RateLimits</c>.</summary>
public sealed class RateLimitTests
{
    private const string Lookup = "/user/lookup/alice";

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_then_served()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await StartAsync(perSecond: "0.5", burst: "2", clock);
        var token = await server.AppTokenAsync("profile/public");

        var first = await server.GetAsync(Lookup, token);
        var second = await server.GetAsync(Lookup, token);
        var third = await server.GetAsync(Lookup, token);
        clock.Advance(TimeSpan.FromSeconds(2));
        var later = await server.GetAsync(Lookup, token);
        var again = await server.GetAsync(Lookup, token);

        Assert.Equal((200, 200, 429, 200, 429), (first.Status, second.Status, third.Status, later.Status, again.Status));
        Assert.Equal(("\"app\";q=2;w=4", "\"app\";r=1;t=2"), (first.Header("RateLimit-Policy"), first.Header("RateLimit")));
        Assert.Equal(("\"app\";q=2;w=4", "\"app\";r=0;t=2", "2"),
            (third.Header("RateLimit-Policy"), third.Header("RateLimit"), third.Header("Retry-After")));
        Assert.Equal("\"Too many requests; nothing was done. Wait as long as Retry-After says.\"", third.Body);
    }

    [Fact]
    public async Task The_overuse_of_one_person_slows_no_other_and_no_app()
    {
        await using var server = await StartAsync("0.001", "1", new FakeTimeProvider(DateTimeOffset.UtcNow));
        var alice = await server.UserTokenAsync("alice", "profile/public");
        var bob = await server.UserTokenAsync("bob", "profile/public");

        var allowed = await server.GetAsync(Lookup, alice);
        var refused = await server.GetAsync(Lookup, alice);

        Assert.Equal((200, 429), (allowed.Status, refused.Status));
        Assert.Equal(200, (await server.GetAsync(Lookup, bob)).Status);
        Assert.Equal(200, (await server.GetAsync(Lookup, await server.AppTokenAsync("profile/public"))).Status);
    }

    [Fact]
    public async Task Old_programs_never_see_429_unless_the_operator_says_so()
    {
        await using var server = await Server.StartAsync(configure: options =>
        {
            options.Settings["Mxit:RateLimits:AppRequestsPerSecond"] = "0.001";
            options.Settings["Mxit:RateLimits:AppBurst"] = "1";
        });
        var token = await server.AppTokenAsync("profile/public");

        for (var request = 0; request < 5; request++)
        {
            var answer = await server.GetAsync(Lookup, token);
            Assert.Equal((200, null), (answer.Status, answer.Header("RateLimit")));
        }
    }

    [Fact]
    public async Task Calls_without_a_token_are_counted_by_address_where_that_is_set()
    {
        await using var server = await Server.StartAsync(configure: options =>
        {
            options.Settings["Mxit:RateLimits:AddressRequestsPerSecond"] = "0.001";
            options.Settings["Mxit:RateLimits:AddressBurst"] = "1";
        });

        var first = await server.GetAsync("/user/public/displayname/alice", null);
        var second = await server.GetAsync("/user/public/displayname/alice", null);

        Assert.Equal((200, 429), (first.Status, second.Status));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task The_client_waits_as_told_and_every_message_arrives_once(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider, options =>
        {
            options.Settings["Mxit:RateLimits:LimitLegacyApps"] = "true";
            options.Settings["Mxit:RateLimits:AppRequestsPerSecond"] = "20";
            options.Settings["Mxit:RateLimits:AppBurst"] = "2";
        });
        using var client = server.CreateClient();
        var texts = Enumerable.Range(0, 6).Select(number => $"number {number}").ToList();

        await Task.WhenAll(texts.Select(text => client.Messaging.SendMessageAsync(
            "demo", ["m10000000001"], text, cancellationToken: TestContext.Current.CancellationToken)));

        Assert.Equal(texts, (await server.TextsAsync("alice", texts.Count)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stream_counts_one_however_long_it_stays_and_so_does_an_upload()
    {
        await using var server = await StartAsync("0.001", "5", new FakeTimeProvider(DateTimeOffset.UtcNow));
        var token = await server.UserTokenAsync("alice", "messenger", "content/write", "profile/public");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events?after=0");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

        using var stream = await server.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.StartsWith("\"person\";r=4;", stream.Headers.GetValues("RateLimit").Single(), StringComparison.Ordinal);
        var app = await server.AppTokenAsync("message/send");
        Assert.Equal(200, (await server.PostAsync("/message/send", app, """{"To":"m10000000001","Body":"seen live"}""")).Status);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line
            && !line.Contains("seen live", StringComparison.Ordinal))
        {
            // Other lines come before it.
        }

        var upload = await server.UploadAsync(token, new byte[1_000_000], "a.bin");
        Assert.Equal(200, upload.Status);
        Assert.StartsWith("\"person\";r=3;", upload.Header("RateLimit"), StringComparison.Ordinal);
        Assert.StartsWith(
            "\"person\";r=2;", (await server.GetAsync(Lookup, token)).Header("RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_default_a_strict_app_is_limited_and_neither_a_legacy_app_nor_a_person_through_it()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.TimeProvider = new FakeTimeProvider(DateTimeOffset.UtcNow));
        using var strict = server.Inner.ClientFor(TestApp.StrictDemo);
        var token =
            (await strict.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic], null, TestContext.Current.CancellationToken)).Value;
        var legacy = await server.AppTokenAsync("profile/public");
        var person = await server.UserTokenAsync("alice", "profile/public");

        // The clock stands still, so nothing comes back.
        var answers = await AskAsync(server, token, 1_001);

        Assert.Equal((1_000, 1), (answers.Count(answer => answer.Status == 200), answers.Count(answer => answer.Status == 429)));
        Assert.All(answers, answer => Assert.Equal("\"app\";q=1000;w=10", answer.Header("RateLimit-Policy")));
        foreach (var free in new[] { legacy, person })
        {
            Assert.All(
                await AskAsync(server, free, 1_001),
                answer => Assert.Equal((200, null), (answer.Status, answer.Header("RateLimit"))));
        }
    }

    [Fact]
    public void Wrong_settings_are_named_by_their_full_keys()
    {
        var fault = Assert.ThrowsAny<Exception>(() => MxitServer.Build(
        [
            "--Mxit:RateLimits:AppRequestsPerSecond=-1",
            "--Mxit:RateLimits:PersonBurst=0",
            "--Mxit:RateLimits:AddressBurst=plenty",
            "--Mxit:RateLimits:PersonBurts=5",
        ])).ToString();

        foreach (var name in new[] { "AppRequestsPerSecond", "PersonBurst", "AddressBurst", "PersonBurts" })
        {
            Assert.Contains($"Mxit:RateLimits:{name}", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_client_that_repeats_nothing_throws_with_the_time_to_wait()
    {
        await using var server = await StartAsync("0.1", "1", new FakeTimeProvider(DateTimeOffset.UtcNow));
        using var client = new MxitClient(new MxitClientOptions
        {
            ClientId = TestApp.Demo.ClientId,
            ClientSecret = TestApp.Demo.ClientSecret,
            BaseAddress = server.Inner.Address,
            MaxRetries = 0,
        });

        await client.Users.GetUserIdAsync("alice", cancellationToken: TestContext.Current.CancellationToken);
        var busy = await Assert.ThrowsAsync<MxitOverloadedException>(() =>
            client.Users.GetUserIdAsync("alice", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(TimeSpan.FromSeconds(10), busy.RetryAfter);
        Assert.Single(busy.Attempts);
    }

    private static Task<Answer[]> AskAsync(Server server, string token, int times) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(_ => server.GetAsync(Lookup, token)));

    private static Task<Server> StartAsync(string perSecond, string burst, TimeProvider clock) =>
        Server.StartAsync(configure: options =>
        {
            options.TimeProvider = clock;
            options.Settings["Mxit:RateLimits:LimitLegacyApps"] = "true";
            foreach (var kind in new[] { "App", "Person" })
            {
                options.Settings[$"Mxit:RateLimits:{kind}RequestsPerSecond"] = perSecond;
                options.Settings[$"Mxit:RateLimits:{kind}Burst"] = burst;
            }
        });
}
