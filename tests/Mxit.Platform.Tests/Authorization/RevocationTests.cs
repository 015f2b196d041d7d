using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Data;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

public abstract class RevocationTests(TestServer server)
{
    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task O_34_either_half_ends_the_pair(string half)
    {
        var token = await server.SignInAsync("openid");
        Assert.Equal(200, await server.UserInfoStatusAsync(token.Text("access_token")));
        var answer = await server.RevokeAsync(token.Text(half));
        Assert.Equal((200, "{}"), (answer.Status, answer.Body));
        Assert.Equal(401, await server.UserInfoStatusAsync(token.Text("access_token")));
        Assert.Equal(400, (await server.RefreshAsync(token.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task O_34_unknown_tokens_are_answered_with_200() => Assert.Equal(200, (await server.RevokeAsync("f00d")).Status);

    [Fact]
    public async Task O_34_an_app_cannot_end_tokens_of_another()
    {
        var token = await server.SignInAsync("openid");
        foreach (var half in (string[])["access_token", "refresh_token"])
        {
            Assert.Equal(200, (await server.RevokeAsync(token.Text(half), OAuthFlow.StrictBasic)).Status);
        }

        Assert.Equal(200, await server.UserInfoStatusAsync(token.Text("access_token")));
    }

    [Fact]
    public async Task O_34_a_code_or_token_of_another_app_that_was_used_ends_nothing()
    {
        var code = await server.GetCodeAsync("openid");
        var first = await server.RedeemAsync(code);
        var second = await server.RefreshAsync(first.Text("refresh_token"));
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        foreach (var found in (string[])[code, first.Text("refresh_token")])
        {
            await server.RevokeAsync(found, OAuthFlow.StrictBasic);
            await server.IntrospectAsync(found, OAuthFlow.StrictBasic);
            Assert.Equal(200, await server.UserInfoStatusAsync(second.Text("access_token")));
        }

        Assert.Equal(200, (await server.RefreshAsync(second.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task An_apps_own_token_can_be_ended()
    {
        var token = await server.AppTokenAsync("profile/public");
        Assert.Equal(200, (await server.GetAsync("/user/lookup/bob", token)).Status);
        await server.RevokeAsync(token);
        Assert.Equal(401, (await server.GetAsync("/user/lookup/bob", token)).Status);
    }

    [Fact]
    public async Task What_another_process_revokes_is_refused_with_the_next_look()
    {
        var token = (await server.SignInAsync("openid", "bob")).Text("access_token");
        Assert.Equal(200, await server.UserInfoStatusAsync(token));
        await using (var context = await server.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken))
        {
            await context.Set<AppToken>().Where(row => row.Subject == "m10000000002")
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, "revoked"), TestContext.Current.CancellationToken);
        }

        await server.Services.GetRequiredService<AccessTokenRevocations>().RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(401, await server.UserInfoStatusAsync(token));
    }

    [Fact]
    public async Task O_20_a_new_password_ends_tokens_and_sessions()
    {
        var accounts = server.Services.GetRequiredService<AccountService>();
        using var browser = server.OpenBrowser();
        await browser.SubmitAsync(await browser.GetAsync("/sign-in"), "dave", "dave-password");
        Assert.Contains("You are signed in", (await browser.GetAsync("/sign-in")).Body, StringComparison.Ordinal);
        var token = await server.SignInAsync("openid", "dave");

        Assert.Null(await accounts.SetPasswordAsync("dave", "another password", TestContext.Current.CancellationToken));
        Assert.Equal(401, await server.UserInfoStatusAsync(token.Text("access_token")));
        Assert.Equal(400, (await server.RefreshAsync(token.Text("refresh_token"))).Status);
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("You are signed in", (await browser.GetAsync("/sign-in")).Body, StringComparison.Ordinal);
        Assert.Equal(400, (await server.SignInAsync("openid", "dave")).Status);
    }

    [Fact]
    public async Task A_new_secret_ends_the_old_one_and_the_apps_tokens()
    {
        await using var scope = server.Services.CreateAsyncScope();
        var apps = scope.ServiceProvider.GetRequiredService<AppService>();
        var app = (await apps.CreateAsync(new NewApp("rotating"), TestContext.Current.CancellationToken)).Value!;
        var basic = OAuthFlow.BasicOf(app.App.ClientId, app.Secret);
        var token = (await server.TokenAsync("grant_type=client_credentials&scope=profile/public", basic)).Text("access_token");
        Assert.Equal(200, (await server.GetAsync("/user/lookup/bob", token)).Status);

        var replaced = await apps.ReplaceSecretAsync("rotating", TestContext.Current.CancellationToken);
        Assert.Equal(401, (await server.GetAsync("/user/lookup/bob", token)).Status);
        Assert.Equal(401, (await server.TokenAsync("grant_type=client_credentials&scope=openid", basic)).Status);
        basic = OAuthFlow.BasicOf(app.App.ClientId, replaced.Value!.Secret);
        Assert.Equal(200, (await server.TokenAsync("grant_type=client_credentials&scope=openid", basic)).Status);

        Assert.Null(await apps.RemoveAsync("rotating", TestContext.Current.CancellationToken));
        Assert.NotEqual(200, (await server.TokenAsync("grant_type=client_credentials&scope=openid", basic)).Status);
        Assert.Equal(
            AppRefusals.ServiceNameTaken("Rotating"),
            (await apps.CreateAsync(new NewApp("Rotating"), TestContext.Current.CancellationToken)).Refusal);
    }
}

public sealed class RevocationTestsOnSqlite(TestServer server) : RevocationTests(server), IClassFixture<TestServer>;

public sealed class RevocationTestsOnPostgreSql(PostgresTestServer server) : RevocationTests(server),
IClassFixture<PostgresTestServer>;
