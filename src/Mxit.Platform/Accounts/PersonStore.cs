using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>The queries of the directory of people.</summary>
internal sealed class PersonStore(IDbContextFactory<MxitDbContext> contexts)
{
    public async Task<PersonCard?> FindOrNullAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().Where(row => row.UserId == userId && row.RemovedUtc == null)
            .Select(PersonCard.FromAccount).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<PersonCard?> FindByLoginOrNullAsync(string normalizedLogin, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var accounts =
            from name in context.Set<ReservedName>()
            join account in context.Set<Account>() on name.OwnerId equals account.UserId
            where name.NormalizedName == normalizedLogin && account.RemovedUtc == null
            select account;
        return await accounts.Select(PersonCard.FromAccount).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<List<PersonCard>> FindManyAsync(IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().Where(row => EF.Parameter(userIds).Contains(row.UserId) && row.RemovedUtc == null)
            .Select(PersonCard.FromAccount).ToListAsync(cancellationToken);
    }

    /// <summary>Whose account changed after a moment, also those who were removed.</summary>
    public async IAsyncEnumerable<(string UserId, DateTime ChangedUtc)> ListChangedAsync(
        DateTime afterUtc, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = context.Set<Account>().Where(row => row.ChangedUtc > afterUtc)
            .Select(row => new { row.UserId, row.ChangedUtc })
            .AsAsyncEnumerable();
        await foreach (var row in changed.WithCancellation(cancellationToken))
        {
            yield return (row.UserId, row.ChangedUtc);
        }
    }
}
