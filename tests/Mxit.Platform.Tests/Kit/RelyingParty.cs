using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Mxit.Platform.Tests.Kit;

/// <summary>An app that lets people sign in by OpenID Connect, and the browser of one person.</summary>
public sealed class RelyingParty(TestServer server) : IDisposable
{
    public const string RedirectUri = "http://example.org/";
    public const string State = "af0ifjsldkj";
    public const string Nonce = "n-0S6_WzA2Mj";

    private const string Secret = "22222222222222222222222222222222";

    public Browser Browser { get; } = server.OpenBrowser();

    /// <summary>The parameters of an authentication request; a value of <see langword="null"/> takes one away.</summary>
    public static string Query(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = OAuthFlow.ClientId,
            ["redirect_uri"] = RedirectUri,
            ["scope"] = "openid",
            ["state"] = State,
            ["nonce"] = Nonce,
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return Browser.Encode(
            parameters.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
    }

    /// <summary>Sends the browser to the authorization endpoint.</summary>
    public Task<Answer> AskAsync(params (string Name, string? Value)[] changes) =>
        Browser.GetAsync($"/authorize?{Query(changes)}");

    /// <summary>The same by POST.</summary>
    public Task<Answer> AskByPostAsync(params (string Name, string? Value)[] changes) =>
        Browser.PostAsync("/authorize", Query(changes));

    /// <summary>A person types login and password on the page, and allows.</summary>
    public Task<Answer> SignInAsync(Answer page, string login = "alice")
    {
        AssertAsksForPassword(page);
        return Browser.SubmitAsync(page, login, $"{login}-password");
    }

    /// <summary>Asks; the person signs in and allows; the code becomes tokens.</summary>
    public async Task<IdTokenReply> SignInAsync(params (string Name, string? Value)[] changes) =>
        await RedeemAsync(await SignInAsync(await AskAsync(changes)));

    /// <summary>Redeems the code of an answer.</summary>
    public async Task<IdTokenReply> RedeemAsync(Answer redirect)
    {
        var code = CodeOf(redirect);
        var answer = await server.RedeemAsync(code, RedirectUri);
        Assert.True(answer.Status == 200, answer.Body);
        return new IdTokenReply(
            code, answer.Text("access_token"), answer.Text("refresh_token"), answer.Text("scope"),
            await CheckAsync(answer.Text("id_token")));
    }

    /// <summary>Redeems with the secret in the form.</summary>
    public Task<Answer> RedeemByPostAsync(string code) => Browser.PostAsync(
        "/token",
        Browser.Encode(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["client_id"] = OAuthFlow.ClientId,
            ["client_secret"] = Secret,
        }));

    /// <summary>Checks an id token as an app does: signature, issuer, audience, time.</summary>
    public async Task<JsonWebToken> CheckAsync(string idToken)
    {
        var discovery = await Browser.GetAsync("/.well-known/openid-configuration");
        var keys = await Browser.GetAsync(new Uri(discovery.Text("jwks_uri")).AbsolutePath);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            IssuerSigningKeys = JsonWebKeySet.Create(keys.Body).GetSigningKeys(),
            ValidIssuer = discovery.Text("issuer"),
            ValidAudience = OAuthFlow.ClientId,
            ValidAlgorithms = ["RS256"],
            LifetimeValidator = (_, expires, _, _) => expires > server.Clock.GetUtcNow(),
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        var token = (JsonWebToken)result.SecurityToken;
        var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload)).RootElement;
        Assert.DoesNotContain(
            claims.EnumerateObject(), claim => claim.Name.StartsWith("oi_", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(
            claims.EnumerateObject(), claim => claim.Name.StartsWith("mxit_", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(JsonValueKind.Number, claims.GetProperty("auth_time").ValueKind);
        Assert.Equal(JsonValueKind.Number, claims.GetProperty("iat").ValueKind);
        Assert.Equal(JsonValueKind.String, claims.GetProperty("aud").ValueKind);
        Assert.Matches("^m[0-9]{11}$", token.Subject);
        return token;
    }

    /// <summary>The answer led back to the app with a code and the state, and with no error.</summary>
    public static string CodeOf(Answer redirect)
    {
        Assert.True(redirect.Status is 302 or 303, $"{redirect.Status} {redirect.Body}");
        Assert.StartsWith(RedirectUri, redirect.Location, StringComparison.Ordinal);
        Assert.Null(redirect.Parameter("error"));
        Assert.Equal(State, redirect.Parameter("state"));
        return redirect.Parameter("code")!;
    }

    /// <summary>The answer led back to the app with an error and the state, and with no code.</summary>
    public static void AssertError(Answer redirect, params string[] errors)
    {
        Assert.True(redirect.Status is 302 or 303, $"{redirect.Status} {redirect.Body}");
        Assert.StartsWith(RedirectUri, redirect.Location, StringComparison.Ordinal);
        Assert.Contains(redirect.Parameter("error"), errors);
        Assert.NotEmpty(redirect.Parameter("error_description")!);
        Assert.Equal(State, redirect.Parameter("state"));
        Assert.Null(redirect.Parameter("code"));
    }

    public static void AssertAsksForPassword(Answer page)
    {
        Assert.Equal(200, page.Status);
        Assert.Contains("name=\"password\"", page.Body, StringComparison.Ordinal);
    }

    /// <summary>The page that asks whether the app is allowed, of a person who is known.</summary>
    public static void AssertAsksForConsentOnly(Answer page)
    {
        Assert.Equal(200, page.Status);
        Assert.Contains("name=\"allow\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"password\"", page.Body, StringComparison.Ordinal);
    }

    public void Dispose() => Browser.Dispose();
}

/// <summary>What came of a code.</summary>
public sealed record IdTokenReply(string Code, string AccessToken, string RefreshToken, string Scope, JsonWebToken IdToken)
{
    public long AuthTime => IdToken.GetPayloadValue<long>("auth_time");
}
