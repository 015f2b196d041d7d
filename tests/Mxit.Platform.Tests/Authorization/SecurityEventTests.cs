using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>The log tells who came in and who did not (O-53).</summary>
public sealed class SecurityEventTests
{
    private static readonly MethodInfo[] Events =
    [
        .. typeof(SecurityEvents).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void O_53_each_event_has_an_id_of_its_own_and_is_documented()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security-events.md"));
        var attributes =
            Events.Select(method => (method.Name, Attribute: method.GetCustomAttribute<LoggerMessageAttribute>()!)).ToList();
        Assert.NotEmpty(attributes);
        Assert.Equal(attributes.Count, attributes.Select(one => one.Attribute.EventId).Distinct().Count());
        Assert.All(attributes, one =>
        {
            Assert.Contains(
                $"| {one.Attribute.EventId} | `{one.Name}` | {one.Attribute.Level} | ", page, StringComparison.Ordinal);
            Assert.Contains($" | `{one.Attribute.Message}` |", page, StringComparison.Ordinal);
        });
        Assert.Equal(attributes.Count, page.Split('\n').Count(line => line.StartsWith("| 1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task O_53_signing_in_and_what_ends_it_are_events()
    {
        await using var server = await CustomServer.StartAsync("--Mxit:SignIn:FailuresPerLoginAndAddress=2");
        var accounts = server.Services.GetRequiredService<AccountService>();
        var person = (await accounts.CreateAsync("eventful", "eventful-password", null, Stop)).Value!;
        using var browser = await server.OpenSignedInAsync("eventful");
        await browser.SignOutAsync();
        await accounts.SetPasswordAsync("eventful", "another pass phrase", Stop);
        await browser.SignInAsync("eventful", "another pass phrase");
        await browser.SubmitAsync(await browser.GetAsync("/account"), action: "/account/sign-out-everywhere");
        using var program = server.OpenBrowser();
        for (var guess = 0; guess < 3; guess++)
        {
            await ThrottleTests.SignInAsync(program, "eventful", "wrong");
        }

        await ThrottleTests.SignInAsync(program, "not-eventful", "wrong");
        await accounts.SuspendAsync("eventful", Stop);
        await accounts.ResumeAsync("eventful", Stop);
        await accounts.RemoveAsync("eventful", Stop);

        Assert.Equal(
            [
                $"1101 Account {person.UserId} was made",
                $"1001 {person.UserId} signed in from 127.0.0.1 by page",
                $"1004 {person.UserId} ended a session",
                $"1102 The password of {person.UserId} was changed",
                $"1001 {person.UserId} signed in from 127.0.0.1 by page",
                $"1005 {person.UserId} signed out everywhere",
                $"1002 Sign-in failed for {person.UserId} from 127.0.0.1 by password grant",
                $"1002 Sign-in failed for {person.UserId} from 127.0.0.1 by password grant",
                $"1003 Sign-in throttled for {person.UserId} from 127.0.0.1 by password grant",
                "1002 Sign-in failed for (unknown) from 127.0.0.1 by password grant",
                $"1103 Account {person.UserId} was suspended",
                $"1104 Account {person.UserId} is no longer suspended",
                $"1105 Account {person.UserId} was removed",
            ],
            Of(server, id => id < 1200));
    }

    [Fact]
    public async Task O_53_what_is_granted_refused_reused_and_revoked_are_events()
    {
        await using var server = await CustomServer.StartAsync();
        var code = await server.GetCodeAsync("openid+message/user");
        var tokens = await server.RedeemAsync(code);
        var second = await server.RefreshAsync(tokens.Text("refresh_token"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.RefreshAsync(tokens.Text("refresh_token"));
        await server.RefreshAsync(second.Text("refresh_token"));
        var again = await server.GetCodeAsync();
        await server.RedeemAsync(again);
        await server.RedeemAsync(again);
        await server.AppTokenAsync("profile/public");
        await server.TokenAsync("grant_type=client_credentials&scope=openid", OAuthFlow.BasicOf(OAuthFlow.ClientId, "wrong"));
        await server.TokenAsync("grant_type=client_credentials&scope=openid", OAuthFlow.BasicOf("made-up", "wrong"));
        await server.TokenAsync("grant_type=client_credentials&scope=made-up");
        await server.TokenAsync("grant_type=made-up&scope=openid");
        using var browser = server.OpenBrowser();
        await browser.SubmitAsync(
            await browser.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid")), submit: "deny");
        var token = (await server.SignInAsync("openid")).Text("access_token");
        await browser.PostAsync("/revoke", $"token={token}", OAuthFlow.Basic);

        Assert.Equal(
            [
                "1201 m10000000001 allowed demo: openid message/user",
                "1301 demo got a token for m10000000001 by authorization_code",
                "1301 demo got a token for m10000000001 by refresh_token",
                "1303 demo used a refresh token again, from 127.0.0.1; the grant ended",
                "1302 demo got no token by refresh_token from 127.0.0.1: invalid_grant",
                "1201 m10000000001 allowed demo: openid",
                "1301 demo got a token for m10000000001 by authorization_code",
                "1303 demo used a code again, from 127.0.0.1; the grant ended",
                "1301 demo got a token for itself by client_credentials",
                "1305 Wrong credentials for demo from 127.0.0.1",
                "1305 Wrong credentials for (unknown) from 127.0.0.1",
                "1302 demo got no token by client_credentials from 127.0.0.1: invalid_scope",
                "1302 demo got no token by (unknown) from 127.0.0.1: unsupported_grant_type",
                "1202 somebody did not allow demo",
                "1301 demo got a token for m10000000001 by password",
                "1304 demo revoked a token",
            ],
            Of(server, id => id is >= 1200 and < 1400));
    }

    [Fact]
    public async Task O_53_changes_of_apps_and_withdrawn_consents_are_events()
    {
        await using var server = await CustomServer.StartAsync("--Mxit:SignIn:FailuresPerAppAndAddress=1");
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var apps = scope.ServiceProvider.GetRequiredService<AppService>();
            await apps.CreateAsync(new NewApp("eventful"), Stop);
            await apps.ReplaceSecretAsync("eventful", Stop);
            await apps.RemoveAsync("eventful", Stop);
        }

        await server.RedeemAsync(await server.GetCodeAsync());
        using var browser = await server.OpenSignedInAsync("alice");
        await browser.SubmitAsync(await browser.GetAsync("/account"), action: "/account/apps/withdraw");
        var wrong = OAuthFlow.BasicOf(OAuthFlow.StrictClientId, "wrong");
        await server.TokenAsync("grant_type=client_credentials&scope=openid", wrong);
        await server.TokenAsync("grant_type=client_credentials&scope=openid", wrong);

        Assert.Equal(
            [
                "1401 App eventful was made",
                "1402 The secret of eventful was replaced",
                "1403 App eventful was removed",
                "1203 m10000000001 withdrew what demo was allowed",
                "1305 Wrong credentials for strict-demo from 127.0.0.1",
                "1306 Credentials throttled for strict-demo from 127.0.0.1",
            ],
            Of(server, id => id is 1203 or 1305 or 1306 or >= 1400));
    }

    [Fact]
    public async Task O_53_no_event_repeats_what_was_typed()
    {
        await using var server = await CustomServer.StartAsync();
        using var browser = server.OpenBrowser();
        foreach (var typed in new[]
        {
            "hunter2-typed-as-login", "two\r\nlines of typed", "\u001b[31mtyped", "m10000000001-typed",
        })
        {
            await ThrottleTests.SignInAsync(browser, typed, typed);
            await server.TokenAsync($"grant_type={Uri.EscapeDataString(typed)}&scope=openid");
            await server.TokenAsync(
                "grant_type=client_credentials&scope=openid", OAuthFlow.BasicOf(Uri.EscapeDataString(typed), typed));
            await server.RefreshAsync(typed.Replace("\r\n", " ", StringComparison.Ordinal));
        }

        Assert.True(Of(server, _ => true).Count() >= 16);
        Assert.DoesNotContain(Of(server, _ => true), text => text.Contains("typed", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Of(CustomServer server, Func<int, bool> id) => server.Logs.Lines
        .Where(line => line.Category == SecurityEvents.Category && id(line.Event.Id))
        .Select(line => $"{line.Event.Id} {line.Text}");
}
