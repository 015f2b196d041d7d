using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using OpenIddict.Abstractions;

namespace Mxit.Platform.Authorization;

/// <summary>The query for access tokens that would still be valid had they not been revoked.</summary>
internal sealed class RevokedTokenStore(IDbContextFactory<MxitDbContext> contexts, TimeProvider clock)
{
    public async Task<HashSet<Guid>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetStoredUtcNow();
        var ids = await context.Set<AppToken>()
            .Where(token => token.Status == OpenIddictConstants.Statuses.Revoked
                && token.Type == OpenIddictConstants.TokenTypeIdentifiers.AccessToken
                && token.ExpirationDate > now)
            .Select(token => token.Id).ToListAsync(cancellationToken);
        return [.. ids];
    }
}
