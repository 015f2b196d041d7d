using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>
/// App tokens in the host's <see cref="IDistributedCache"/>, protected: whoever reads the cache cannot use them, and whoever
/// writes it cannot pass one app's token off as another's.
/// </summary>
internal sealed partial class DistributedTokenCache(
    IDistributedCache cache, IDataProtectionProvider protection, ILogger<DistributedTokenCache> logger, TimeProvider timeProvider)
    : MxitTokenCache
{
    private const string Purpose = "Mxit.Extensions.DependencyInjection.DistributedTokenCache.v1";

    public override async ValueTask<AccessToken?> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await cache.GetAsync(key, cancellationToken).ConfigureAwait(false);
            return bytes is null
                ? null
                : JsonSerializer.Deserialize(ProtectorOf(key).Unprotect(bytes), TokenCacheJson.Default.AccessToken);
        }
        catch (Exception failure)
        {
            LogNotRead(logger, failure.GetType().Name);
            throw;
        }
    }

    public override async ValueTask SetAsync(string key, AccessToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        var life = token.ExpiresAt - timeProvider.GetUtcNow();
        if (life <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            var bytes = ProtectorOf(key).Protect(JsonSerializer.SerializeToUtf8Bytes(token, TokenCacheJson.Default.AccessToken));
            var entry = new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = life };
            await cache.SetAsync(key, bytes, entry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotWritten(logger, failure.GetType().Name);
            throw;
        }
    }

    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await cache.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            LogNotWritten(logger, failure.GetType().Name);
            throw;
        }
    }

    private IDataProtector ProtectorOf(string key) => protection.CreateProtector(Purpose, key);

    // The type of a failure only: the text of somebody else's exception can hold what was read or written.
    [LoggerMessage(1, LogLevel.Warning, "The shared token cache could not be read ({Failure}): a token is asked for instead.")]
    private static partial void LogNotRead(ILogger logger, string failure);

    [LoggerMessage(2, LogLevel.Warning, "The shared token cache could not be written ({Failure}): other processes ask for " +
        "tokens of their own.")]
    private static partial void LogNotWritten(ILogger logger, string failure);
}
