using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;

namespace Mxit.Platform.Tests.Kit;

/// <summary>The steps of the flows, with the apps of development mode.</summary>
public static class OAuthFlow
{
    public const string ClientId = "11111111111111111111111111111111";
    public const string StrictClientId = "33333333333333333333333333333333";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public static string Basic { get; } = BasicOf(ClientId, "22222222222222222222222222222222");

    public static string StrictBasic { get; } = BasicOf(StrictClientId, "44444444444444444444444444444444");

    public static string Challenge { get; } =
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string BasicOf(string id, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));

    public static string AuthorizePath(
        string redirectUri, string scope, string clientId = ClientId, string more = "") =>
        $"/authorize?response_type=code&client_id={clientId}&redirect_uri={Uri.EscapeDataString(redirectUri)}&scope={scope}{more}";

    /// <summary>A person signs in and allows; the code.</summary>
    public static async Task<string> GetCodeAsync(
        this TestServer server, string scope = "openid", string redirectUri = "http://www.example.com", string login = "alice")
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(AuthorizePath(redirectUri, scope));
        var answer = await browser.SubmitAsync(page, login, $"{login}-password");
        Assert.Equal(302, answer.Status);
        return answer.Parameter("code")!;
    }

    public static async Task<string> GetStrictCodeAsync(this TestServer server)
    {
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync(AuthorizePath(
            "http://127.0.0.1/callback", "openid", StrictClientId, $"&code_challenge={Challenge}&code_challenge_method=S256"));
        return (await browser.SubmitAsync(page, "alice", "alice-password")).Parameter("code")!;
    }

    public static async Task<Answer> TokenAsync(this TestServer server, string body, string? authorization = null)
    {
        using var browser = server.OpenBrowser();
        return await browser.PostAsync("/token", body, authorization ?? Basic);
    }

    public static Task<Answer> RedeemAsync(this TestServer server, string code, string redirectUri = "http://www.example.com") =>
        server.TokenAsync($"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(redirectUri)}");

    public static Task<Answer> RefreshAsync(this TestServer server, string refreshToken, string more = "") =>
        server.TokenAsync($"grant_type=refresh_token&refresh_token={refreshToken}{more}");

    public static async Task<string> AppTokenAsync(this TestServer server, string scope) =>
        (await server.TokenAsync($"grant_type=client_credentials&scope={scope}")).Text("access_token");

    public static Task<Answer> SignInAsync(this TestServer server, string scope, string login = "alice") =>
        server.TokenAsync($"grant_type=password&scope={scope}&username={login}&password={login}-password");

    /// <summary>Asks what a token is good for.</summary>
    public static async Task<Answer> IntrospectAsync(this TestServer server, string token, string? authorization = null)
    {
        using var browser = server.OpenBrowser();
        return await browser.PostAsync("/introspect", $"token={Uri.EscapeDataString(token)}", authorization ?? Basic);
    }

    public static async Task<Answer> RevokeAsync(this TestServer server, string token, string? authorization = null)
    {
        using var browser = server.OpenBrowser();
        return await browser.PostAsync("/revoke", $"token={token}", authorization ?? Basic);
    }

    /// <summary>An app with a secret of its own.</summary>
    internal static async Task<(AppInfo App, string Basic)> AddAppAsync(this TestServer server, NewApp wish)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<AppService>().CreateAsync(
            wish, TestContext.Current.CancellationToken);
        Assert.True(result.IsDone, result.Refusal?.Text);
        return (result.Value.App, BasicOf(result.Value.App.ClientId, result.Value.Secret));
    }

    public static async Task<Answer> GetAsync(this TestServer server, string path, string? bearer = null)
    {
        using var browser = server.OpenBrowser();
        return await browser.GetAsync(path, bearer);
    }

    public static async Task<int> UserInfoStatusAsync(this TestServer server, string token) =>
        (await server.GetAsync("/userinfo", token)).Status;
}
