using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Idempotency;

internal sealed class IdempotencyStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>The record under a key; <see langword="null"/> when there is none whose time is not over.</summary>
    public async Task<IdempotencyRecord?> FindAsync(
        string scope, string key, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<IdempotencyRecord>().AsNoTracking().SingleOrDefaultAsync(
            record => record.Scope == scope && record.Key == key && record.ExpiresUtc > nowUtc, cancellationToken);
    }

    /// <summary>The same within a unit of work. A record whose time is over gives way.</summary>
    public static async Task<IdempotencyRecord?> FindAsync(
        UnitOfWork work, string scope, string key, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var known = work.Context.Set<IdempotencyRecord>().Where(row => row.Scope == scope && row.Key == key);
        var record = await known.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (record is null || record.ExpiresUtc > nowUtc)
        {
            return record;
        }

        await known.ExecuteDeleteAsync(cancellationToken);
        return null;
    }

    /// <summary>Adds a record to a unit of work, which saves it together with the rest.</summary>
    public static void Add(UnitOfWork work, IdempotencyRecord record) => work.Context.Add(record);

    public async Task<int> RemoveExpiredAsync(DateTime nowUtc, int atMost, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var expired = await context.Set<IdempotencyRecord>()
            .Where(record => record.ExpiresUtc <= nowUtc)
            .OrderBy(record => record.ExpiresUtc)
            .Select(record => record.ExpiresUtc)
            .Skip(atMost - 1)
            .FirstOrDefaultAsync(cancellationToken);
        var until = expired == default ? nowUtc : expired;
        return await context.Set<IdempotencyRecord>()
            .Where(record => record.ExpiresUtc <= until).ExecuteDeleteAsync(cancellationToken);
    }
}
