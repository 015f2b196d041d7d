using Mxit.Tests.Support;

namespace Mxit.Tests.OAuth;

/// <summary>Tokens of the app that processes share; each client here stands for a process.</summary>
public class TokenCacheTests
{
    private readonly StubServer _server = new();
    private readonly MemoryTokenCache _cache = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_make_one_token_request()
    {
        using var first = Client();
        using var second = Client();

        var token = await first.OAuth.GetAppTokenAsync(["b", "a"], null, Stop);
        var shared = await second.OAuth.GetAppTokenAsync(["a", "b"], null, Stop);

        Assert.Equal((token.Value, token.ExpiresAt), (shared.Value, shared.ExpiresAt));
        Assert.Single(_server.TokenCalls);
    }

    [Fact]
    public async Task Memory_comes_first()
    {
        using var mxit = Client();
        var token = await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        _cache.Before = () => throw new InvalidOperationException("asked");
        _cache.Kept.Clear();

        Assert.Same(token, await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop));
        Assert.Single(_server.TokenCalls);
    }

    [Fact]
    public async Task Servers_apps_secrets_and_scopes_are_kept_apart_and_no_key_shows_them()
    {
        Action<MxitClientOptions>[] differences =
        [
            static _ => { },
            static options => options.AuthAddress = new Uri("https://other.example.com"),
            static options => options.ClientId = "other-id",
            static options => options.ClientSecret = "canary-other-secret",
        ];
        foreach (var difference in differences)
        {
            using var mxit = Client(difference);
            await mxit.OAuth.GetAppTokenAsync(["message/send"], null, Stop);
            await mxit.OAuth.GetAppTokenAsync(["profile/public"], null, Stop);
        }

        Assert.Equal(8, _cache.Kept.Count);
        Assert.Equal(8, _server.TokenCalls.Count);
        Assert.All(_cache.Kept.Keys, key =>
        {
            Assert.Matches("^[!-~]{1,100}$", key);
            string[] hidden = ["canary", StubServer.ClientId, "other", "message", "profile", "auth.mxit.com"];
            Assert.All(hidden, text => Assert.DoesNotContain(text, key, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Another_api_address_and_another_path_to_the_same_options_share()
    {
        using var first = Client();
        using var second = Client(static options =>
        {
            options.AuthAddress = new Uri("https://auth.mxit.com");
            options.ApiAddress = new Uri("https://api2.mxit.com");
        });

        await first.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await second.OAuth.GetAppTokenAsync(["a"], null, Stop);

        Assert.Single(_server.TokenCalls);
    }

    [Theory]
    [InlineData(3539, 1)]
    [InlineData(3540, 2)]
    [InlineData(4000, 2)]
    public async Task A_shared_token_near_its_end_is_not_used(int seconds, int requests)
    {
        using var first = Client();
        using var second = Client();
        await first.OAuth.GetAppTokenAsync(["a"], null, Stop);
        _server.Clock.Advance(TimeSpan.FromSeconds(seconds));

        await second.OAuth.GetAppTokenAsync(["a"], null, Stop);

        Assert.Equal(requests, _server.TokenCalls.Count);
        Assert.Equal($"app-{requests}", Assert.Single(_cache.Kept.Values).Value);
    }

    [Fact]
    public async Task A_token_that_came_from_the_cache_is_renewed_before_its_end()
    {
        using var first = Client();
        using var second = Client();
        await first.OAuth.GetAppTokenAsync(["a"], null, Stop);
        _server.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("app-1", (await second.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);

        _server.Clock.Advance(TimeSpan.FromSeconds(1739));
        Assert.Equal("app-1", (await second.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("app-2", (await second.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
    }

    [Fact]
    public async Task A_token_that_nobody_would_use_is_not_kept()
    {
        _server.ExpiresIn = 40;
        using var mxit = Client();

        await mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);

        Assert.Empty(_cache.Kept);
    }

    [Fact]
    public async Task A_refused_token_is_removed_and_the_new_one_is_shared()
    {
        using var first = Client();
        using var second = Client();
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-1" ? 401 : 200, ""));

        await first.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        await second.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Single(_cache.Removed);
        Assert.Equal("app-2", Assert.Single(_cache.Kept.Values).Value);
        Assert.Equal(["app-1", "app-2", "app-2"], _server.ApiCalls.Select(call => call.Bearer!));
        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Fact]
    public async Task A_refused_token_leaves_the_newer_one_of_another_process_alone()
    {
        using var first = Client();
        using var second = Client();
        await first.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        await second.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-1" ? 401 : 200, ""));

        await first.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        await second.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Single(_cache.Removed);
        Assert.Equal(2, _server.TokenCalls.Count);
        Assert.Equal("app-2", Assert.Single(_cache.Kept.Values).Value);
    }

    [Fact]
    public async Task After_a_refusal_an_older_token_of_the_cache_is_not_tried()
    {
        using var mxit = Client();
        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        var key = Assert.Single(_cache.Kept.Keys);
        _cache.Kept[key] = new AccessToken("old", _server.Clock.GetUtcNow().AddMinutes(30), ["a"]);
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-2" ? 200 : 401, ""));

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Equal("app-2", _cache.Kept[key].Value);
    }

    [Fact]
    public async Task A_broken_cache_breaks_no_call()
    {
        _cache.Before = () => throw new InvalidOperationException("canary");
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "app-1" ? 401 : 200, ""));
        using var mxit = Client();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Equal(2, _server.TokenCalls.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("line\r\nX: y")]
    public async Task What_is_no_token_is_not_taken_from_the_cache(string text)
    {
        using var first = Client();
        await first.OAuth.GetAppTokenAsync(["a"], null, Stop);
        var key = Assert.Single(_cache.Kept.Keys);
        _cache.Kept[key] = new AccessToken(text, _server.Clock.GetUtcNow().AddHours(1), ["a"]);
        using var second = Client();

        Assert.Equal("app-2", (await second.OAuth.GetAppTokenAsync(["a"], null, Stop)).Value);
    }

    [Fact]
    public async Task A_cache_that_does_not_answer_is_waited_for_for_two_seconds()
    {
        var asked = new SemaphoreSlim(0);
        _cache.Before = () =>
        {
            asked.Release();
            return new TaskCompletionSource().Task;
        };
        using var mxit = Client();

        var call = mxit.OAuth.GetAppTokenAsync(["a"], null, Stop);
        await asked.WaitAsync(Stop);
        Assert.Empty(_server.TokenCalls);
        _server.Clock.Advance(TimeSpan.FromSeconds(2));
        await asked.WaitAsync(Stop);
        Assert.Single(_server.TokenCalls);
        _server.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("app-1", (await call).Value);
    }

    [Fact]
    public async Task A_thousand_calls_on_an_ended_token_make_one_token_request()
    {
        using var mxit = Client();
        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(number =>
                Task.Run(() => mxit.Messaging.SendMessageAsync("a", ["m1"], $"{number}", cancellationToken: Stop), Stop)));

        Assert.Equal(2, _server.TokenCalls.Count);
        Assert.Equal(1001, _server.ApiCalls.Count);
        Assert.All(_server.ApiCalls.Skip(1), call => Assert.Equal("app-2", call.Bearer));
    }

    [Fact]
    public async Task A_thousand_calls_without_a_cache_on_an_ended_token_make_one_token_request()
    {
        using var mxit = _server.Client();
        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        _server.Clock.Advance(TimeSpan.FromHours(2));

        await Task.WhenAll(Enumerable.Range(0, 1000)
            .Select(number =>
                Task.Run(() => mxit.Messaging.SendMessageAsync("a", ["m1"], $"{number}", cancellationToken: Stop), Stop)));

        Assert.Equal(2, _server.TokenCalls.Count);
    }

    private MxitClient Client(Action<MxitClientOptions>? configure = null)
    {
        var options = _server.Options();
        options.TokenCache = _cache;
        configure?.Invoke(options);
        return new MxitClient(options);
    }
}
