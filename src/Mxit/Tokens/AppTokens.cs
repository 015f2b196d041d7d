using System.Collections.Concurrent;

namespace Mxit.Internal;

/// <summary>
/// The app's own tokens, one for each set of scopes; asking for a new set leaves the others alone. Behind memory is the cache that
/// processes share, if there is one, and then the server.
/// </summary>
internal sealed class AppTokens(TokenEndpoint endpoint, MxitClientSettings settings) : ITokenSource
{
    private readonly ConcurrentDictionary<ScopeSet, TokenKeeper<AccessToken>> _keepers = new();

    public async ValueTask<string> GetAsync(ScopeSet scopes, CancellationToken cancellationToken) =>
        (await GetTokenAsync(scopes, cancellationToken).ConfigureAwait(false)).Value;

    public async ValueTask<string?> ReplaceAsync(ScopeSet scopes, string refused, CancellationToken cancellationToken)
    {
        KeeperOf(scopes).Refuse(token => token.Value == refused);
        return await GetAsync(scopes, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AccessToken> GetTokenAsync(ScopeSet scopes, CancellationToken cancellationToken)
    {
        var keeper = KeeperOf(scopes);
        return keeper.Usable is { } token ? new(token) : new(keeper.GetAsync(cancellationToken));
    }

    private TokenKeeper<AccessToken> KeeperOf(ScopeSet scopes) =>
        _keepers.TryGetValue(scopes, out var keeper) ? keeper : _keepers.GetOrAdd(scopes, CreateKeeper);

    // Without grace: who asks next gets the same token, since asking again spends nothing.
    private TokenKeeper<AccessToken> CreateKeeper(ScopeSet scopes)
    {
        var shared = SharedTokens.OrNull(settings, scopes);
        return new TokenKeeper<AccessToken>((old, stop) => FetchAsync(scopes, shared, old, stop), settings, grace: TimeSpan.Zero);
    }

    private async Task<KeptToken<AccessToken>> FetchAsync(
        ScopeSet scopes, SharedTokens? shared, KeptToken<AccessToken>? old, CancellationToken cancellationToken)
    {
        var refused = old is { IsRefused: true } ? old.Token : null;
        if (shared is not null && await shared.GetAsync(refused).ConfigureAwait(false) is { } found)
        {
            return new KeptToken<AccessToken>(found, found.ExpiresAt, shared.RenewAt(found), settings.TimeProvider);
        }

        var token = await endpoint.GetAppTokenAsync(scopes, cancellationToken).ConfigureAwait(false);
        if (shared is not null)
        {
            await shared.SetAsync(token).ConfigureAwait(false);
        }

        var renewAt = RenewalTime.Of(settings.TimeProvider.GetUtcNow(), token.ExpiresAt, settings.TokenRefreshMargin);
        return new KeptToken<AccessToken>(token, token.ExpiresAt, renewAt, settings.TimeProvider);
    }
}
