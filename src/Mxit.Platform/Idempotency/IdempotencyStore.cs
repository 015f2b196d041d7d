using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Idempotency;

internal sealed class IdempotencyStore(IDbContextFactory<MxitDbContext> contexts)
{
    public async Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.IdempotencyRecords.AsNoTracking()
            .SingleOrDefaultAsync(record => record.Scope == scope && record.Key == key, cancellationToken);
    }

    public async Task<int> RemoveExpiredAsync(DateTime nowUtc, int atMost, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var expired = await context.IdempotencyRecords
            .Where(record => record.ExpiresUtc <= nowUtc)
            .OrderBy(record => record.ExpiresUtc)
            .Select(record => record.ExpiresUtc)
            .Skip(atMost - 1)
            .FirstOrDefaultAsync(cancellationToken);
        var until = expired == default ? nowUtc : expired;
        return await context.IdempotencyRecords.Where(record => record.ExpiresUtc <= until).ExecuteDeleteAsync(cancellationToken);
    }
}
