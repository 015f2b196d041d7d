using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Sessions;

public sealed class SqliteSessionTests(TestServer server) : SessionTests(server), IClassFixture<TestServer>;

public sealed class PostgresSessionTests(PostgresTestServer server) : SessionTests(server), IClassFixture<PostgresTestServer>;

/// <summary>
/// Sessions of the pages are over when they are said to be over, whoever still has the cookie (O-20, O-46, O-48).
/// </summary>
public abstract class SessionTests(TestServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AccountService Accounts => server.Services.GetRequiredService<AccountService>();

    [Fact]
    public async Task O_48_signing_out_ends_the_session_whoever_has_the_cookie()
    {
        using var browser = await server.OpenSignedInAsync(await NewPersonAsync());
        using var copy = server.CopyOf(browser);
        Assert.True(await copy.IsSignedInAsync());

        await browser.SignOutAsync();
        Assert.False(await copy.IsSignedInAsync());
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task O_46_signing_in_gives_a_new_session_and_ends_the_one_before()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        using var copy = server.CopyOf(browser);
        var consent = await browser.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid", more: "&prompt=login"));
        Assert.Equal(302, (await browser.SubmitAsync(consent, login, $"{login}-password")).Status);

        Assert.NotEqual(copy.Cookies["mxit"], browser.Cookies["mxit"]);
        Assert.True(await browser.IsSignedInAsync());
        Assert.False(await copy.IsSignedInAsync());
    }

    [Fact]
    public async Task O_46_a_cookie_that_an_attacker_brought_along_is_not_signed_in()
    {
        using var attacker = await server.OpenSignedInAsync(await NewPersonAsync());
        var login = await NewPersonAsync();
        using var victim = server.CopyOf(attacker, "mxit");
        var consent = await victim.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid", more: "&prompt=login"));
        await victim.SubmitAsync(consent, login, $"{login}-password");

        var page = await attacker.GetAsync("/sign-in");
        Assert.DoesNotContain($"Hello {login}", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task O_20_a_new_password_ends_every_session_and_token()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        using var other = await server.OpenSignedInAsync(login);
        var tokens = await server.SignInAsync("openid", login);
        await Accounts.SetPasswordAsync(login, "another pass phrase", Stop);

        Assert.False(await browser.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        Assert.Equal(401, await server.UserInfoStatusAsync(tokens.Text("access_token")));
        Assert.Equal(400, (await server.RefreshAsync(tokens.Text("refresh_token"))).Status);
    }

    [Fact]
    public async Task O_20_removal_ends_every_session()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        await Accounts.RemoveAsync(login, Stop);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task O_20_suspension_ends_every_session_and_token_and_nobody_can_tell()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        var tokens = await server.SignInAsync("openid", login);
        Assert.Null(await Accounts.SuspendAsync(login, Stop));
        Assert.False(await browser.IsSignedInAsync());
        Assert.Equal(401, await server.UserInfoStatusAsync(tokens.Text("access_token")));
        Assert.Equal(400, (await server.RefreshAsync(tokens.Text("refresh_token"))).Status);
        Assert.Equal(
            (await server.TokenAsync($"grant_type=password&scope=openid&username={login}&password=wrong")).Body,
            (await server.SignInAsync("openid", login)).Body);

        Assert.Null(await Accounts.ResumeAsync(login, Stop));
        Assert.False(await browser.IsSignedInAsync());
        Assert.Equal(400, (await server.RefreshAsync(tokens.Text("refresh_token"))).Status);
        Assert.Equal(200, (await server.SignInAsync("openid", login)).Status);
    }

    [Fact]
    public async Task A_session_ends_when_it_was_not_used_for_long()
    {
        using var browser = await server.OpenSignedInAsync(await NewPersonAsync());
        for (var day = 0; day < 3; day++)
        {
            server.Clock.Advance(TimeSpan.FromDays(6));
            Assert.True(await browser.IsSignedInAsync());
        }

        server.Clock.Advance(TimeSpan.FromDays(15));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_session_ends_however_much_it_is_used()
    {
        using var browser = await server.OpenSignedInAsync(await NewPersonAsync());
        using var copy = server.CopyOf(browser);
        var days = 0;
        while (days < 100 && await browser.IsSignedInAsync())
        {
            server.Clock.Advance(TimeSpan.FromDays(2));
            days += 2;
        }

        Assert.InRange(days, 29, 32);
        Assert.False(await copy.IsSignedInAsync());
    }

    [Fact]
    public async Task O_64_the_end_of_a_session_ends_its_open_streams()
    {
        using var browser = await server.OpenSignedInAsync(await NewPersonAsync());
        using var http = new HttpClient { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events");
        request.Headers.Add("Cookie", $"mxit={browser.Cookies["mxit"]}");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(200, (int)answer.StatusCode);
        var stream = answer.Content.ReadAsStringAsync(Stop);

        await browser.SignOutAsync();
        await TestKit.WaitFor.ConditionAsync(() =>
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return stream.IsCompleted;
        });
        await stream;
    }

    [Fact]
    public async Task O_48_a_person_sees_the_sessions_and_ends_another_one()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        using var other = server.OpenBrowser();
        other.Headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        await other.SignInAsync(login);

        var page = await browser.GetAsync("/account");
        Assert.Equal(200, page.Status);
        Assert.Contains("Firefox", page.Body, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page.Body, StringComparison.Ordinal);
        Assert.Contains("This browser", page.Body, StringComparison.Ordinal);
        Assert.Equal(303, (await browser.SubmitAsync(page, action: "/account/sessions/end", nth: 0)).Status);

        Assert.True(await browser.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
    }

    [Fact]
    public async Task O_48_nobody_ends_the_session_of_another_person()
    {
        var login = await NewPersonAsync();
        using var victim = await server.OpenSignedInAsync(login);
        using var second = await server.OpenSignedInAsync(login);
        using var attacker = await server.OpenSignedInAsync(await NewPersonAsync());
        var session = (await victim.GetAsync("/account")).Field("session");
        Assert.True(Guid.TryParse(session, out _));
        var own = await attacker.GetAsync("/account");

        var answer = await attacker.PostAsync(
            "/account/sessions/end",
            Browser.Encode(
                [new("session", session), new("__RequestVerificationToken", own.Field("__RequestVerificationToken"))]));
        Assert.Equal(303, answer.Status);
        Assert.True(await victim.IsSignedInAsync());
        Assert.True(await second.IsSignedInAsync());
    }

    [Fact]
    public async Task O_20_O_48_signing_out_everywhere_ends_sessions_and_tokens()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        using var other = await server.OpenSignedInAsync(login);
        using var bystander = await server.OpenSignedInAsync(await NewPersonAsync());
        var tokens = await server.SignInAsync("openid", login);
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account"), action: "/account/sign-out-everywhere");
        Assert.Equal((303, "/sign-in"), (answer.Status, answer.Location));

        Assert.False(await browser.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        Assert.Equal(401, await server.UserInfoStatusAsync(tokens.Text("access_token")));
        Assert.True(await bystander.IsSignedInAsync());
    }

    [Fact]
    public async Task O_48_a_person_sees_the_allowed_apps_and_takes_the_permission_back()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        Assert.DoesNotContain("Demo", (await browser.GetAsync("/account")).Body, StringComparison.Ordinal);
        var code = await server.GetCodeAsync("openid+message/user", login: login);
        var tokens = await server.RedeemAsync(code);
        Assert.Equal(200, await server.UserInfoStatusAsync(tokens.Text("access_token")));

        var page = await browser.GetAsync("/account");
        Assert.Contains("Demo", page.Body, StringComparison.Ordinal);
        Assert.Contains("send messages in your name", page.Body, StringComparison.Ordinal);
        Assert.Equal(303, (await browser.SubmitAsync(page, action: "/account/apps/withdraw")).Status);

        Assert.Equal(401, await server.UserInfoStatusAsync(tokens.Text("access_token")));
        Assert.Equal(400, (await server.RefreshAsync(tokens.Text("refresh_token"))).Status);
        Assert.DoesNotContain("Demo", (await browser.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task O_51_a_password_is_changed_by_who_knows_it_and_other_sessions_end()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        using var other = await server.OpenSignedInAsync(login);
        using var copy = server.CopyOf(browser);
        var tokens = await server.SignInAsync("openid", login);
        Assert.Contains(
            "The password is wrong", (await ChangeAsync(browser, "not the password", "another pass phrase")).Body,
            StringComparison.Ordinal);
        Assert.Contains("too weak", (await ChangeAsync(browser, $"{login}-password", "short")).Body, StringComparison.Ordinal);
        Assert.Contains(
            "too weak", (await ChangeAsync(browser, $"{login}-password", "password123")).Body, StringComparison.Ordinal);
        Assert.True(await other.IsSignedInAsync());

        Assert.Equal(303, (await ChangeAsync(browser, $"{login}-password", "another pass phrase 🙂 ")).Status);
        Assert.True(await browser.IsSignedInAsync());
        Assert.False(await copy.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
        Assert.Equal(401, await server.UserInfoStatusAsync(tokens.Text("access_token")));
        Assert.Equal(400, (await server.SignInAsync("openid", login)).Status);
        using var fresh = server.OpenBrowser();
        Assert.Equal(303, (await fresh.SignInAsync(login, "another pass phrase 🙂 ")).Status);
    }

    [Fact]
    public async Task O_49_O_51_guesses_at_the_current_password_are_slowed_down()
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        for (var guess = 0; guess < 10; guess++)
        {
            Assert.Contains(
                "wrong", (await ChangeAsync(browser, $"guess-{guess}", "another pass phrase")).Body, StringComparison.Ordinal);
        }

        Assert.Equal(429, (await ChangeAsync(browser, $"{login}-password", "another pass phrase")).Status);
    }

    [Theory]
    [InlineData("/account", false)]
    [InlineData("/account/sessions/end", true)]
    [InlineData("/account/apps/withdraw", true)]
    [InlineData("/account/password", true)]
    [InlineData("/account/sign-out-everywhere", true)]
    public async Task Who_is_not_signed_in_is_asked_to(string path, bool isForm)
    {
        using var browser = server.OpenBrowser();
        var answer = isForm ? await browser.PostAsync(path, "session=x") : await browser.GetAsync(path);
        Assert.Equal((isForm ? 303 : 302, "/sign-in?returnUrl=%2Faccount"), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData("/account/sessions/end")]
    [InlineData("/account/apps/withdraw")]
    [InlineData("/account/password")]
    [InlineData("/account/sign-out-everywhere")]
    public async Task O_45_a_form_that_is_not_ours_does_nothing(string path)
    {
        var login = await NewPersonAsync();
        using var browser = await server.OpenSignedInAsync(login);
        var session = (await browser.GetAsync("/account")).Field("session");
        var answer = await browser.PostAsync(path, $"session={session}&current={login}-password&new=another+pass+phrase");
        Assert.Equal(400, answer.Status);
        Assert.True(await browser.IsSignedInAsync());
    }

    private static async Task<Answer> ChangeAsync(Browser browser, string current, string wish)
    {
        var page = await browser.GetAsync("/account");
        return await browser.PostAsync("/account/password", Browser.Encode(
        [
            new("current", current),
            new("new", wish),
            new("again", wish),
            new("__RequestVerificationToken", page.Field("__RequestVerificationToken")),
        ]));
    }

    private async Task<string> NewPersonAsync()
    {
        var login = $"p{Guid.NewGuid():N}"[..20];
        var result = await Accounts.CreateAsync(login, $"{login}-password", null, Stop);
        Assert.True(result.IsDone);
        return login;
    }
}
