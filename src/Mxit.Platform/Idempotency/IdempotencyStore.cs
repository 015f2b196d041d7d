using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Idempotency;

internal sealed class IdempotencyStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>The record under a key; <see langword="null"/> when there is none whose time is not over.</summary>
    public async Task<IdempotencyRecord?> FindAsync(string scope, string key, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.IdempotencyRecords.AsNoTracking().SingleOrDefaultAsync(
            record => record.Scope == scope && record.Key == key && record.ExpiresUtc > nowUtc, cancellationToken);
    }

    /// <summary>
    /// Adds a record to the transaction of a context, which saves it together with the work; one whose time is over gives way. Whoever
    /// calls it holds something that others of the same scope hold too, so that nobody adds another one in between.
    /// </summary>
    /// <returns>Whether there was none whose time is not over.</returns>
    public static async Task<bool> TryAddAsync(
        MxitDbContext context, IdempotencyRecord record, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var known = context.IdempotencyRecords.Where(row => row.Scope == record.Scope && row.Key == record.Key);
        var expiresUtc = await known.Select(row => (DateTime?)row.ExpiresUtc).SingleOrDefaultAsync(cancellationToken);
        if (expiresUtc > nowUtc)
        {
            return false;
        }

        if (expiresUtc is not null)
        {
            await known.ExecuteDeleteAsync(cancellationToken);
        }

        context.Add(record);
        return true;
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
