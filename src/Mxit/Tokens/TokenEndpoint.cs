using System.Net.Http.Headers;
using System.Text;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>
/// Calls <c>POST /token</c>, <c>POST /revoke</c> and <c>GET /userinfo</c>. Source: wire document, sections 2.3 to 2.5.
/// </summary>
internal sealed class TokenEndpoint(MxitConnection connection, MxitClientSettings settings)
{
    // The value of the historic service, for a server that leaves expires_in out.
    private const int UsualLifeInSeconds = 3600;

    // A limit that keeps sums with dates in range.
    private const int LongestLifeInSeconds = 10 * 365 * 24 * 3600;

    // A server that needs longer hangs. A retry can succeed.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(45);

    private readonly Uri _tokenAddress = new(settings.AuthAddress, MxitRoutes.Token);
    private readonly Uri _revokeAddress = new(settings.AuthAddress, MxitRoutes.Revoke);
    private readonly Uri _userInfoAddress = new(settings.AuthAddress, MxitRoutes.UserInfo + Query.Of(("schema", "openid")));

    // Form-encoded first (RFC 6749, section 2.3.1), so that a colon in the id does not end it.
    private readonly AuthenticationHeaderValue _credentials = new("Basic", Convert.ToBase64String(
        Encoding.ASCII.GetBytes($"{FormEncode(settings.ClientId)}:{FormEncode(settings.ClientSecret)}")));

    public async Task<AccessToken> GetAppTokenAsync(ScopeSet scopes, RetryBudget budget, CancellationToken cancellationToken)
    {
        var request = Form(
            [new("grant_type", "client_credentials"), new("scope", scopes.Text)],
            confidential: [],
            isIdempotent: true,
            budget: budget);
        var (reply, expiresAt) = await GetTokenAsync(request, cancellationToken).ConfigureAwait(false);
        return new AccessToken(reply.AccessToken!, expiresAt, Scopes(reply) ?? scopes.Scopes);
    }

    public Task<UserToken> RedeemCodeAsync(
        AuthorizationRequest request, string code, MxitCallOptions? options, CancellationToken cancellationToken) =>
        GetUserTokenAsync(
            Form(
                [
                    new("grant_type", "authorization_code"),
                    new("code", code),
                    new("redirect_uri", request.RedirectUri.OriginalString),
                    new("code_verifier", request.CodeVerifier),
                ],
                [code, request.CodeVerifier],
                isIdempotent: false,
                options),
            request.Scopes,
            cancellationToken);

    public Task<UserToken> SignInWithPasswordAsync(
        string username, string password, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken) =>
        GetUserTokenAsync(
            Form(
                [new("grant_type", "password"), new("scope", scopes.Text), new("username", username), new("password", password)],
                [password],
                isIdempotent: false,
                options),
            scopes.Scopes,
            cancellationToken);

    /// <summary>Reads a new token; missing values are taken from the old one.</summary>
    public async Task<UserToken> RefreshAsync(
        string refreshToken, UserToken? old, RetryBudget budget, CancellationToken cancellationToken)
    {
        var token = await GetUserTokenAsync(
            Form(
                [new("grant_type", "refresh_token"), new("refresh_token", refreshToken)],
                [refreshToken],
                isIdempotent: false,
                budget: budget),
            old?.Scopes ?? [],
            cancellationToken).ConfigureAwait(false);
        return token with
        {
            RefreshToken = token.RefreshToken ?? refreshToken,
            IdToken = token.IdToken ?? old?.IdToken,
            UserId = token.UserId ?? old?.UserId,
        };
    }

    public async Task RevokeAsync(string token, MxitCallOptions? options, CancellationToken cancellationToken) =>
        _ = await connection.SendAsync(Form([new("token", token)], [token], isIdempotent: true, options), cancellationToken)
            .ConfigureAwait(false);

    public async Task<UserInfo> GetUserInfoAsync(
        ITokenSource tokens, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, _userInfoAddress, options) { Tokens = tokens };
        var answer = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = answer.Read(MxitJson.Wire.UserInfoReply);
        return (reply.Subject ?? reply.UserId) is { Length: > 0 } userId
            ? new UserInfo { UserId = userId }
            : throw answer.Unreadable();
    }

    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static string[]? Scopes(TokenReply reply) =>
        reply.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } scopes ? scopes : null;

    private async Task<UserToken> GetUserTokenAsync(
        ApiRequest request, IReadOnlyList<string> askedFor, CancellationToken cancellationToken)
    {
        var (reply, expiresAt) = await GetTokenAsync(request, cancellationToken).ConfigureAwait(false);
        return new UserToken(reply.AccessToken!, expiresAt, Scopes(reply) ?? askedFor)
        {
            RefreshToken = reply.RefreshToken,
            IdToken = reply.IdToken,
            UserId = IdTokenReader.UserIdOrNull(reply.IdToken, settings) ?? TextValue.OrNull<UserId>(reply.UserId),
        };
    }

    private async Task<(TokenReply Reply, DateTimeOffset ExpiresAt)> GetTokenAsync(
        ApiRequest request, CancellationToken cancellationToken)
    {
        // Counted from before the request, so that a slow response does not extend the lifetime of the token.
        var asked = settings.TimeProvider.GetUtcNow();
        var answer = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = answer.Read(MxitJson.Wire.TokenReply);
        var understood = TokenText.IsValid(reply.AccessToken)
            && (reply.RefreshToken is null || TokenText.IsValid(reply.RefreshToken))
            && (reply.TokenType is null || reply.TokenType.Equals("bearer", StringComparison.OrdinalIgnoreCase));
        return understood
            ? (reply, asked + TimeSpan.FromSeconds(Math.Clamp(reply.ExpiresIn ?? UsualLifeInSeconds, 0, LongestLifeInSeconds)))
            : throw answer.Unreadable();
    }

    /// <param name="form">The form; one without a grant revokes a token.</param>
    /// <param name="confidential">Texts that an error must not repeat.</param>
    /// <param name="isIdempotent">
    /// Whether it can be retried. A code, a password and a refresh token work once; app tokens and revocation are idempotent.
    /// </param>
    /// <param name="options">The options of the call that it belongs to.</param>
    /// <param name="budget">The limits of the calls that share it.</param>
    private ApiRequest Form(
        KeyValuePair<string, string>[] form,
        string[] confidential,
        bool isIdempotent,
        MxitCallOptions? options = null,
        RetryBudget? budget = null)
    {
        var grant = form[0] is { Key: "grant_type", Value: var type } ? type : null;
        var pairs = form.Select(static pair => $"{FormEncode(pair.Key)}={FormEncode(pair.Value)}");
        return new ApiRequest(HttpMethod.Post, grant is null ? _revokeAddress : _tokenAddress, options)
        {
            Content = Encoding.ASCII.GetBytes(string.Join('&', pairs)),
            ContentType = "application/x-www-form-urlencoded",
            IsIdempotent = isIdempotent,
            Budget = budget,
            AttemptTimeout = AttemptTimeout,
            GrantType = grant,
            Credentials = _credentials,
            Confidential = [.. confidential, settings.ClientSecret, _credentials.Parameter!],
        };
    }
}
