using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mxit.AspNetCore.Authentication;

namespace Mxit.EndToEnd.Tests.SignIn;

/// <summary>The handler for signing in with Mxit, against the real server.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task The_browser_is_sent_with_state_PKCE_and_the_scopes()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server, options => options.Scope.Add(MxitScopes.GraphRead));

        var request = await site.BeginAsync();

        Assert.StartsWith($"{server.Inner.Address}authorize?", request.AbsoluteUri, StringComparison.Ordinal);
        var query = System.Web.HttpUtility.ParseQueryString(request.Query);
        Assert.Equal(("code", "S256"), (query["response_type"], query["code_challenge_method"]));
        Assert.Equal("profile/public graph/read", query["scope"]);
        Assert.Equal(43, query["code_challenge"]!.Length);
        Assert.NotEmpty(query["state"]!);
    }

    [Fact]
    public async Task Who_signed_in_has_an_id_a_name_and_a_token()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server);

        await site.SignInAsync(server);

        Assert.Equal("m10000000001 Alice", await site.Browser.GetStringAsync("/me"));
        Assert.StartsWith(
            "m10000000001 profile/public True ", await site.Browser.GetStringAsync("/token"), StringComparison.Ordinal);
        Assert.StartsWith("m10000000001 ", await site.Browser.GetStringAsync("/client"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_profile_the_id_is_known_and_without_kept_tokens_there_is_no_client()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server, options =>
        {
            options.Scope.Clear();
            options.Scope.Add(MxitScopes.OpenId);
            options.SaveTokens = false;
        });

        await site.SignInAsync(server, "bob");

        Assert.Equal("m10000000002", await site.Browser.GetStringAsync("/me"));
        Assert.Equal(
            ("none", "none"), (await site.Browser.GetStringAsync("/token"), await site.Browser.GetStringAsync("/client")));
    }

    [Fact]
    public async Task An_answer_of_another_server_is_refused_also_when_it_is_a_refusal()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server, options => options.AccessDeniedPath = "/denied");
        foreach (var decision in new[] { "allow", "deny" })
        {
            var callback = await Site.AllowAsync(server, await site.BeginAsync(), decision: decision);
            var own = $"iss={Uri.EscapeDataString(server.Inner.Address.AbsoluteUri)}";
            Assert.Contains(own, callback.Query, StringComparison.Ordinal);
            string[] forged =
                [callback.AbsoluteUri.Replace(own, "iss=https%3A%2F%2Fevil.example.com%2F", StringComparison.Ordinal),
                    $"{callback.AbsoluteUri}&{own}"];

            foreach (var address in forged)
            {
                using var answer = await site.Browser.GetAsync(address);
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
                Assert.Contains("another server", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        Assert.Equal("", await site.Browser.GetStringAsync("/me"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://evil.example.com/", false)]
    public async Task O_36_an_id_token_of_another_issuer_is_refused(string? issuer, bool accepted)
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server, options =>
        {
            options.Scope.Add(MxitScopes.OpenId);
            options.BackchannelHttpHandler = new TokenHandler(async answer =>
            {
                var reply = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                var parts = reply["id_token"]!.GetValue<string>().Split('.');
                var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
                Assert.Equal(server.Inner.Address.AbsoluteUri, claims["iss"]!.GetValue<string>());
                claims["iss"] = issuer ?? claims["iss"]!.GetValue<string>();
                parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
                reply["id_token"] = string.Join('.', parts);
                answer.Content = new StringContent(reply.ToJsonString(), Encoding.UTF8, "application/json");
            });
        });

        using var answer = await site.Browser.GetAsync(await Site.AllowAsync(server, await site.BeginAsync()));

        Assert.Equal(accepted ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(!accepted, (await answer.Content.ReadAsStringAsync()).Contains("another server", StringComparison.Ordinal));
        Assert.Equal(accepted ? "m10000000001 Alice" : "", await site.Browser.GetStringAsync("/me"));
    }

    [Fact]
    public async Task Who_denies_is_led_to_the_page_for_it()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server, options => options.AccessDeniedPath = "/denied");

        using var answer = await site.Browser.GetAsync(await Site.AllowAsync(server, await site.BeginAsync(), decision: "deny"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/denied", answer.Headers.Location!.AbsolutePath);
        Assert.Equal("", await site.Browser.GetStringAsync("/me"));
    }

    [Fact]
    public async Task An_answer_is_good_once_and_only_in_the_browser_that_asked()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server);
        await using var other = await Site.OpenAsync(server);
        var callback = await Site.AllowAsync(server, await site.BeginAsync());

        using var stolen = await other.Browser.GetAsync(callback.PathAndQuery);
        using var first = await site.Browser.GetAsync(callback);
        using var again = await site.Browser.GetAsync(callback);

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.Redirect, HttpStatusCode.BadRequest),
            (stolen.StatusCode, first.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task A_token_near_its_end_is_renewed_once_and_the_cookie_with_it()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = clock);
        await using var site = await Site.OpenAsync(server, services: services => services.AddSingleton<TimeProvider>(clock));
        await site.SignInAsync(server);
        var before = await site.Browser.GetStringAsync("/client");

        clock.Advance(TimeSpan.FromMinutes(59));
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => site.Browser.GetStringAsync("/client")));
        clock.Advance(TimeSpan.FromMinutes(30));
        var later = await site.Browser.GetStringAsync("/client");

        Assert.NotEqual(before, Assert.Single(answers.Distinct()));
        Assert.Equal(answers[0], later);
        Assert.StartsWith("m10000000001 ", later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_early_serves_to_its_end()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var isDown = false;
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = clock);
        await using var site = await Site.OpenAsync(
            server,
            options => options.BackchannelHttpHandler = new TokenHandler(answer =>
            {
                answer.StatusCode = isDown ? HttpStatusCode.ServiceUnavailable : answer.StatusCode;
                return Task.CompletedTask;
            }),
            services => services.AddSingleton<TimeProvider>(clock));
        await site.SignInAsync(server);
        var before = await site.Browser.GetStringAsync("/client");
        isDown = true;

        clock.Advance(TimeSpan.FromMinutes(58.5));
        Assert.Equal(before, await site.Browser.GetStringAsync("/client"));

        isDown = false;
        Assert.NotEqual(before, await site.Browser.GetStringAsync("/client"));
    }

    [Theory]
    [InlineData("3600.0", 3600)]
    [InlineData("\"3600\"", 3600)]
    [InlineData("3.6e3", 3600)]
    [InlineData("99999999999999999999", 3650 * 86400)]
    [InlineData("-1", 0)]
    [InlineData("null", 3600)]
    public async Task The_life_of_a_token_is_a_number_of_any_form(string expiresIn, double seconds)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = clock);
        await using var site = await Site.OpenAsync(
            server,
            options => options.BackchannelHttpHandler = new TokenHandler(async answer =>
            {
                var text = await answer.Content.ReadAsStringAsync();
                answer.Content = new StringContent(
                    text.Replace("\"expires_in\":3600", $"\"expires_in\":{expiresIn}", StringComparison.Ordinal), Encoding.UTF8,
                    "application/json");
            }),
            services => services.AddSingleton<TimeProvider>(clock));

        await site.SignInAsync(server);

        Assert.EndsWith(
            $" {clock.GetUtcNow().AddSeconds(seconds):O}", await site.Browser.GetStringAsync("/token"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_sign_in_has_ended_there_is_no_client_rather_than_a_failure()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(configure: options => options.TimeProvider = clock);
        await using var site = await Site.OpenAsync(server, services: services => services.AddSingleton<TimeProvider>(clock));
        await site.SignInAsync(server);

        clock.Advance(TimeSpan.FromHours(25));

        // The cookie of the site lives for 14 days.
        Assert.Equal("m10000000001 Alice", await site.Browser.GetStringAsync("/me"));
        Assert.Equal("none", await site.Browser.GetStringAsync("/client"));
    }

    [Fact]
    public async Task Tokens_of_who_signed_in_elsewhere_are_not_taken_for_Mxits()
    {
        await using var server = await Server.StartAsync();
        await using var site = await Site.OpenAsync(server);
        (await site.Browser.GetAsync("/elsewhere")).EnsureSuccessStatusCode();

        Assert.Equal("x", await site.Browser.GetStringAsync("/me"));
        Assert.Equal(
            ("none", "none"), (await site.Browser.GetStringAsync("/token"), await site.Browser.GetStringAsync("/client")));
    }

    [Fact]
    public async Task All_wrong_options_are_named_when_the_site_starts()
    {
        await using var server = await Server.StartAsync();

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => Site.OpenAsync(server, options =>
        {
            options.ClientId = "";
            options.ClientSecret = "";
            options.BaseAddress = new Uri("http://mxit.example.com");
            options.CallbackPath = default;
            options.Scope.Clear();
            options.UsePkce = false;
        }));

        string[] expected = ["ClientId", "ClientSecret", "BaseAddress", "CallbackPath", "Scope", "UsePkce"];
        Assert.Equal(expected, failure.Failures.Select(fault => fault.Split(' ')[0]));
    }

    [Fact]
    public async Task A_server_below_a_path_has_its_endpoints_there()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddAuthentication().AddCookie().AddMxit(options =>
        {
            options.ClientId = "id";
            options.ClientSecret = "secret";
            options.BaseAddress = new Uri("https://example.com/mxit/");
            options.SignInScheme = "Cookies";
        });
        await using var provider = services.BuildServiceProvider();

        var made = provider.GetRequiredService<IOptionsMonitor<MxitAuthenticationOptions>>().Get("Mxit");

        Assert.Equal("https://example.com/mxit/authorize", made.AuthorizationEndpoint);
        Assert.Equal("https://example.com/mxit/token", made.TokenEndpoint);
    }

    /// <summary>Changes what the token endpoint answers.</summary>
    private sealed class TokenHandler(Func<HttpResponseMessage, Task> change) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
            {
                await change(answer);
            }

            return answer;
        }
    }
}
