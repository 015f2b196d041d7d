using Microsoft.AspNetCore.WebUtilities;
using Mxit.Platform.Apps;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// What is lenient and a risk works for apps of the legacy profile, and for no others: one test for each leniency.
/// </summary>
public sealed class StrictAppsTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Loopback = "http%3A%2F%2F127.0.0.1%2Fcallback";

    [Fact]
    public void Every_leniency_has_a_test_here() => Assert.All(
        AppLeniency.All,
        leniency => Assert.Contains(
            typeof(StrictAppsTests).GetMethods(),
            method => method.Name.StartsWith(leniency.Name.Replace('-', '_') + "_", StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public async Task No_PKCE_is_refused()
    {
        var answer = await OpenAsync($"client_id={HistoricServer.StrictId}&redirect_uri={Loopback}");
        Assert.Equal("invalid_request", Parameter(answer, "error"));
        Assert.Equal(200, (await OpenAsync($"client_id={HistoricServer.Id}&redirect_uri={Loopback}")).Status);
    }

    [Fact]
    public async Task Http_redirect_to_another_machine_cannot_be_registered()
    {
        var apps = server.Inner.Get<Microsoft.Extensions.DependencyInjection.IServiceScopeFactory>();
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(apps);
        var service = (AppService)scope.ServiceProvider.GetService(typeof(AppService))!;
        const string Back = "http://www.example.com/back";
        foreach (var profile in new[] { AppProfile.Strict, AppProfile.Legacy })
        {
            var result = await service.CreateAsync(
                new NewApp($"redirects-{profile}") { Profile = profile, RedirectUris = [Back] },
                TestContext.Current.CancellationToken);
            Assert.Equal(profile == AppProfile.Strict ? AppRefusals.RedirectUriInvalid(Back) : null, result.Refusal);
        }
    }

    [Fact]
    public async Task Empty_path_is_another_address_than_one_with_a_slash()
    {
        var apps = server.Inner.Get<Microsoft.Extensions.DependencyInjection.IServiceScopeFactory>();
        await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(apps);
        var service = (AppService)scope.ServiceProvider.GetService(typeof(AppService))!;
        foreach (var (profile, status) in new[] { (AppProfile.Strict, 400), (AppProfile.Legacy, 200) })
        {
            var app = (await service.CreateAsync(
                new NewApp($"slashes-{profile}") { Profile = profile, RedirectUris = ["https://www.example.com/"] },
                TestContext.Current.CancellationToken)).Value!.App;
            Assert.Equal(status, (await OpenAsync(
                $"client_id={app.ClientId}&redirect_uri=https%3A%2F%2Fwww.example.com&code_challenge={Challenge}&code_challenge_method=S256")).Status);
        }
    }

    [Fact]
    public async Task Found_after_form_is_303_No_issuer_is_an_issuer()
    {
        var strict = await AllowAsync(HistoricServer.StrictId);
        Assert.Equal((303, "https://auth.mxit.com/"), (strict.Status, Parameter(strict, "iss")));

        var legacy = await new Mechanize(server).AllowAsync(
            Authorize($"client_id={HistoricServer.Id}&redirect_uri={Loopback}"), "alice", "alice-password");
        Assert.Equal((302, ""), (legacy.Status, Parameter(legacy, "iss")));
    }

    [Fact]
    public async Task No_issuer_is_an_issuer_also_for_a_legacy_app_that_knows_PKCE() =>
        Assert.Equal("https://auth.mxit.com/", Parameter(await AllowAsync(HistoricServer.Id), "iss"));

    [Fact]
    public async Task Long_code_is_a_short_one()
    {
        // Both lives stand in the table of settings, and each profile has its own.
        var settings =
            server.Inner.Get<Microsoft.Extensions.Options.IOptions<Platform.Authorization.AuthorizationSettings>>().Value;
        Assert.Equal((60, 600), (settings.StrictCodeLifetime.TotalSeconds, settings.LegacyCodeLifetime.TotalSeconds));
        foreach (var (id, seconds) in new[] { (HistoricServer.StrictId, 60d), (HistoricServer.Id, 600d) })
        {
            var code = Parameter(await AllowAsync(id), "code");
            var apps = server.Inner.Get<Microsoft.Extensions.DependencyInjection.IServiceScopeFactory>();
            await using var scope =
                Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(apps);
            var tokens = (OpenIddict.Abstractions.IOpenIddictTokenManager)scope.ServiceProvider.GetService(
                typeof(OpenIddict.Abstractions.IOpenIddictTokenManager))!;
            var token = (await tokens.FindByReferenceIdAsync(code, TestContext.Current.CancellationToken))!;
            var life = await tokens.GetExpirationDateAsync(token, default) - await tokens.GetCreationDateAsync(token, default);
            Assert.InRange(life!.Value.TotalSeconds, seconds - 1, seconds + 1);
        }
    }

    [Fact]
    public async Task Password_grant_is_refused()
    {
        const string Form = "grant_type=password&scope=openid&username=alice&password=alice-password";
        var strict = await server.TokenAsync(Form, HistoricServer.StrictBasic);
        Assert.Equal((400, "unauthorized_client"), (strict.Status, strict.Json.GetProperty("error").GetString()));
        (await server.TokenAsync(Form)).Succeeded();
    }

    [Fact]
    public async Task No_TLS_is_refused_for_tokens_and_calls_and_the_page()
    {
        var token = HistoricServer.Text(
            await server.TokenAsync("grant_type=client_credentials&scope=profile/public", HistoricServer.StrictBasic),
            "access_token");

        var plainToken = await PostPlainAsync("/token", "grant_type=client_credentials&scope=profile/public");
        var plainRevoke = await PostPlainAsync("/revoke", $"token={token}");
        var plainCall = await server.AskAsync("GET", "/user/lookup/alice", token);
        Assert.Equal((400, 400, 403), (plainToken.Status, plainRevoke.Status, plainCall.Status));
        Assert.All(
            [plainToken, plainRevoke, plainCall], answer => Assert.Contains(
                "use https", answer.Json.GetProperty("error_description").GetString()!, StringComparison.Ordinal));

        var page = await server.PlainAsync(
            $"GET {Authorize($"client_id={HistoricServer.StrictId}&redirect_uri={Loopback}&code_challenge={Challenge}&code_challenge_method=S256")} HTTP/1.1\nHost: auth.mxit.com\nConnection: close");
        Assert.Equal("invalid_request", Parameter(page, "error"));

        // With TLS, and at the ordinary address, the same token is good.
        (await server.TlsAsync(Hosts.Api, $"GET /user/lookup/alice HTTP/1.1\nHost: api.mxit.com\nAuthorization: Bearer {token}"))
            .Succeeded();
        Assert.Equal(200, (await server.Inner.GetAsync("/user/lookup/alice", token)).Status);
    }

    [Fact]
    public void The_strict_profile_has_none_and_the_legacy_one_all()
    {
        Assert.Empty(AppLeniency.Of(AppProfile.Strict, passwordGrant: false));
        Assert.DoesNotContain(
            AppLeniency.Of(AppProfile.Legacy, passwordGrant: false), leniency => leniency.Name == "password-grant");
        Assert.Equal(AppLeniency.All, AppLeniency.Of(AppProfile.Legacy, passwordGrant: true));
    }

    private static string Authorize(string query) => $"/authorize?response_type=code&scope=openid&{query}";

    private static string Parameter(RawAnswer answer, string name)
    {
        Assert.True(answer.Header("Location") is not null, $"{answer.Status} {answer.Body}");
        return QueryHelpers.ParseQuery(new Uri(answer.Header("Location")!).Query).GetValueOrDefault(name).ToString();
    }

    private Task<RawAnswer> AllowAsync(string clientId) => new Mechanize(server).AllowAsync(
        Authorize($"client_id={clientId}&redirect_uri={Loopback}&code_challenge={Challenge}&code_challenge_method=S256"), "alice",
        "alice-password");

    private Task<RawAnswer> OpenAsync(string query) =>
        server.TlsAsync(Hosts.Auth, $"GET {Authorize(query)} HTTP/1.1\nHost: auth.mxit.com\nConnection: close");

    private Task<RawAnswer> PostPlainAsync(string path, string form) => server.PlainAsync(
        $"""
        POST {path} HTTP/1.1
        Host: auth.mxit.com
        Authorization: Basic {HistoricServer.StrictBasic}
        Content-Type: application/x-www-form-urlencoded
        Content-Length: *
        Connection: close
        """,
        form);
}
