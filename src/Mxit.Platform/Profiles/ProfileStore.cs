using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Profiles;

/// <summary>The queries about what people tell of themselves.</summary>
internal sealed class ProfileStore(IDbContextFactory<MxitDbContext> contexts)
{
    public async Task<PersonCard?> FindOrNullAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Accounts.Where(row => row.UserId == userId && row.RemovedUtc == null)
            .Select(PersonCard.FromAccount).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<PersonCard?> FindByLoginOrNullAsync(string normalizedLogin, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts =
            from name in context.ReservedNames
            join account in context.Accounts on name.OwnerId equals account.UserId
            where name.NormalizedName == normalizedLogin && account.RemovedUtc == null
            select account;
        return await accounts.Select(PersonCard.FromAccount).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<List<PersonCard>> FindManyAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Accounts.Where(row => userIds.Contains(row.UserId) && row.RemovedUtc == null)
            .Select(PersonCard.FromAccount).ToListAsync(cancellationToken);
    }

    /// <summary>Whose account changed after a moment, also those who were removed.</summary>
    public async IAsyncEnumerable<(string UserId, DateTime ChangedUtc, bool IsRemoved)> ListChangedAsync(
        DateTime afterUtc, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = context.Accounts.Where(row => row.ChangedUtc > afterUtc)
            .Select(row => new { row.UserId, row.ChangedUtc, IsRemoved = row.RemovedUtc != null })
            .AsAsyncEnumerable();
        await foreach (var row in changed.WithCancellation(cancellationToken))
        {
            yield return (row.UserId, row.ChangedUtc, row.IsRemoved);
        }
    }
}
