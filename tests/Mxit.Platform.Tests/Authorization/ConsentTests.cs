using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>What people have allowed to apps: remembered, listed, taken back.</summary>
public abstract class ConsentTests(TestServer server)
{
    private const string RedirectUri = "https://shop.example.org/signed-in";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task O_47_a_strict_app_that_was_allowed_is_not_asked_about_again_and_a_wider_scope_is()
    {
        var (app, _) = await AddAppAsync("remembered");
        using var browser = await SignInAsync("alice");
        var page = await browser.GetAsync(PathTo(app, "openid graph/read"));
        RelyingParty.AssertAsksForConsentOnly(page);
        Assert.NotNull((await browser.SubmitAsync(page)).Parameter("code"));

        Assert.NotNull((await browser.GetAsync(PathTo(app, "openid"))).Parameter("code"));
        Assert.NotNull((await browser.GetAsync(PathTo(app, "openid graph/read"))).Parameter("code"));
        RelyingParty.AssertAsksForConsentOnly(await browser.GetAsync(PathTo(app, "openid messenger")));
        RelyingParty.AssertAsksForConsentOnly(await browser.GetAsync(PathTo(app, "openid", "&prompt=consent")));
        using var other = await SignInAsync("bob");
        RelyingParty.AssertAsksForConsentOnly(await other.GetAsync(PathTo(app, "openid")));
    }

    [Fact]
    public async Task O_47_an_app_that_nobody_has_verified_is_asked_about_each_time()
    {
        var (app, _) = await AddAppAsync("unverified", isVerified: false);
        using var browser = await SignInAsync("alice");
        var page = await browser.GetAsync(PathTo(app, "openid"));
        Assert.Contains("Nobody has verified", page.Body, StringComparison.Ordinal);
        Assert.NotNull((await browser.SubmitAsync(page)).Parameter("code"));
        RelyingParty.AssertAsksForConsentOnly(await browser.GetAsync(PathTo(app, "openid")));
        Assert.Equal("consent_required", (await browser.GetAsync(PathTo(app, "openid", "&prompt=none"))).Parameter("error"));
    }

    [Fact]
    public async Task O_47_the_page_names_the_app_its_owner_the_scopes_and_where_it_leads()
    {
        var (app, _) = await AddAppAsync("named", owner: "Weather & Sons <Ltd>");
        var page = await server.GetAsync(PathTo(app, "openid messenger"));
        foreach (var text in (string[])
            ["The named app", "named", "Weather &amp; Sons &lt;Ltd&gt;", "know who you are on Mxit",
                "read and answer your messages",
                "shop.example.org", "at most 90 days"])
        {
            Assert.Contains(text, page.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Nobody has verified", page.Body, StringComparison.Ordinal);
        var (nameless, _) = await AddAppAsync("nameless");
        Assert.Contains("Not stated", (await server.GetAsync(PathTo(nameless, "openid"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O_48_people_see_what_they_allowed()
    {
        var (app, basic) = await AddAppAsync("listed", owner: "Somebody");
        var allowed = server.Clock.GetUtcNow();
        using var browser = await SignInAsync("carol");
        await browser.SubmitAsync(await browser.GetAsync(PathTo(app, "openid")));
        var seen = Assert.Single(await ListAsync("m10000000003"));
        Assert.Equal((app.ClientId, "listed", "The listed app"), (seen.ClientId, seen.ServiceName, seen.DisplayName));
        Assert.Equal(["openid"], seen.Scopes);
        Assert.Equal(allowed.UtcDateTime, seen.SinceUtc, TimeSpan.FromSeconds(1));

        server.Clock.Advance(TimeSpan.FromHours(1));
        await RedeemAsync(await browser.SubmitAsync(await browser.GetAsync(PathTo(app, "openid graph/read"))), basic);
        seen = Assert.Single(await ListAsync("m10000000003"));
        Assert.Equal(["graph/read", "openid"], seen.Scopes.Order());
        Assert.Equal(allowed.UtcDateTime, seen.SinceUtc, TimeSpan.FromSeconds(1));

        // A grant without a consent is listed while it lives.
        await server.SignInAsync("message/user", "carol");
        Assert.Equal(["demo", "listed"], (await ListAsync("m10000000003")).Select(one => one.ServiceName).Order());
        server.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal("listed", Assert.Single(await ListAsync("m10000000003")).ServiceName);
        Assert.Empty(await ListAsync("m99999999999"));
    }

    [Fact]
    public async Task O_48_what_is_taken_back_ends_at_once_and_must_be_asked_for_again()
    {
        var (app, basic) = await AddAppAsync("ended");
        using var browser = await SignInAsync("dave");
        var first = await RedeemAsync(await browser.SubmitAsync(await browser.GetAsync(PathTo(app, "openid"))), basic);
        var second = await RedeemAsync(await browser.GetAsync(PathTo(app, "openid")), basic);
        var unused = (await browser.GetAsync(PathTo(app, "openid"))).Parameter("code")!;
        var other = await server.SignInAsync("openid", "dave");
        using var alice = await SignInAsync("alice");
        var ofAlice = await RedeemAsync(await alice.SubmitAsync(await alice.GetAsync(PathTo(app, "openid"))), basic);

        await WithdrawAsync("m10000000004", app.ClientId);
        foreach (var reply in (Answer[])[first, second])
        {
            Assert.Equal(401, await server.UserInfoStatusAsync(reply.Text("access_token")));
            var refreshed = await server.TokenAsync(
                $"grant_type=refresh_token&refresh_token={reply.Text("refresh_token")}", basic);
            Assert.Equal((400, "invalid_grant"), (refreshed.Status, refreshed.Text("error")));
        }

        Assert.Equal(400, (await RedeemCodeAsync(unused, basic)).Status);
        Assert.Equal(["demo"], (await ListAsync("m10000000004")).Select(one => one.ServiceName));
        RelyingParty.AssertAsksForConsentOnly(await browser.GetAsync(PathTo(app, "openid")));
        Assert.Equal("consent_required", (await browser.GetAsync(PathTo(app, "openid", "&prompt=none"))).Parameter("error"));

        // What others allowed, and what this person allowed to others, stays.
        Assert.Equal(200, await server.UserInfoStatusAsync(other.Text("access_token")));
        Assert.Equal(200, await server.UserInfoStatusAsync(ofAlice.Text("access_token")));
        Assert.NotNull((await alice.GetAsync(PathTo(app, "openid"))).Parameter("code"));
        await WithdrawAsync("m10000000004", app.ClientId);
        await WithdrawAsync("m10000000004", "nobody");
    }

    [Fact]
    public async Task A_consent_outlives_the_tokens_and_ends_with_the_app()
    {
        var (app, basic) = await AddAppAsync("outliving");
        using var browser = await SignInAsync("bob");
        var reply = await RedeemAsync(await browser.SubmitAsync(await browser.GetAsync(PathTo(app, "openid"))), basic);
        await server.RevokeAsync(reply.Text("refresh_token"), basic);
        Assert.Equal(401, await server.UserInfoStatusAsync(reply.Text("access_token")));
        Assert.NotNull((await browser.GetAsync(PathTo(app, "openid"))).Parameter("code"));

        // A code that comes twice ends its grant, and not the consent.
        var code = (await browser.GetAsync(PathTo(app, "openid"))).Parameter("code")!;
        await RedeemCodeAsync(code, basic);
        Assert.Equal(400, (await RedeemCodeAsync(code, basic)).Status);
        Assert.NotNull((await browser.GetAsync(PathTo(app, "openid"))).Parameter("code"));
        Assert.Contains(await ListAsync("m10000000002"), one => one.ServiceName == "outliving");

        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppService>().RemoveAsync("outliving", Stop);
        Assert.DoesNotContain(await ListAsync("m10000000002"), one => one.ServiceName == "outliving");
    }

    private static string PathTo(AppInfo app, string scope, string more = "") => OAuthFlow.AuthorizePath(
        RedirectUri, Uri.EscapeDataString(scope), app.ClientId,
        $"&code_challenge={OAuthFlow.Challenge}&code_challenge_method=S256{more}");

    private Task<(AppInfo App, string Basic)> AddAppAsync(string name, string? owner = null, bool isVerified = true) =>
        server.AddAppAsync(
            new NewApp(name)
            {
                DisplayName = $"The {name} app",
                RedirectUris = [RedirectUri],
                Owner = owner,
                IsVerified = isVerified,
            });

    private async Task<Browser> SignInAsync(string login)
    {
        var browser = server.OpenBrowser();
        Assert.Equal(303, (await browser.SubmitAsync(await browser.GetAsync("/sign-in"), login, $"{login}-password")).Status);
        return browser;
    }

    private async Task<Answer> RedeemAsync(Answer redirect, string basic)
    {
        var answer = await RedeemCodeAsync(redirect.Parameter("code")!, basic);
        Assert.True(answer.Status == 200, answer.Body);
        return answer;
    }

    private Task<Answer> RedeemCodeAsync(string code, string basic) => server.TokenAsync(
        $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(RedirectUri)}&code_verifier={OAuthFlow.Verifier}", basic);

    private Task<IReadOnlyList<AllowedApp>> ListAsync(string userId) =>
        server.Services.GetRequiredService<AllowedAppService>().ListAsync(userId, Stop);

    private Task WithdrawAsync(string userId, string clientId) =>
        server.Services.GetRequiredService<AllowedAppService>().WithdrawAsync(userId, clientId, Stop);
}

public sealed class ConsentTestsOnSqlite(TestServer server) : ConsentTests(server), IClassFixture<TestServer>;

public sealed class ConsentTestsOnPostgreSql(PostgresTestServer server) : ConsentTests(server), IClassFixture<PostgresTestServer>;
