using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>Which grants there are, which app may use which, and with which secrets.</summary>
public abstract class GrantTests(TestServer server)
{
    private const string RedirectUri = "https://shop.example.org/signed-in";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Access tokens are references, so no audience stands in one; the one token that speaks for itself is for the app only.
    [Fact]
    public async Task O_31_an_id_token_is_no_access_token()
    {
        using var party = new RelyingParty(server);
        var reply = await party.SignInAsync();
        Assert.Matches("^[0-9a-f]{32}$", reply.AccessToken);
        Assert.Equal(401, (await server.GetAsync("/userinfo", reply.IdToken.EncodedToken)).Status);
        Assert.Equal(401, (await server.GetAsync("/user/profile", reply.IdToken.EncodedToken)).Status);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("id_token token")]
    [InlineData("code token")]
    [InlineData("code id_token")]
    [InlineData("code id_token token")]
    [InlineData("none")]
    [InlineData("code none")]
    [InlineData("nonsense")]
    public async Task O_14_only_a_code_can_be_asked_for(string responseType)
    {
        using var party = new RelyingParty(server);
        RelyingParty.AssertError(
            await party.AskAsync(("response_type", responseType)), "unsupported_response_type", "invalid_request");
        RelyingParty.AssertError(
            await party.AskByPostAsync(("response_type", responseType)), "unsupported_response_type", "invalid_request");
    }

    [Theory]
    [InlineData("implicit")]
    [InlineData("urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    [InlineData("urn:ietf:params:oauth:grant-type:saml2-bearer")]
    [InlineData("nonsense")]
    public async Task O_14_other_grants_are_refused(string grant)
    {
        foreach (var basic in (string[])[OAuthFlow.Basic, OAuthFlow.StrictBasic])
        {
            var answer = await server.TokenAsync(
                $"grant_type={Uri.EscapeDataString(grant)}&scope=openid&username=alice&password=alice-password&assertion=a&device_code=b"
                    + "&subject_token=c&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
                basic);
            Assert.Equal((400, "unsupported_grant_type"), (answer.Status, answer.Text("error")));
        }
    }

    [Fact]
    public async Task O_14_the_password_grant_is_for_apps_with_the_switch_only()
    {
        foreach (var profile in (AppProfile[])[AppProfile.Strict, AppProfile.Legacy])
        {
            var (_, basic) = await server.AddAppAsync(new NewApp($"no-password-{profile}") { Profile = profile });
            var answer = await server.TokenAsync(
                "grant_type=password&scope=openid&username=alice&password=alice-password", basic);
            Assert.Equal((400, "unauthorized_client"), (answer.Status, answer.Text("error")));
        }

        await using var scope = server.Services.CreateAsyncScope();
        var wish = new NewApp("strict-password") { Grants = AppGrants.Password };
        Assert.Equal(
            AppRefusals.PasswordGrantNotAllowed,
            (await scope.ServiceProvider.GetRequiredService<AppService>().CreateAsync(wish, Stop)).Refusal);
    }

    [Theory]
    [InlineData((int)AppGrants.None)]
    [InlineData((int)AppGrants.AuthorizationCode)]
    [InlineData((int)AppGrants.ClientCredentials)]
    [InlineData((int)AppGrants.Password)]
    [InlineData((int)AppGrants.Default)]
    [InlineData((int)(AppGrants.Default | AppGrants.Password))]
    public async Task O_15_each_app_has_its_own_grants(int numberOfGrants)
    {
        var grants = (AppGrants)numberOfGrants;
        var (app, basic) = await server.AddAppAsync(new NewApp($"grants-{numberOfGrants}")
        {
            Grants = grants,
            Profile = AppProfile.Legacy,
            RedirectUris = [RedirectUri],
        });
        Assert.Equal(grants, app.Grants);

        var own = await server.TokenAsync("grant_type=client_credentials&scope=openid", basic);
        AssertGranted(grants.HasFlag(AppGrants.ClientCredentials), own);

        var password = await server.TokenAsync("grant_type=password&scope=openid&username=alice&password=alice-password", basic);
        AssertGranted(grants.HasFlag(AppGrants.Password), password);
        if (password.Status == 200)
        {
            AssertGranted(
                true, await server.TokenAsync($"grant_type=refresh_token&refresh_token={password.Text("refresh_token")}", basic));
        }

        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(OAuthFlow.AuthorizePath(RedirectUri, "openid", app.ClientId));
        if (!grants.HasFlag(AppGrants.AuthorizationCode))
        {
            Assert.Equal("unauthorized_client", page.Parameter("error"));
            return;
        }

        var redirect = await browser.SubmitAsync(page, "alice", "alice-password");
        AssertGranted(true, await server.TokenAsync(
            $"grant_type=authorization_code&code={redirect.Parameter("code")}&redirect_uri={Uri.EscapeDataString(RedirectUri)}",
            basic));
    }

    [Fact]
    public async Task O_15_the_password_grant_is_published_while_an_app_may_use_it()
    {
        Assert.Contains("password", await PublishedGrantsAsync());
        await using var scope = server.Services.CreateAsyncScope();
        var apps = scope.ServiceProvider.GetRequiredService<AppService>();
        foreach (var app in (await apps.ListAsync(Stop)).Where(
            app => app.Grants.HasFlag(AppGrants.Password) && app.ServiceName != "demo"))
        {
            await apps.RemoveAsync(app.ServiceName, Stop);
        }

        // The name of another permission that ends alike does not count.
        Assert.Contains("password", await PublishedGrantsAsync());
        await using (var fresh = new FreshServer())
        {
            await fresh.InitializeAsync();
            var published = (await fresh.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("grant_types_supported")
                .EnumerateArray().Select(grant => grant.GetString());
            Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], published.Order());
        }
    }

    [Fact]
    public async Task O_23_two_secrets_live_while_one_takes_over_from_the_other()
    {
        var (app, old) = await server.AddAppAsync(new NewApp("two-secrets"));
        var token = (await AskAsync(old)).Text("access_token");
        var second = await RotateAsync(app, TimeSpan.FromDays(7));
        Assert.Equal(200, (await AskAsync(old)).Status);
        Assert.Equal(200, (await AskAsync(second)).Status);
        Assert.Equal(200, (await server.GetAsync("/user/lookup/bob", token)).Status);

        // A third one ends the first.
        var third = await RotateAsync(app, TimeSpan.FromDays(7));
        Assert.Equal(401, (await AskAsync(old)).Status);
        Assert.Equal(200, (await AskAsync(second)).Status);
        Assert.Equal(200, (await AskAsync(third)).Status);

        server.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(401, (await AskAsync(second)).Status);
        Assert.Equal(200, (await AskAsync(third)).Status);
    }

    [Fact]
    public async Task O_23_a_secret_that_became_known_ends_at_once_with_the_one_before()
    {
        var (app, old) = await server.AddAppAsync(new NewApp("known-secret"));
        var second = await RotateAsync(app, TimeSpan.FromDays(7));
        var token = (await AskAsync(second)).Text("access_token");
        string third;
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var replaced = await scope.ServiceProvider.GetRequiredService<AppService>().ReplaceSecretAsync(app.ServiceName, Stop);
            Assert.Null(replaced.Value!.App.PreviousSecretEndsUtc);
            third = OAuthFlow.BasicOf(app.ClientId, replaced.Value.Secret);
        }

        Assert.Equal(401, (await AskAsync(old)).Status);
        Assert.Equal(401, (await AskAsync(second)).Status);
        Assert.Equal(200, (await AskAsync(third)).Status);
        Assert.Equal(401, (await server.GetAsync("/user/lookup/bob", token)).Status);

        await RotateAsync(app, TimeSpan.FromDays(7));
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AppService>().RemoveAsync(app.ServiceName, Stop);
        }

        Assert.NotEqual(200, (await AskAsync(third)).Status);
    }

    [Fact]
    public async Task O_23_secrets_codes_and_tokens_are_stored_as_hashes_only()
    {
        var (app, basic) = await server.AddAppAsync(new NewApp("hashed"));
        var secret = await RotateAsync(app, TimeSpan.FromDays(7));
        var code = await server.GetCodeAsync("openid graph/read");
        var token = await server.RedeemAsync(code);
        string[] secrets =
        [
            SecretOf(basic), SecretOf(secret), code, token.Text("access_token"), token.Text("refresh_token"),
            token.Text("id_token"),
        ];
        var stored = await StoredTextAsync();
        Assert.Contains(app.ClientId, stored, StringComparison.Ordinal);
        Assert.All(secrets, value => Assert.DoesNotContain(value, stored, StringComparison.OrdinalIgnoreCase));

        static string SecretOf(string basic) =>
            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(basic["Basic ".Length..])).Split(':')[1];
    }

    private static void AssertGranted(bool expected, Answer answer) =>
        Assert.Equal(
            expected ? (200, null) : (400, "unauthorized_client"),
            (answer.Status, answer.Status == 200 ? null : answer.Text("error")));

    private async Task<List<string?>> PublishedGrantsAsync() =>
        [.. (await server.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("grant_types_supported")
            .EnumerateArray().Select(grant => grant.GetString())];

    private Task<Answer> AskAsync(string basic) => server.TokenAsync("grant_type=client_credentials&scope=profile/public", basic);

    private async Task<string> RotateAsync(AppInfo app, TimeSpan overlap)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<AppService>().RotateSecretAsync(
            app.ServiceName, overlap, Stop);
        Assert.Equal(
            server.Clock.GetUtcNow().UtcDateTime + overlap,
            result.Value!.App.PreviousSecretEndsUtc!.Value,
            TimeSpan.FromSeconds(1));
        return OAuthFlow.BasicOf(app.ClientId, result.Value.Secret);
    }

    // Every text of the tables that hold apps, grants and tokens.
    private async Task<string> StoredTextAsync()
    {
        await using var context = await server.Services
            .GetRequiredService<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync(Stop);
        var rows = new List<object>();
        rows.AddRange(context.Set<App>());
        rows.AddRange(context.Set<AppToken>());
        rows.AddRange(context.Set<AppAuthorization>());
        return string.Join('\n', rows.SelectMany(row => context.Entry(row).Properties).Select(property => property.CurrentValue));
    }

    private sealed class FreshServer : TestServer
    {
        protected override IReadOnlyList<string> Settings =>
            ["--Mxit:Server:Development=false", "--Mxit:Server:StopDelaySeconds=0"];
    }
}

public sealed class GrantTestsOnSqlite(TestServer server) : GrantTests(server), IClassFixture<TestServer>;

public sealed class GrantTestsOnPostgreSql(PostgresTestServer server) : GrantTests(server), IClassFixture<PostgresTestServer>;
