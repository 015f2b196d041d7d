using System.Security.Cryptography;
using System.Text;

namespace Mxit.Internal;

/// <summary>The second level of <see cref="AppTokens"/>: the shared cache. When it fails, calls continue without it.</summary>
internal sealed class SharedTokens
{
    // Added to the time-out of a call, so it is short, but long enough for a cache across a network.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly MxitTokenCache _cache;
    private readonly MxitClientSettings _settings;
    private readonly string _key;

    private SharedTokens(MxitTokenCache cache, MxitClientSettings settings, ScopeSet scopes)
    {
        _cache = cache;
        _settings = settings;
        _key = KeyOf(settings, scopes);
    }

    /// <summary><see langword="null"/> without a cache.</summary>
    public static SharedTokens? OrNull(MxitClientSettings settings, ScopeSet scopes) =>
        settings.TokenCache is { } cache ? new SharedTokens(cache, settings, scopes) : null;

    /// <summary>A valid token. The refused one is removed.</summary>
    public async Task<AccessToken?> GetAsync(AccessToken? refused)
    {
        var found = await TryAsync(stop => _cache.GetAsync(_key, stop).AsTask()).ConfigureAwait(false);
        if (found is null || !TokenText.IsValid(found.Value))
        {
            return null;
        }

        if (found.Value == refused?.Value)
        {
            _ = await TryAsync(async stop =>
            {
                await _cache.RemoveAsync(_key, stop).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            return null;
        }

        // After a refusal only a newer token is used: a call has one more attempt, not two.
        return IsFresh(found) && (refused is null || found.ExpiresAt > refused.ExpiresAt) ? found : null;
    }

    public async Task SetAsync(AccessToken token)
    {
        // A token that expires within the refresh margin would not be used.
        if (IsFresh(token))
        {
            _ = await TryAsync(async stop =>
            {
                await _cache.SetAsync(_key, token, stop).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
    }

    // The key depends on the secret, so a new secret finds no tokens of the old one. The secret cannot be recovered from it,
    // because it has 128 random bits.
    private static string KeyOf(MxitClientSettings settings, ScopeSet scopes)
    {
        var subject = $"{settings.AuthAddress.AbsoluteUri}\n{settings.ClientId}\n{scopes.Text}";
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.ClientSecret), Encoding.UTF8.GetBytes(subject));
        return $"mxit:app-token:{Convert.ToHexStringLower(mac)}";
    }

    private bool IsFresh(AccessToken token) =>
        token.ExpiresAt - _settings.TimeProvider.GetUtcNow() > _settings.TokenRefreshMargin;

    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> work)
    {
        using var patience = new CancellationTokenSource(Patience, _settings.TimeProvider);
        try
        {
            // Not every cache observes the cancellation token.
            return await Task.Run(() => work(patience.Token), CancellationToken.None)
                .WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Continues with the token endpoint; the cache logs its own errors.
            return default;
        }
    }
}
