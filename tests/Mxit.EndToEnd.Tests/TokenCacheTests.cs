using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Mxit.EndToEnd.Tests;

/// <summary>Processes of one app, each a container of its own, share tokens of the real server.</summary>
public sealed class TokenCacheTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly MemoryDistributedCache _cache = new(Options.Create(new MemoryDistributedCacheOptions()));
    private readonly EphemeralDataProtectionProvider _protection = new();
    private int _tokenRequests;

    [Fact]
    public async Task Two_processes_make_one_token_request_for_each_life_of_a_token()
    {
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = _clock);
        await using var first = Process(server);
        await using var second = Process(server);

        Assert.Equal("m10000000001", await LookUpAsync(first));
        Assert.Equal("m10000000001", await LookUpAsync(second));
        Assert.Equal(1, _tokenRequests);

        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("m10000000001", await LookUpAsync(second));
        Assert.Equal("m10000000001", await LookUpAsync(first));
        Assert.Equal(2, _tokenRequests);
    }

    [Fact]
    public async Task A_thousand_calls_on_an_ended_token_make_one_token_request()
    {
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = _clock);
        await using var process = Process(server);
        await LookUpAsync(process);
        _clock.Advance(TimeSpan.FromHours(2));

        var found = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => LookUpAsync(process))));

        Assert.All(found, userId => Assert.Equal("m10000000001", userId));
        Assert.Equal(2, _tokenRequests);
    }

    [Fact]
    public async Task A_revoked_token_is_replaced_in_all_processes_by_one_request()
    {
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = _clock);
        await using var first = Process(server);
        await using var second = Process(server);
        await LookUpAsync(first);
        await LookUpAsync(second);
        var oauth = first.GetRequiredService<MxitClient>().OAuth;
        await oauth.RevokeAsync((await oauth.GetAppTokenAsync([MxitScopes.ProfilePublic])).Value);

        // So that the new token is younger.
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("m10000000001", await LookUpAsync(first));
        Assert.Equal("m10000000001", await LookUpAsync(second));
        Assert.Equal(2, _tokenRequests);
    }

    private static Task<UserId> LookUpAsync(ServiceProvider process) =>
        process.GetRequiredService<MxitClient>().Users.GetUserIdAsync("alice");

    private ServiceProvider Process(Server server)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IDistributedCache>(_cache);
        services.AddSingleton<IDataProtectionProvider>(_protection);
        services.AddMxit(options =>
        {
            options.ClientId = TestApp.Demo.ClientId;
            options.ClientSecret = TestApp.Demo.ClientSecret;
            options.BaseAddress = server.Inner.Address;
        }).AddTokenCache().AddHttpMessageHandler(() => new TokenRequestCounter(this));
        return services.BuildServiceProvider();
    }

    private sealed class TokenRequestCounter(TokenCacheTests test) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath == "/token")
            {
                Interlocked.Increment(ref test._tokenRequests);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
