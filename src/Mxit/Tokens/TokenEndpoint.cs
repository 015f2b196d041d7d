using System.Net.Http.Headers;
using System.Text;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Speaks with <c>POST /token</c> and <c>POST /revoke</c>. Source: wire document, sections 2.3 and 2.4.</summary>
internal sealed class TokenEndpoint(MxitConnection connection, MxitClientSettings settings)
{
    // What the historic service said in every answer; for a server that leaves expires_in out.
    private const int UsualLifeInSeconds = 3600;

    // No server that means what it says goes beyond; and dates stay dates when it is added to them.
    private const int LongestLifeInSeconds = 10 * 365 * 24 * 3600;

    // A server that takes longer for a few lines does not answer any more. Asked again it may.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(45);

    private readonly Uri _tokenAddress = new(settings.AuthAddress, MxitRoutes.Token);
    private readonly Uri _revokeAddress = new(settings.AuthAddress, MxitRoutes.Revoke);

    // RFC 6749, section 2.3.1: form-encoded first, so that a colon in the id is not taken for the separator.
    private readonly AuthenticationHeaderValue _credentials = new("Basic", Convert.ToBase64String(
        Encoding.ASCII.GetBytes($"{FormEncode(settings.ClientId)}:{FormEncode(settings.ClientSecret)}")));

    public async Task<AccessToken> GetAppTokenAsync(ScopeSet scopes, CancellationToken cancellationToken)
    {
        var (reply, expiresAt) = await GetTokenAsync(
            [new("grant_type", "client_credentials"), new("scope", scopes.Text)], [], isIdempotent: true, cancellationToken).ConfigureAwait(false);
        return new AccessToken(reply.AccessToken!, expiresAt, Scopes(reply) ?? scopes.Scopes);
    }

    public Task<UserToken> RedeemCodeAsync(AuthorizationRequest request, string code, CancellationToken cancellationToken) =>
        GetUserTokenAsync(
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", request.RedirectUri.OriginalString),
                new("code_verifier", request.CodeVerifier),
            ],
            [code, request.CodeVerifier],
            request.Scopes,
            cancellationToken);

    public Task<UserToken> SignInWithPasswordAsync(
        string username, string password, ScopeSet scopes, CancellationToken cancellationToken) =>
        GetUserTokenAsync(
            [new("grant_type", "password"), new("scope", scopes.Text), new("username", username), new("password", password)],
            [password],
            scopes.Scopes,
            cancellationToken);

    /// <summary>A new token; what the answer leaves out is taken from the old one.</summary>
    public async Task<UserToken> RefreshAsync(string refreshToken, UserToken? old, CancellationToken cancellationToken)
    {
        var token = await GetUserTokenAsync(
            [new("grant_type", "refresh_token"), new("refresh_token", refreshToken)],
            [refreshToken],
            old?.Scopes ?? [],
            cancellationToken).ConfigureAwait(false);
        return token with
        {
            RefreshToken = token.RefreshToken ?? refreshToken,
            IdToken = token.IdToken ?? old?.IdToken,
            UserId = token.UserId ?? old?.UserId,
        };
    }

    public async Task RevokeAsync(string token, CancellationToken cancellationToken) =>
        _ = await connection.SendAsync(Form(_revokeAddress, [new("token", token)], [token], isIdempotent: true), cancellationToken).ConfigureAwait(false);

    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static string[]? Scopes(TokenReply reply) =>
        reply.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } scopes ? scopes : null;

    private async Task<UserToken> GetUserTokenAsync(
        KeyValuePair<string, string>[] form,
        string[] confidential,
        IReadOnlyList<string> askedFor,
        CancellationToken cancellationToken)
    {
        var (reply, expiresAt) = await GetTokenAsync(form, confidential, isIdempotent: false, cancellationToken).ConfigureAwait(false);
        return new UserToken(reply.AccessToken!, expiresAt, Scopes(reply) ?? askedFor)
        {
            RefreshToken = reply.RefreshToken,
            IdToken = reply.IdToken,
            UserId = IdTokenReader.UserIdOrNull(reply.IdToken, settings),
        };
    }

    private async Task<(TokenReply Reply, DateTimeOffset ExpiresAt)> GetTokenAsync(
        KeyValuePair<string, string>[] form, string[] confidential, bool isIdempotent, CancellationToken cancellationToken)
    {
        // Counted from before the request, so that a slow answer does not make a token look younger than it is.
        var asked = settings.TimeProvider.GetUtcNow();
        var answer = await connection.SendAsync(Form(_tokenAddress, form, confidential, isIdempotent), cancellationToken).ConfigureAwait(false);
        var reply = answer.Read(MxitJson.Wire.TokenReply);
        var understood = TokenText.IsValid(reply.AccessToken)
            && (reply.RefreshToken is null || TokenText.IsValid(reply.RefreshToken))
            && (reply.TokenType is null || reply.TokenType.Equals("bearer", StringComparison.OrdinalIgnoreCase));
        return understood
            ? (reply, asked + TimeSpan.FromSeconds(Math.Clamp(reply.ExpiresIn ?? UsualLifeInSeconds, 0, LongestLifeInSeconds)))
            : throw answer.Unreadable();
    }

    /// <param name="address">Where to.</param>
    /// <param name="form">What.</param>
    /// <param name="confidential">What of it an error must not repeat.</param>
    /// <param name="isIdempotent">A code, a password and a refresh token are spent; asking as an app, or ending a token, is not.</param>
    private ApiRequest Form(
        Uri address, KeyValuePair<string, string>[] form, string[] confidential, bool isIdempotent) => new(HttpMethod.Post, address)
        {
            IsIdempotent = isIdempotent,
            AttemptTimeout = AttemptTimeout,
            GrantType = form[0] is { Key: "grant_type", Value: var grant } ? grant : null,
            Credentials = _credentials,
            Content = () => new FormUrlEncodedContent(form),
            Confidential = [.. confidential, settings.ClientSecret, _credentials.Parameter!],
        };
}
