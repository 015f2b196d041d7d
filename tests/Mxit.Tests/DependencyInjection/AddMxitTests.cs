using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mxit.Tests.Support;

namespace Mxit.Tests.DependencyInjection;

public class AddMxitTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_is_one_for_the_whole_container()
    {
        await using var provider = Host.Build(services => services.AddMxit(Host.Credentials).TalkTo(_server));
        await using var scope = provider.CreateAsyncScope();
        var mxit = provider.GetRequiredService<MxitClient>();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Same(mxit, scope.ServiceProvider.GetRequiredService<MxitClient>());
        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task Each_named_client_has_options_tokens_and_connections_of_its_own()
    {
        var other = new StubServer();
        await using var provider = Host.Build(services =>
        {
            services.AddMxit(Host.Credentials).TalkTo(_server);
            services.AddMxit("weather", options =>
            {
                Host.Credentials(options);
                options.ApiAddress = new Uri("https://weather.example.com/");
            }).TalkTo(other);
            services.AddScoped<Forecast>();
        });
        await using var scope = provider.CreateAsyncScope();
        var forecast = scope.ServiceProvider.GetRequiredService<Forecast>();

        await forecast.Weather.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Same(provider.GetRequiredKeyedService<MxitClient>("weather"), forecast.Weather);
        Assert.NotSame(forecast.Default, forecast.Weather);
        Assert.Equal("weather.example.com", Assert.Single(other.ApiCalls).Address.Host);
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task Options_come_from_configuration()
    {
        var section = Host.Configuration(
            ("Mxit:ClientId", "id"), ("Mxit:ClientSecret", "secret"), ("Mxit:BaseAddress", "https://mxit.example.com/both/"),
            ("Mxit:AuthAddress", "https://auth.example.com/"), ("Mxit:Issuer", "https://issuer.example.com/"),
            ("Mxit:Timeout", "00:00:20"), ("Mxit:MaxRetries", "7"), ("Mxit:TokenRefreshMargin", "00:02:00"),
            ("Mxit:AllowInsecureAddresses", "true")).GetSection("Mxit");
        _server.Answer(200, "\"1.0\"");
        await using var provider = Host.Build(services => services.AddMxit(section).TalkTo(_server));
        var options = provider.GetRequiredService<IOptions<MxitClientOptions>>().Value;

        await provider.GetRequiredService<MxitClient>().Messaging.GetVersionAsync(cancellationToken: Stop);

        Assert.Equal(("id", "secret"), (options.ClientId, options.ClientSecret));
        Assert.Equal("https://auth.example.com/", options.AuthAddress!.AbsoluteUri);
        Assert.Equal("https://mxit.example.com/both/", options.ApiAddress!.AbsoluteUri);
        Assert.Equal("https://issuer.example.com/", options.Issuer!.AbsoluteUri);
        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2)), (options.Timeout, options.TokenRefreshMargin));
        Assert.Equal((7, true), (options.MaxRetries, options.AllowInsecureAddresses));
        Assert.Equal("https://mxit.example.com/both/message/version", Assert.Single(_server.Sent).Address.AbsoluteUri);
    }

    [Fact]
    public void Every_option_that_is_text_number_or_time_can_be_configured()
    {
        string[] objects = ["HttpClient", "TimeProvider", "TokenCache"];
        var section = new Dictionary<string, string>
        {
            ["ClientId"] = "changed",
            ["ClientSecret"] = "changed",
            ["BaseAddress"] = "https://changed.example.com",
            ["AuthAddress"] = "https://changed.example.com",
            ["ApiAddress"] = "https://changed.example.com",
            ["Issuer"] = "https://changed.example.com",
            ["TokenRefreshMargin"] = "00:00:01",
            ["Timeout"] = "00:00:01",
            ["MaxRetries"] = "1",
            ["AllowInsecureAddresses"] = "true",
        };
        using var provider = Host.Build(services =>
            services.AddMxit(Host.Configuration([.. section.Select(value => (value.Key, value.Value))])));
        var (options, defaults) = (provider.GetRequiredService<IOptions<MxitClientOptions>>().Value, new MxitClientOptions());

        Assert.All(
            typeof(MxitClientOptions).GetProperties().Where(property => !objects.Contains(property.Name)),
            property => Assert.NotEqual(property.GetValue(defaults), property.GetValue(options)));
    }

    [Fact]
    public async Task All_faults_of_all_clients_are_reported_when_the_host_starts_with_their_keys()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Mxit:ClientSecret"] = "canary-secret",
            ["Mxit:BaseAddress"] = "http://mxit.example.com",
            ["Mxit:Timeout"] = "canary-timeout",
            ["Mxit:TokenRefreshMargin"] = "60",
            ["Mxit:MaxRetries"] = "many",
            ["Mxit:AllowInsecureAddresses"] = "perhaps",
            ["Mxit:BaseAdress"] = "https://canary.example.com",
            ["Mxit:HttpClient:Timeout"] = "canary",
            ["Apps:Weather:ClientId"] = "id",
            ["Apps:Weather:MaxRetries"] = "99",
        });
        builder.Services.AddMxit(builder.Configuration.GetSection("Mxit"));
        builder.Services.AddMxit("weather", builder.Configuration.GetSection("Apps:Weather"));
        builder.Services.AddMxit("code", options => options.ClientId = "id");
        using var host = builder.Build();

        var failure = await Record.ExceptionAsync(() => host.StartAsync(Stop));

        string[] expected =
        [
            "Mxit:ClientId is missing", "Mxit:BaseAddress must use https", "Mxit:Timeout must be a time",
            "Mxit:TokenRefreshMargin must be a time",
            "Mxit:MaxRetries must be a whole number", "Mxit:AllowInsecureAddresses must be true or false",
            "Mxit:BaseAdress is not an option of the client", "Mxit:HttpClient is not an option of the client",
            "Apps:Weather:BaseAddress is missing",
            "Apps:Weather:ClientSecret is missing", "Apps:Weather:MaxRetries must be 0 to 10",
            "MxitClientOptions 'code': ClientSecret is missing",
        ];
        Assert.All(expected, text => Assert.Contains(text, failure!.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain("canary", failure!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_of_the_container_is_used_unless_the_options_name_one()
    {
        var clock = new FakeTimeProvider();
        var own = new FakeTimeProvider();
        await using var provider = Host.Build(services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddMxit(Host.Credentials);
            services.AddMxit("own", options =>
            {
                Host.Credentials(options);
                options.TimeProvider = own;
            });
        });
        var options = provider.GetRequiredService<IOptionsMonitor<MxitClientOptions>>();

        Assert.Same(clock, options.CurrentValue.TimeProvider);
        Assert.Same(own, options.Get("own").TimeProvider);
    }

    [Fact]
    public async Task Adding_a_client_twice_adds_options_to_it()
    {
        await using var provider = Host.Build(services =>
        {
            services.AddMxit(Host.Credentials).TalkTo(_server);
            services.AddMxit(options => options.ApiAddress = new Uri("https://second.example.com"));
        });

        Assert.Single(provider.GetServices<MxitClient>());
        Assert.Single(provider.GetServices<IValidateOptions<MxitClientOptions>>());
        Assert.Equal("second.example.com", provider.GetRequiredService<IOptions<MxitClientOptions>>().Value.ApiAddress!.Host);
    }

    [Fact]
    public void The_connections_are_right_for_a_client_that_lives_long()
    {
        HttpMessageHandler? primary = null;
        using var provider = Host.Build(services => services.AddMxit(Host.Credentials)
            .ConfigurePrimaryHttpMessageHandler((handler, _) => primary = handler));
        _ = provider.GetRequiredService<MxitClient>();
        var factory = provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("Mxit");
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("Mxit");

        var sockets = Assert.IsType<SocketsHttpHandler>(primary);
        Assert.Equal((false, false), (sockets.AllowAutoRedirect, sockets.UseCookies));
        Assert.Equal(TimeSpan.FromMinutes(5), sockets.PooledConnectionLifetime);
        Assert.Equal((Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), (factory.HandlerLifetime, http.Timeout));
    }

    [Fact]
    public async Task Nothing_of_a_call_is_logged()
    {
        using var logs = new Logs();
        _server.Answer(200, "\"m1\"");
        await using var provider = Host.Build(services =>
        {
            services.AddLogging(logging => logging.AddLogs(logs));
            services.AddMxit(Host.Credentials).TalkTo(_server);
        });

        await provider.GetRequiredService<MxitClient>().Users.GetUserIdAsync("canary", null, Stop);

        Assert.Contains(_server.ApiCalls, call => call.PathAndQuery.Contains("canary", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, line => line.Contains("canary", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_name_is_not_empty(string? name) =>
        Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddMxit(name!, Host.Credentials));

    [Fact]
    public async Task A_http_client_of_the_callers_own_stays()
    {
        await using var provider = Host.Build(services => services.AddMxit(options =>
        {
            Host.Credentials(options);
            options.HttpClient = new HttpClient(_server.Handler());
        }));

        await provider.GetRequiredService<MxitClient>().Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task Resilience_of_the_host_takes_the_place_of_the_clients_own_repeats()
    {
        var answers = 0;
        _server.Api = (_, _) => Task.FromResult(StubServer.Reply(
            Interlocked.Increment(ref answers) < 3 ? (int)HttpStatusCode.ServiceUnavailable : 200, "\"m1\"",
            ("Retry-After", "0")));
        await using var provider = Host.Build(services => services.AddMxit(Host.Credentials).TalkTo(_server)
            .AddStandardResilienceHandler(resilience =>
            {
                resilience.Retry.DisableForUnsafeHttpMethods();
                resilience.Retry.Delay = TimeSpan.Zero;
            }));
        var mxit = provider.GetRequiredService<MxitClient>();

        Assert.Equal("m1", await mxit.Users.GetUserIdAsync("thandi", null, Stop));
        Assert.Equal(3, _server.ApiCalls.Count);

        answers = 0;
        await Assert.ThrowsAsync<MxitOverloadedException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));
        Assert.Equal(4, _server.ApiCalls.Count);
    }

    private sealed class Forecast(MxitClient mxit, [FromKeyedServices("weather")] MxitClient weather)
    {
        public MxitClient Default => mxit;

        public MxitClient Weather => weather;
    }
}
