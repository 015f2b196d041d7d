using System.Collections.Concurrent;

namespace Mxit.Internal;

/// <summary>
/// The app's own tokens, one for each set of scopes; asking for a new set leaves the others alone. A hit in memory takes no lock
/// and allocates nothing; behind it stands the cache that processes share, if there is one, and then the server.
/// </summary>
internal sealed class AppTokens(TokenEndpoint endpoint, MxitClientSettings settings) : ITokenSource
{
    private readonly ConcurrentDictionary<ScopeSet, Slot> _slots = new();

    public async ValueTask<string> GetAsync(ScopeSet scopes, CancellationToken cancellationToken) =>
        (await GetTokenAsync(scopes, cancellationToken).ConfigureAwait(false)).Value;

    public async ValueTask<string?> ReplaceAsync(ScopeSet scopes, string refused, CancellationToken cancellationToken)
    {
        SlotOf(scopes).Forget(refused);
        return await GetAsync(scopes, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<AccessToken> GetTokenAsync(ScopeSet scopes, CancellationToken cancellationToken) =>
        SlotOf(scopes).GetAsync(cancellationToken);

    private Slot SlotOf(ScopeSet scopes) =>
        _slots.TryGetValue(scopes, out var slot) ? slot : _slots.GetOrAdd(scopes, new Slot(scopes, endpoint, settings));

    private sealed class Slot
    {
        private readonly TimeProvider _timeProvider;
        private readonly SingleFlight<AccessToken> _fetch;
        private readonly SharedTokens? _shared;
        private volatile Entry? _entry;
        private volatile AccessToken? _refused;

        public Slot(ScopeSet scopes, TokenEndpoint endpoint, MxitClientSettings settings)
        {
            _timeProvider = settings.TimeProvider;
            _shared = SharedTokens.OrNull(settings, scopes);
            _fetch = new SingleFlight<AccessToken>(async () =>
            {
                // Whoever looked just before the last fetch ended arrives here just after it.
                if (Usable is { } fetched)
                {
                    return fetched;
                }

                if (_shared is not null && await _shared.GetAsync(_refused).ConfigureAwait(false) is { } shared)
                {
                    _entry = new Entry(shared, _shared.RenewAt(shared));
                    return shared;
                }

                var token = await endpoint.GetAppTokenAsync(scopes).ConfigureAwait(false);
                _entry = new Entry(token, RenewalTime.Of(_timeProvider.GetUtcNow(), token.ExpiresAt, settings.TokenRefreshMargin));
                if (_shared is not null)
                {
                    await _shared.SetAsync(token).ConfigureAwait(false);
                }

                return token;
            });
        }

        private AccessToken? Usable => _entry is { } entry && _timeProvider.GetUtcNow() < entry.RenewAt ? entry.Token : null;

        public ValueTask<AccessToken> GetAsync(CancellationToken cancellationToken) =>
            Usable is { } token ? new(token) : new(_fetch.JoinAsync(cancellationToken));

        public void Forget(string refused)
        {
            // Many calls can bring back the same refused token; only one that is still in use is dropped.
            if (_entry is { } entry && entry.Token.Value == refused)
            {
                _refused = entry.Token;
                _ = Interlocked.CompareExchange(ref _entry, null, entry);
            }
        }

        private sealed record Entry(AccessToken Token, DateTimeOffset RenewAt);
    }
}
