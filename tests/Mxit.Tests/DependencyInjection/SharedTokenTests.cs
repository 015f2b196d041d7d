using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Tests.Support;

namespace Mxit.Tests.DependencyInjection;

/// <summary>Tokens that processes share through the host's cache; each container here stands for a process.</summary>
public sealed class SharedTokenTests : IDisposable
{
    private readonly StubServer _server = new();
    private readonly SharedCache _cache = new();
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly Logs _logs = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_make_one_token_request_and_what_lies_in_the_cache_is_not_the_token()
    {
        _server.Tokens = (_, _) => Task.FromResult(
            StubServer.Reply(
                200, """{"access_token":"canary-token","token_type":"bearer","expires_in":3600,"scope":"message/send"}"""));
        await using var first = Process();
        await using var second = Process();

        await SendAsync(first);
        await SendAsync(second);

        Assert.Single(_server.TokenCalls);
        Assert.Equal(["canary-token", "canary-token"], _server.ApiCalls.Select(call => call.Bearer!));
        var (key, (bytes, life)) = Assert.Single(_cache.Kept);
        string[] hidden = ["canary", StubServer.ClientId, "message"];
        Assert.All(hidden, text => Assert.DoesNotContain(text, key + Encoding.UTF8.GetString(bytes), StringComparison.Ordinal));
        Assert.Equal(TimeSpan.FromHours(1), life);
    }

    [Fact]
    public async Task Processes_without_common_keys_go_on_with_tokens_of_their_own()
    {
        await using var first = Process();
        await using var second = Process(new EphemeralDataProtectionProvider());

        await SendAsync(first);
        await SendAsync(second);

        Assert.Equal(2, _server.TokenCalls.Count);
        Assert.Contains(_logs.Lines, line => line.Contains("could not be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_was_put_under_the_key_of_another_app_is_not_used()
    {
        await using var first = Process();
        await using var second = Process(secret: "canary-other");
        await SendAsync(first);
        await SendAsync(second);
        var keys = _cache.Kept.Keys.ToList();
        (_cache.Kept[keys[0]], _cache.Kept[keys[1]]) = (_cache.Kept[keys[1]], _cache.Kept[keys[0]]);
        await using var third = Process();

        await SendAsync(third);

        Assert.Equal("app-3", _server.ApiCalls[^1].Bearer);
    }

    [Fact]
    public async Task A_broken_cache_breaks_no_call_and_no_log_shows_what_it_says()
    {
        _cache.Broken = true;
        await using var process = Process();

        await SendAsync(process);

        Assert.Single(_server.ApiCalls);
        Assert.Contains(_logs.Lines, line => line.Contains("could not be read (TimeoutException)", StringComparison.Ordinal));
        Assert.Contains(_logs.Lines, line => line.Contains("could not be written (TimeoutException)", StringComparison.Ordinal));
        Assert.DoesNotContain(
            _logs.Lines, line => line.Contains("canary", StringComparison.Ordinal) || line.Contains(
                "app-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_cache_and_data_protection_the_host_does_not_start()
    {
        await using var provider = Host.Build(services => services.AddMxit(options => options.ClientId = "id").AddTokenCache());

        var failure = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());

        string[] expected = ["MxitClientOptions.ClientSecret", "IDistributedCache", "AddDataProtection"];
        Assert.All(expected, text => Assert.Contains(text, failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cache_and_the_data_protection_of_the_framework_will_do()
    {
        await using var provider = Host.Build(services =>
        {
            services.AddDistributedMemoryCache();
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddMxit(Host.Credentials).AddTokenCache().TalkTo(_server);
            services.AddMxit("again", Host.Credentials).AddTokenCache().TalkTo(_server);
        });
        provider.GetRequiredService<IStartupValidator>().Validate();

        await SendAsync(provider);
        await provider.GetRequiredKeyedService<MxitClient>("again").Messaging.SendMessageAsync(
            "a", ["m1"], "x", cancellationToken: Stop);

        Assert.Single(_server.TokenCalls);
    }

    public void Dispose() => _logs.Dispose();

    private static Task<SendReceipt> SendAsync(ServiceProvider process) =>
        process.GetRequiredService<MxitClient>().Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

    private ServiceProvider Process(IDataProtectionProvider? protection = null, string? secret = null) => Host.Build(services =>
    {
        services.AddLogging(logging => logging.AddLogs(_logs));
        services.AddSingleton<TimeProvider>(_server.Clock);
        services.AddSingleton<IDistributedCache>(_cache);
        services.AddSingleton(protection ?? _protection);
        services.AddMxit(options =>
        {
            Host.Credentials(options);
            options.ClientSecret = secret ?? options.ClientSecret;
        }).AddTokenCache().TalkTo(_server);
    });

    private sealed class SharedCache : IDistributedCache
    {
        public ConcurrentDictionary<string, (byte[] Bytes, TimeSpan? Life)> Kept { get; } = new();

        public bool Broken { get; set; }

        public byte[]? Get(string key) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            Break();
            return Task.FromResult(Kept.TryGetValue(key, out var kept) ? kept.Bytes : null);
        }

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Break();
            Kept.TryRemove(key, out _);
            return Task.CompletedTask;
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Break();
            Kept[key] = (value, options.AbsoluteExpirationRelativeToNow);
            return Task.CompletedTask;
        }

        private void Break()
        {
            if (Broken)
            {
                throw new TimeoutException("canary");
            }
        }
    }
}
