using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Signing people in, and tokens. Calls of the other areas fetch and renew their tokens themselves. Source: wire document,
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

    /// <summary>For fakes.</summary>
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
    /// Begins a sign-in: with fresh <c>state</c> and PKCE (S256). Nothing is sent yet. Source: <c>GET /authorize</c>, wire
    /// document,
    /// section 2.2.
    /// </summary>
    /// <param name="redirectUri">Where the browser comes back to: absolute, without a fragment, as registered for the
    /// app.</param>
    /// <param name="scopes">What to ask the person for, see <see cref="MxitScopes"/>; at least one.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
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

            // As it was written: http://example.com and http://example.com/ are two registrations to a strict server.
            ("redirect_uri", redirectUri.OriginalString),
            ("scope", set.Text),
            ("state", state),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256")));
        return new AuthorizationRequest(address, state, verifier, redirectUri, set.Scopes);
    }

    /// <summary>
    /// Ends a sign-in: checks that the callback belongs to the request and redeems its code. Source: <c>POST /token</c> with
    /// <c>authorization_code</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="request">
    /// The request that was kept with the browser's session. Each one is good for one callback; that of a call which failed because the
    /// server could not be reached, or could not answer just now, can be used again.
    /// </param>
    /// <param name="callback">The absolute address that the browser came back with.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The callback is not an absolute address.</exception>
    /// <exception cref="MxitAuthorizationException">
    /// The callback is forged, used before, from another server, or carries an error; or the person said no, an ordinary ending
    /// (<see cref="MxitAuthorizationException.IsDenied"/>).
    /// </exception>
    /// <exception cref="MxitApiException">The server refused the code.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual async Task<UserToken> ExchangeCodeAsync(
        AuthorizationRequest request,
        Uri callback,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(callback);
        return await RedeemAsync(request, _callbacks.ReadCode(request, callback), options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The same for a callback that was taken apart already. Prefer the overload with the whole address: it also reads errors and
    /// checks <c>iss</c>.
    /// </summary>
    /// <param name="request">
    /// The request that was kept with the browser's session. Each one is good for one callback; that of a call which failed because the
    /// server could not be reached, or could not answer just now, can be used again.
    /// </param>
    /// <param name="code"><c>code</c> of the callback.</param>
    /// <param name="state"><c>state</c> of the callback.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The code is empty.</exception>
    /// <exception cref="MxitAuthorizationException">The state is not the request's own, or was used before.</exception>
    /// <exception cref="MxitApiException">The server refused the code.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
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
    /// A token of the app itself, from memory while it is good. Sets of scopes are kept apart; their order means nothing. Source:
    /// <c>POST /token</c> with <c>client_credentials</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="scopes">The scopes, see <see cref="MxitScopes"/>; at least one.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the wait; a fetch that others wait for goes on.</param>
    /// <exception cref="ArgumentException">There is no scope, or one is malformed.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
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
    /// Signs a person in with name and password, for apps of the legacy profile that may. Prefer
    /// <see cref="CreateAuthorizationRequest"/>: there no app sees a password. Source: <c>POST /token</c> with
    /// <c>password</c>, wire
    /// document, section 2.3.
    /// </summary>
    /// <param name="username">The login.</param>
    /// <param name="password">The password.</param>
    /// <param name="scopes">What to ask for, see <see cref="MxitScopes"/>; at least one.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is empty, or a scope is malformed.</exception>
    /// <exception cref="MxitApiException">
    /// The server refused; <see cref="MxitApiException.Error"/> is <c>invalid_grant</c> for a wrong name or password.
    /// </exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
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
    /// Gets a new token in place of one that has ended. A <see cref="MxitUserClient"/> does this by itself. Source:
    /// <c>POST /token</c> with <c>refresh_token</c>, wire document, section 2.3.
    /// </summary>
    /// <param name="token">The token to replace. Calls with the same one share one renewal.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the wait; a renewal that has begun goes on, since it spends the refresh
    /// token.</param>
    /// <exception cref="ArgumentException">The token has no refresh token.</exception>
    /// <exception cref="MxitUnauthorizedException">The refresh token has ended: the person signs in again.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<UserToken> RefreshAsync(
        UserToken token, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        TokenText.Check(token.RefreshToken, nameof(token));
        return RefreshAsync(token.RefreshToken!, token, LimitsOf(options), cancellationToken);
    }

    /// <summary>The same when only the refresh token was kept.</summary>
    /// <param name="refreshToken">The refresh token. Calls with the same one share one renewal.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the wait; a renewal that has begun goes on, since it spends the refresh
    /// token.</param>
    /// <exception cref="ArgumentException">The refresh token is empty or malformed.</exception>
    /// <exception cref="MxitUnauthorizedException">The refresh token has ended: the person signs in again.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<UserToken> RefreshAsync(
        string refreshToken, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        TokenText.Check(refreshToken, nameof(refreshToken));
        return RefreshAsync(refreshToken, old: null, LimitsOf(options), cancellationToken);
    }

    /// <summary>
    /// Ends a token and its pair. Ending one that the server does not know is a success. Source: <c>POST /revoke</c>, wire
    /// document, section 2.4.
    /// </summary>
    /// <param name="token">The access token or the refresh token.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The token is empty or malformed.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task RevokeAsync(string token, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        TokenText.Check(token, nameof(token));
        return _endpoint.RevokeAsync(token, options, cancellationToken);
    }

    /// <summary>
    /// Says who a user token stands for. Any user token will do; it is used as it is, without renewal. Source:
    /// <c>GET /userinfo</c>, wire document, section 2.5.
    /// </summary>
    /// <param name="token">The person's token.</param>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The access token is empty or malformed.</exception>
    /// <exception cref="MxitUnauthorizedException">The token has ended.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<UserInfo> GetUserInfoAsync(
        UserToken token, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(token);
        TokenText.Check(token.AccessToken, nameof(token));
        return GetUserInfoAsync(new FixedToken(token.AccessToken), options, cancellationToken);
    }

    internal Task<UserInfo> GetUserInfoAsync(ITokenSource tokens, MxitCallOptions? options, CancellationToken cancellationToken) =>
        _endpoint.GetUserInfoAsync(tokens, options, cancellationToken);

    private Task<AccessToken> FetchAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        RunAsync(stop => _appTokens.GetTokenAsync(scopes, limits, stop), limits, cancellationToken);

    private Task<UserToken> RefreshAsync(string refreshToken, UserToken? old, CallLimits limits, CancellationToken cancellationToken)
    {
        // Whoever gives up leaves it running: it spends the refresh token.
        var renewal = _renewals.RenewAsync(refreshToken, old, limits, CancellationToken.None);
        TaskErrors.Observe(renewal);
        return RunAsync(stop => renewal.WaitAsync(stop), limits, cancellationToken);
    }

    /// <summary>Waits for a token request that calls share, for as long as this one allows.</summary>
    private async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CallLimits limits, CancellationToken cancellationToken)
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
    /// The code is spent: the server redeemed it, even if its answer cannot be read, or refused it for good. Anything else, such as a
    /// server that is overloaded, a lost connection or credentials of the app that are wrong, leaves it as it was.
    /// </summary>
    private static bool IsFinal(Exception error) => error is MxitApiException answer && answer.StatusCode switch
    {
        HttpStatusCode.OK => true,
        HttpStatusCode.BadRequest => answer.Error is not ("invalid_client" or "server_error" or "temporarily_unavailable"),
        _ => false,
    };
}
