namespace Mxit.Internal;

/// <summary>One person's token: used while it is good, then renewed, once for all who wait.</summary>
internal sealed class UserTokenSource : ITokenSource
{
    private readonly UserTokenRenewals _renewals;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _earlyRenewal;
    private readonly Func<UserToken, Task>? _renewed;
    private readonly SingleFlight<UserToken> _renewal;
    private volatile State _state;

    public UserTokenSource(UserToken token, UserTokenRenewals renewals, MxitClientSettings settings, Func<UserToken, Task>? renewed)
    {
        _renewals = renewals;
        _timeProvider = settings.TimeProvider;
        _earlyRenewal = settings.TokenRefreshMargin;
        _renewed = renewed;
        _renewal = new SingleFlight<UserToken>(RenewAsync);

        // How long a stored token was meant to live is not known.
        _state = new State(token, RenewalTime.Before(token.ExpiresAt, _earlyRenewal));
    }

    public UserToken Token => _state.Token;

    // A token that cannot be renewed is used to its end: the server's refusal says more than our clock.
    private UserToken? Usable =>
        _state is { } state && (state.Token.RefreshToken is null || _timeProvider.GetUtcNow() < state.RenewAt) ? state.Token : null;

    public ValueTask<string> GetAsync(ScopeSet scopes, CancellationToken cancellationToken) =>
        Usable is { } token ? new(token.AccessToken) : new(JoinRenewalAsync(cancellationToken));

    public async ValueTask<string?> ReplaceAsync(ScopeSet scopes, string refused, CancellationToken cancellationToken)
    {
        var state = _state;
        if (state.Token.RefreshToken is null)
        {
            return null;
        }

        if (state.Token.AccessToken == refused)
        {
            _ = Interlocked.CompareExchange(ref _state, state with { RenewAt = DateTimeOffset.MinValue }, state);
        }

        return await GetAsync(scopes, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> JoinRenewalAsync(CancellationToken cancellationToken) =>
        (await _renewal.JoinAsync(cancellationToken).ConfigureAwait(false)).AccessToken;

    private async Task<UserToken> RenewAsync()
    {
        // Whoever looked just before the last renewal ended arrives here just after it.
        if (Usable is { } fresh)
        {
            return fresh;
        }

        var old = _state.Token;
        var token = await _renewals.RenewAsync(old.RefreshToken!, old).ConfigureAwait(false);
        _state = new State(token, RenewalTime.Of(_timeProvider.GetUtcNow(), token.ExpiresAt, _earlyRenewal));
        if (_renewed is not null)
        {
            // Waited for, so that a token is stored before it is relied on. It may use the client: the new token is in place.
            await _renewed(token).ConfigureAwait(false);
        }

        return token;
    }

    private sealed record State(UserToken Token, DateTimeOffset RenewAt);
}
