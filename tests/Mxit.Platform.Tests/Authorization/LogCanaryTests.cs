using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Contacts;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>
/// Whole flows with every logger at its lowest level: no secret, token, cookie, password or text of a message stands in the log,
/// nor in its values, scopes and exceptions (O-53).
/// </summary>
public sealed class LogCanaryTests
{
    private const string Redirect = "https://app.example.com/back";

    // As an operator would set them who wants to see everything.
    private static readonly string[] Everything =
    [
        "--Logging:LogLevel:Default=Trace",
        "--Logging:LogLevel:OpenIddict=Trace",
        "--Logging:LogLevel:OpenIddict.Server.OpenIddictServerDispatcher=Trace",
        "--Logging:LogLevel:Microsoft=Trace",
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Trace",
        "--Logging:LogLevel:*Dispatcher=Trace",
        "--Logging:Captured:LogLevel:Default=Trace",
        "--Logging:Captured:LogLevel:OpenIddict=Trace",
        "--Logging:Captured:LogLevel:OpenIddict.Server.OpenIddictServerDispatcher=Trace",
        "--Logging:Captured:LogLevel:Microsoft=Trace",
        "--Logging:Captured:LogLevel:Npgsql=Trace",
        "--Logging:Console:LogLevel:Default=None",
    ];

    private readonly Dictionary<string, string> _canaries = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task O_53_no_secret_stands_in_the_log_at_any_level(bool onPostgres)
    {
        await using var database = onPostgres
            ? await (await TestKit.PostgresCluster.SharedAsync(Stop)).CreateDatabaseAsync(cancellationToken: Stop)
            : null;
        await using var server = await CustomServer.StartAsync(
        [
            .. Everything,
            .. database is null
                ? Array.Empty<string>()
                : ["--Mxit:Database:Provider=PostgreSql", $"--Mxit:Database:ConnectionString={database.ConnectionString}"],
        ]);
        var app = await MakeAppAsync(server);
        var (login, password) = await MakePersonAsync(server);
        await SignInWrongAsync(server, login);
        await UsePagesAsync(server, login, password);
        await AllowAsync(server, app, login, password);
        await SignInWithPasswordAsync(server, login, password);
        await SendAsync(server, app, login, password);
        await SendNonsenseAsync(server);
        await ChangePasswordAsync(server, login, password);

        Assert.Contains(server.Logs.Lines, line => line.Level == LogLevel.Trace);
        Assert.Contains(
            server.Logs.Lines, line => line.Level == LogLevel.Debug && line.Category.StartsWith(
                "Microsoft.", StringComparison.Ordinal));
        var leaks = (
            from line in server.Logs.Lines
            from canary in _canaries
            where Forms(canary.Value).Any(form => line.Everything.Contains(form, StringComparison.Ordinal))
            select $"{canary.Key} in {line.Level} of {line.Category}: {line.Text}").Distinct().ToList();
        Assert.True(leaks.Count == 0, string.Join(Environment.NewLine, leaks.Take(30)));
    }

    private static IEnumerable<string> Forms(string canary) =>
        new[] { canary, Uri.EscapeDataString(canary), WebUtility.UrlEncode(canary) }.Distinct();

    private string Plant(string name, string? value = null)
    {
        value ??= $"canary-{name.Replace(' ', '-')}-{Guid.NewGuid():N}";
        Assert.True(value.Length >= 8, $"{name}: {value}");
        _canaries[$"{name} ({_canaries.Count})"] = value;
        return value;
    }

    private void PlantTokens(Answer answer)
    {
        Assert.Equal(200, answer.Status);
        foreach (var name in new[] { "access_token", "refresh_token", "id_token" })
        {
            if (answer.Json.TryGetProperty(name, out var token))
            {
                Plant(name, token.GetString());
                if (name == "id_token")
                {
                    Array.ForEach(token.GetString()!.Split('.'), part => Plant("part of an id_token", part));
                }
            }
        }
    }

    private void PlantCookies(Browser browser)
    {
        foreach (var (name, value) in browser.Cookies)
        {
            Plant($"cookie {name}", value);
        }
    }

    private async Task<AppWithSecret> MakeAppAsync(TestServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var apps = scope.ServiceProvider.GetRequiredService<AppService>();
        var made = (await apps.CreateAsync(new NewApp("canaryapp") { RedirectUris = [Redirect] }, Stop)).Value!;
        Plant("client secret", made.Secret);
        made = (await apps.ReplaceSecretAsync("canaryapp", Stop)).Value!;
        Plant("client secret", made.Secret);
        Plant("basic", OAuthFlow.BasicOf(made.App.ClientId, made.Secret)["Basic ".Length..]);
        return made;
    }

    private async Task<(string Login, string Password)> MakePersonAsync(TestServer server)
    {
        var password = Plant("password");
        var person =
            (await server.Services.GetRequiredService<AccountService>().CreateAsync("canaryperson", password, "Thandi", Stop))
                .Value!;
        await server.Services.GetRequiredService<ContactService>().AddAppAsync(person.UserId, "canaryapp", Stop);
        await server.Services.GetRequiredService<ContactService>().ConnectPeopleAsync(person.UserId, "m10000000001", Stop);
        return (person.Login!, password);
    }

    private async Task SignInWrongAsync(TestServer server, string login)
    {
        using var browser = server.OpenBrowser();
        Assert.Equal(200, (await browser.SignInAsync(login, Plant("wrong password"))).Status);

        // Typed into the wrong field.
        Assert.Equal(200, (await browser.SignInAsync(Plant("password as login")[..40], Plant("wrong password"))).Status);
        _canaries["cut password as login"] =
            _canaries.Last(canary => canary.Key.StartsWith("password as", StringComparison.Ordinal)).Value[..40];
        await ThrottleTests.SignInAsync(browser, login, Plant("wrong password"));
        await ThrottleTests.SignInAsync(browser, Plant("password as login")[..30], Plant("wrong password"));
        PlantCookies(browser);
    }

    private async Task UsePagesAsync(TestServer server, string login, string password)
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(
            $"/sign-in?returnUrl={Uri.EscapeDataString("/messages/m10000000001?text=" + Plant("draft"))}");
        Plant("antiforgery", page.Field("__RequestVerificationToken"));
        Assert.Equal(303, (await browser.SubmitAsync(page, login, password)).Status);
        PlantCookies(browser);

        var conversation = await browser.GetAsync("/messages/m10000000001?text=" + Plant("draft"));
        Assert.Equal(200, conversation.Status);
        Assert.Equal(303, (await browser.PostAsync("/messages/m10000000001", Browser.Encode(
        [
            new("text", Plant("page text")),
            new("key", Guid.NewGuid().ToString()),
            new("__RequestVerificationToken", conversation.Field("__RequestVerificationToken")),
        ]))).Status);
        await browser.PostAsync(
            "/messages/m10000000001", Browser.Encode(
                [new("text", Plant("page text")), new("__RequestVerificationToken", Plant("forged"))]));
        await browser.PostAsync(
            "/messenger/messages", $$"""{"to":"m10000000001","body":"{{Plant("messenger text")}}"}""",
            contentType: "application/json",
            headers: ("Sec-Fetch-Site", "same-origin"));
        await browser.PostAsync(
            "/messenger/messages", $$"""{"to":"m10000000001","body":"{{Plant("broken json")}}""", contentType: "application/json",
            headers: ("Sec-Fetch-Site", "same-origin"));
        await browser.GetAsync("/account");
        await browser.SignOutAsync();
        PlantCookies(browser);
    }

    private async Task AllowAsync(TestServer server, AppWithSecret app, string login, string password)
    {
        using var browser = server.OpenBrowser();
        var basic = OAuthFlow.BasicOf(app.App.ClientId, app.Secret);
        var verifier = Plant("code verifier", OAuthFlow.Verifier);
        var more =
            $"&state={Plant("state")}&nonce={Plant("nonce")}&code_challenge={OAuthFlow.Challenge}&code_challenge_method=S256";
        var page = await browser.GetAsync(OAuthFlow.AuthorizePath(Redirect, "openid+message/user", app.App.ClientId, more));
        Assert.Equal(200, page.Status);
        Plant("antiforgery", page.Field("__RequestVerificationToken"));
        Assert.Equal(200, (await browser.SubmitAsync(page, login, Plant("wrong password"))).Status);
        var back = await browser.SubmitAsync(page, login, password);
        Assert.Equal(303, back.Status);
        PlantCookies(browser);
        var code = Plant("code", back.Parameter("code"));
        var redeem = $"grant_type=authorization_code&redirect_uri={Uri.EscapeDataString(Redirect)}&code={code}&code_verifier=";
        Assert.Equal(
            400, (await browser.PostAsync("/token", redeem + Plant("wrong verifier", new string('w', 43)), basic)).Status);

        // What was allowed is asked again only for an app that wants it.
        page = await browser.GetAsync(
            OAuthFlow.AuthorizePath(Redirect, "openid+message/user", app.App.ClientId, more + "&prompt=consent"));
        back = await browser.SubmitAsync(page);
        code = Plant("code", back.Parameter("code"));
        var tokens = await browser.PostAsync(
            "/token",
            $"grant_type=authorization_code&redirect_uri={Uri.EscapeDataString(Redirect)}&code={code}&code_verifier={verifier}",
            basic);
        PlantTokens(tokens);
        await browser.GetAsync("/userinfo", tokens.Text("access_token"));
        await browser.GetAsync($"/userinfo?access_token={Plant("token in the query")}");
        await browser.GetAsync("/userinfo", Plant("unknown bearer"));
        var hint = $"&prompt=none&id_token_hint={tokens.Text("id_token")}";
        await browser.GetAsync(OAuthFlow.AuthorizePath(Redirect, "openid", app.App.ClientId, more + hint));
        await browser.PostAsync(
            "/authorize", OAuthFlow.AuthorizePath(Redirect, "openid", app.App.ClientId, more + hint).Split('?')[1]);
        await browser.GetAsync(
            OAuthFlow.AuthorizePath(Redirect, "openid", app.App.ClientId, more + $"&request={Plant("request object")}"));

        var second = await browser.PostAsync(
            "/token", $"grant_type=refresh_token&refresh_token={tokens.Text("refresh_token")}", basic);
        PlantTokens(second);
        await browser.PostAsync("/revoke", $"token={Plant("unknown token")}", basic);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            400, (await browser.PostAsync(
                "/token", $"grant_type=refresh_token&refresh_token={tokens.Text("refresh_token")}", basic)).Status);
        Assert.Equal(400, (await browser.PostAsync("/token", redeem + verifier, basic)).Status);
        await browser.PostAsync("/revoke", $"token={second.Text("refresh_token")}", basic);
        await browser.PostAsync("/token", $"grant_type=refresh_token&refresh_token={Plant("unknown refresh token")}", basic);
        await browser.PostAsync(
            "/token", "grant_type=client_credentials&scope=message/send",
            OAuthFlow.BasicOf(app.App.ClientId, Plant("wrong secret")));
        await browser.PostAsync(
            "/token",
            $"grant_type=client_credentials&scope=message/send&client_id={app.App.ClientId}&client_secret={Plant("wrong secret")}");
        await browser.GetAsync(
            $"/token?grant_type=client_credentials&client_id={app.App.ClientId}&client_secret={Plant("secret in the query")}");
        await browser.PostAsync(
            "/token", $"grant_type=client_credentials&client_assertion={Plant("assertion")}&client_assertion_type=x", basic);
        await browser.PostAsync("/token", $"grant_type={Plant("grant type")}&scope=openid", basic);
        await browser.SubmitAsync(
            await browser.GetAsync(OAuthFlow.AuthorizePath(Redirect, "openid", app.App.ClientId, more + "&prompt=consent")),
            submit: "deny");
    }

    private async Task SignInWithPasswordAsync(TestServer server, string login, string password)
    {
        using var program = server.OpenBrowser();
        var tokens = await ThrottleTests.SignInAsync(program, login, password);
        PlantTokens(tokens);
        await program.PostAsync(
            "/user/statusmessage", $"\"{Plant("status")}\"", $"Bearer {tokens.Text("access_token")}", "application/json");
    }

    private async Task SendAsync(TestServer server, AppWithSecret app, string login, string password)
    {
        using var program = server.OpenBrowser();
        var basic = OAuthFlow.BasicOf(app.App.ClientId, app.Secret);
        var token = Plant(
            "app token",
            (await program.PostAsync("/token", "grant_type=client_credentials&scope=message/send", basic)).Text("access_token"));
        var userId = (await server.Services.GetRequiredService<AccountService>().FindOrNullAsync(login, Stop))!.UserId;
        foreach (var to in new[] { userId, "m99999999999" })
        {
            await program.PostAsync(
                "/message/send", $$"""{"From":"canaryapp","To":"{{to}}","Body":"{{Plant("message text")}}"}""", $"Bearer {token}",
                "application/json");
        }

        await program.PostAsync(
            "/message/send", $$"""{"From":"canaryapp","To":{{userId}},"Body":"{{Plant("broken message")}}""", $"Bearer {token}",
            "application/json");
        using var browser = server.OpenBrowser();
        Assert.Equal(303, (await browser.SignInAsync(login, password)).Status);
        await TestKit.WaitFor.ConditionAsync(async () =>
            (await browser.GetAsync("/messenger/messages?after=0")).Body.Contains(
                "canary-message-text", StringComparison.Ordinal));
    }

    // What no client library would send, and what the server therefore may quote when it complains.
    private async Task SendNonsenseAsync(TestServer server)
    {
        foreach (var request in new[]
        {
            $"GET /userinfo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {Plant("bearer in a broken header")}\0\r\n\r\n",
            $"GET /userinfo HTTP/1.1\r\nHost: a\r\nAuthorization Bearer {Plant("bearer in a broken header")}\r\n\r\n",
            $"GET /sign-in HTTP/1.1\r\nHost: a\r\nCookie: mxit={Plant("cookie in a broken header")}\u0001\r\n\r\n",
            $"GET /userinfo?access_token={Plant("token in a broken line")}\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
            $"GET /userinfo?access_token={Plant("token in a broken line")} HTTP/9.9\r\nHost: a\r\n\r\n",
            $"{Plant("token as a method")[..30]} / HTTP/1.1\r\nHost: a\r\n\r\n",
            $"POST /token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{Plant("secret as a chunk")}\r\n",
            $"POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: {Plant("secret as a length")}\r\n\r\n",
        })
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(server.Address.Host, server.Address.Port, Stop);
            await using var stream = connection.GetStream();
            using var reader = new StreamReader(stream);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), Stop);
            connection.Client.Shutdown(SocketShutdown.Send);
            try
            {
                await reader.ReadToEndAsync(Stop);
            }
            catch (IOException)
            {
                // Reset; nothing more is said.
            }
        }

        _canaries["token as a method"] = "canary-token-as-a-method";
    }

    private KeyValuePair<string, string>[] NewPassword()
    {
        var wish = Plant("new password");
        return [new("new", wish), new("again", wish)];
    }

    private async Task ChangePasswordAsync(TestServer server, string login, string password)
    {
        using var browser = server.OpenBrowser();
        Assert.Equal(303, (await browser.SignInAsync(login, password)).Status);
        var page = await browser.GetAsync("/account");
        var proof = page.Field("__RequestVerificationToken");
        foreach (var current in new[] { Plant("wrong password"), password })
        {
            await browser.PostAsync("/account/password", Browser.Encode(
                [new("current", current), .. NewPassword(), new("__RequestVerificationToken", proof)]));
        }

        PlantCookies(browser);
    }
}
