using System.Collections.Concurrent;

namespace Mxit.Internal;

/// <summary>
/// The app's own tokens, one for each set of scopes. They come from memory, then from the shared cache, if there is one, then
/// from the server.
/// </summary>
internal sealed class AppTokens(TokenEndpoint endpoint, MxitClientSettings settings) : ITokenSource
{
    private readonly ConcurrentDictionary<ScopeSet, TokenKeeper<AccessToken>> _keepers = new();

    public ValueTask<BearerToken> GetAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        UsableOrNull(scopes) is { } token ? new(new BearerToken(token.Value)) : new(WaitAsync(scopes, limits, cancellationToken));

    public bool Refuse(ScopeSet scopes, string refused)
    {
        KeeperOf(scopes).Refuse(token => token.Value == refused);
        return true;
    }

    /// <summary>A valid token from memory.</summary>
    public AccessToken? UsableOrNull(ScopeSet scopes) => KeeperOf(scopes).Usable;

    public Task<AccessToken> GetTokenAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken) =>
        KeeperOf(scopes).GetAsync(limits, cancellationToken);

    private async Task<BearerToken> WaitAsync(ScopeSet scopes, CallLimits limits, CancellationToken cancellationToken)
    {
        var token = await GetTokenAsync(scopes, limits, cancellationToken).ConfigureAwait(false);
        return new BearerToken(token.Value, WasRequested: KeeperOf(scopes).Kept is { IsFresh: true });
    }

    private TokenKeeper<AccessToken> KeeperOf(ScopeSet scopes) =>
        _keepers.TryGetValue(scopes, out var keeper) ? keeper : _keepers.GetOrAdd(scopes, CreateKeeper);

    // Without a grace period: a new request is harmless.
    private TokenKeeper<AccessToken> CreateKeeper(ScopeSet scopes)
    {
        var shared = SharedTokens.OrNull(settings, scopes);
        return new TokenKeeper<AccessToken>(
            (old, budget, stop) => FetchAsync(scopes, shared, old, budget, stop), settings, grace: TimeSpan.Zero);
    }

    private async Task<KeptToken<AccessToken>> FetchAsync(
        ScopeSet scopes,
        SharedTokens? shared,
        KeptToken<AccessToken>? old,
        RetryBudget budget,
        CancellationToken cancellationToken)
    {
        var refused = old is { IsRefused: true } ? old.Token : null;
        if (shared is not null && await shared.GetAsync(refused).ConfigureAwait(false) is { } found)
        {
            return new KeptToken<AccessToken>(found, found.ExpiresAt, settings, isFresh: false);
        }

        var token = await endpoint.GetAppTokenAsync(scopes, budget, cancellationToken).ConfigureAwait(false);
        if (shared is not null)
        {
            await shared.SetAsync(token).ConfigureAwait(false);
        }

        return new KeptToken<AccessToken>(token, token.ExpiresAt, settings, isFresh: true);
    }
}
