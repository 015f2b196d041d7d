using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Sign-in and tokens. Calls of the other areas get and renew their tokens automatically. Thread-safe. Source: wire document,
/// section 2.
/// </summary>
public class OAuthClient
{
    private const int RandomBytes = 32;

    private readonly MxitClientSettings _settings;
    private readonly TokenEndpoint _endpoint;
    private readonly AppTokens _appTokens;
    private readonly UserTokenRenewals _renewals;
    private readonly AuthorizationCallbackReader _callbacks;

    /// <summary>For fakes in tests.</summary>
    protected OAuthClient() =>
        (_settings, _endpoint, _appTokens, _renewals, _callbacks) = (null!, null!, null!, null!, null!);

    internal OAuthClient(MxitClientSettings settings, TokenEndpoint endpoint, AppTokens appTokens, UserTokenRenewals renewals)
    {
        _settings = settings;
        _endpoint = endpoint;
        _appTokens = appTokens;
        _renewals = renewals;
        _callbacks = new AuthorizationCallbackReader(settings);
    }

    /// <summary>
    /// Starts a sign-in, with a new <c>state</c> and PKCE (S256). No request is sent. Source: <c>GET /authorize</c>, wire
    /// document, section 2.2.
    /// </summary>
    /// <param name="redirectUri">
    /// The address to which the browser returns: absolute, without a fragment, registered for the app.
    /// </param>
    /// <param name="scopes">The scopes to request, see <see cref="MxitScopes"/>; at least one.</param>
    /// <exception cref="ArgumentException">An argument is invalid.</exception>
    public virtual AuthorizationRequest CreateAuthorizationRequest(Uri redirectUri, IEnumerable<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        if (!redirectUri.IsAbsoluteUri || redirectUri.Fragment.Length > 0)
        {
            throw new ArgumentException("The redirect URI must be absolute and have no fragment.", nameof(redirectUri));
        }

        var set = ScopeSet.From(scopes);
        var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var address = new Uri(_settings.AuthAddress, MxitRoutes.Authorize + Query.Of(
            ("response_type", "code"),
            ("client_id", _settings.ClientId),

            // Unchanged: a strict server treats http://example.com and http://example.com/ as two redirect URIs.
            ("redirect_uri", redirectUri.OriginalString),
            ("scope", set.Text),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256")));
        return new AuthorizationRequest(address, state, verifier, redirectUri, set.Scopes);
    }

    /// <summary>
    /// Completes a sign-in: checks that the callback belongs to the request, and redeems its code. Source: <c>POST /token</c>
    /// with <c>authorization_code</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="request">
    /// The request from the session of the browser. It can be used for one callback. After a transient failure of this call it
    /// can be used again.
    /// </param>
    /// <param name="callback">The absolute address with which the browser returned.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The callback is not an absolute address.</exception>
    /// <exception cref="MxitAuthorizationException">
    /// The callback is forged, was used before, comes from another server or contains an error; or the person denied the access
    /// (<see cref="MxitAuthorizationException.IsDenied"/>).
    /// </exception>
    /// <exception cref="MxitApiException">The server refused the code.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual async Task<UserToken> ExchangeCodeAsync(
        AuthorizationRequest request,
        Uri callback,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(callback);
        return await RedeemAsync(
            request, _callbacks.ReadCode(request, callback), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Completes a sign-in with the parsed values of a callback. Prefer the overload with the whole address: it also reads errors
    /// and checks <c>iss</c>.
    /// </summary>
    /// <param name="request">
    /// The request from the session of the browser. It can be used for one callback. After a transient failure of this call it
    /// can be used again.
    /// </param>
    /// <param name="code"><c>code</c> of the callback.</param>
    /// <param name="state"><c>state</c> of the callback.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The code is empty.</exception>
    /// <exception cref="MxitAuthorizationException">The state does not belong to the request, or was used before.</exception>
    /// <exception cref="MxitApiException">The server refused the code.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual async Task<UserToken> ExchangeCodeAsync(
        AuthorizationRequest request,
        string code,
        string state,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        AuthorizationCallbackReader.CheckState(request, state);
        return await RedeemAsync(request, code, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gets a token of the app itself, from memory while it is valid. Each set of scopes has its own token; the order of the
    /// scopes does not matter. Source: <c>POST /token</c> with <c>client_credentials</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="scopes">The scopes, see <see cref="MxitScopes"/>; at least one.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; a token request that other calls share continues.</param>
    /// <exception cref="ArgumentException">There is no scope, or one is malformed.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<AccessToken> GetAppTokenAsync(
        IEnumerable<string> scopes, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var set = ScopeSet.From(scopes);
        var limits = LimitsOf(options);
        return _appTokens.UsableOrNull(set) is { } token
            ? Task.FromResult(token)
            : FetchAsync(set, limits, cancellationToken);
    }

    /// <summary>
    /// Signs a person in with login and password, for apps of the legacy profile that may do so. Prefer
    /// <see cref="CreateAuthorizationRequest"/>, with which no app sees a password. Source: <c>POST /token</c> with
    /// <c>password</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="username">The login.</param>
    /// <param name="password">The password.</param>
    /// <param name="scopes">The scopes to request, see <see cref="MxitScopes"/>; at least one.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">An argument is empty, or a scope is malformed.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused; <see cref="MxitApiException.Error"/> is <c>invalid_grant</c> for a wrong name or password.
    /// </exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserToken> SignInWithPasswordAsync(
        string username,
        string password,
        IEnumerable<string> scopes,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(username);
        ArgumentException.ThrowIfNullOrEmpty(password);
        return _endpoint.SignInWithPasswordAsync(username, password, ScopeSet.From(scopes), options, cancellationToken);
    }

    /// <summary>
    /// Renews a token. A <see cref="MxitUserClient"/> does this automatically. Source: <c>POST /token</c> with
    /// <c>refresh_token</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="token">The token to renew. Calls with the same token share one renewal.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">
    /// Cancels the call; a renewal that has started continues, because a refresh token works once.
    /// </param>
    /// <exception cref="ArgumentException">The token has no refresh token.</exception>
    /// <exception cref="MxitUnauthorizedException">
    /// The refresh token has expired or was revoked: the person must sign in again.
    /// </exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserToken> RefreshAsync(
        UserToken token, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        TokenText.Check(token.RefreshToken, nameof(token));
        return RefreshAsync(token.RefreshToken!, token, LimitsOf(options), cancellationToken);
    }

    /// <summary>Renews a token of which only the refresh token was stored.</summary>
    /// <param name="refreshToken">The refresh token. Calls with the same refresh token share one renewal.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">
    /// Cancels the call; a renewal that has started continues, because a refresh token works once.
    /// </param>
    /// <exception cref="ArgumentException">The refresh token is empty or malformed.</exception>
    /// <exception cref="MxitUnauthorizedException">
    /// The refresh token has expired or was revoked: the person must sign in again.
    /// </exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserToken> RefreshAsync(
        string refreshToken, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        TokenText.Check(refreshToken, nameof(refreshToken));
        return RefreshAsync(refreshToken, old: null, LimitsOf(options), cancellationToken);
    }

    /// <summary>
    /// Revokes a token and its pair. Idempotent: revoking an unknown token succeeds. Source: <c>POST /revoke</c>, wire document,
    /// section 2.4.
    /// </summary>
    /// <param name="token">The access token or the refresh token.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The token is empty or malformed.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task RevokeAsync(string token, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        TokenText.Check(token, nameof(token));
        return _endpoint.RevokeAsync(token, options, cancellationToken);
    }

    /// <summary>
    /// Gets the user id of the owner of a user token. The token is not renewed. Source: <c>GET /userinfo</c>, wire document,
    /// section 2.5.
    /// </summary>
    /// <param name="token">The person's token.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The access token is empty or malformed.</exception>
    /// <exception cref="MxitUnauthorizedException">The token has expired or was revoked.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserInfo> GetUserInfoAsync(
        UserToken token, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        TokenText.Check(token.AccessToken, nameof(token));
        return GetUserInfoAsync(new FixedToken(token.AccessToken), options, cancellationToken);
    }

    internal Task<UserInfo> GetUserInfoAsync(
        ITokenSource tokens, MxitCallOptions? options, CancellationToken cancellationToken) =>
        _endpoint.GetUserInfoAsync(tokens, options, cancellationToken);

    private Task<AccessToken> FetchAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        RunAsync(stop => _appTokens.GetTokenAsync(scopes, limits, stop), limits, cancellationToken);

    private Task<UserToken> RefreshAsync(
        string refreshToken, UserToken? old, CallLimits limits, CancellationToken cancellationToken)
    {
        // A caller that cancels does not stop the request, because a refresh token works once.
        var renewal = _renewals.RenewAsync(refreshToken, old, limits, CancellationToken.None);
        TaskErrors.Observe(renewal);
        return RunAsync(stop => renewal.WaitAsync(stop), limits, cancellationToken);
    }

    /// <summary>Waits for a shared token request, within the limits of this call.</summary>
    private async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> work, CallLimits limits, CancellationToken cancellationToken)
    {
        var time = limits.Time == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : limits.Time;
        using var deadline = new Deadline(_settings.AuthAddress, time, _settings.TimeProvider, cancellationToken);
        try
        {
            return await work(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (deadline.Translate(error) is { } translated)
        {
            throw translated;
        }
        catch (MxitException error) when (cancellationToken.IsCancellationRequested && ConnectionErrors.Contains(error))
        {
            throw new OperationCanceledException("The call was cancelled.", error, cancellationToken);
        }
    }

    private CallLimits LimitsOf(MxitCallOptions? options)
    {
        var time = options.CheckedTimeout() ?? _settings.Timeout;
        return new CallLimits(
            options.CheckedRetries() ?? _settings.MaxRetries, time == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : time);
    }

    private async Task<UserToken> RedeemAsync(
        AuthorizationRequest request, string code, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        _callbacks.Reserve(request);
        try
        {
            return await _endpoint.RedeemCodeAsync(request, code, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!IsFinal(error))
        {
            _callbacks.Release(request);
            throw;
        }
    }

    /// <summary>
    /// Whether the code is used up: the server redeemed it, even if the response cannot be read, or refused it for good. After
    /// other errors (an overloaded server, a lost connection, wrong credentials of the app) it can be redeemed again.
    /// </summary>
    private static bool IsFinal(Exception error) => error is MxitApiException answer && answer.StatusCode switch
    {
        HttpStatusCode.OK => true,
        HttpStatusCode.BadRequest => answer.Error is not ("invalid_client" or "server_error" or "temporarily_unavailable"),
        _ => false,
    };
}
