using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Recommendations;

/// <summary>The queries about recommendations.</summary>
internal sealed class RecommendationStore(IDbContextFactory<MxitDbContext> contexts, UnitsOfWork units)
    : IAppAddedStore, IPersonRemovedStore
{
    /// <summary>Set when something may have been accepted.</summary>
    public Signal Accepted { get; } = new();

    /// <summary>
    /// Adds a recommendation, unless it is there already. The message is on its way by now, and the person may have been faster:
    /// then it is accepted from the start.
    /// </summary>
    public async Task AddAsync(Recommendation recommendation, CancellationToken cancellationToken)
    {
        await using var work = await units.BeginAsync(cancellationToken);
        var context = work.Context;

        // Whoever adds the app holds the same name, so this comes before or after, never beside.
        var (toUserId, serviceName) = (recommendation.ToUserId, recommendation.ServiceName);
        await work.HoldAsync([ContactKeys.OfPair(toUserId, serviceName)], cancellationToken);
        if (await context.Set<Recommendation>().AnyAsync(row => row.Id == recommendation.Id, cancellationToken))
        {
            return;
        }

        context.Add(recommendation);
        await context.SaveChangesAsync(cancellationToken);
        if (await context.Set<ContactEntry>().AnyAsync(
            row => row.OwnerId == toUserId && row.PeerId == serviceName && row.Subscription == SubscriptionType.Both,
            cancellationToken))
        {
            await AddAppAsync(work, toUserId, serviceName, recommendation.CreatedUtc, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Marks what the person accepts by adding the app. Callbacks are due at once; those that nobody took for too long are no
    /// longer there.
    /// </summary>
    public Task AddAppAsync(
        UnitOfWork work, string userId, string serviceName, DateTime nowUtc, CancellationToken cancellationToken)
    {
        work.AfterCommit(Accepted.Set);
        return work.Context.Set<Recommendation>()
            .Where(row => row.ToUserId == userId && row.ServiceName == serviceName && row.AcceptedUtc == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.AcceptedUtc, nowUtc)
                    .SetProperty(row => row.Callback, row => row.CallbackUrl == null ? CallbackState.None : CallbackState.Waiting)
                    .SetProperty(row => row.NextAttemptUtc, row => row.CallbackUrl == null ? null : nowUtc),
                cancellationToken);
    }

    /// <summary>The callbacks whose time has come, those that wait longest first.</summary>
    public async Task<List<Recommendation>> ListDueAsync(DateTime nowUtc, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Recommendation>().AsNoTracking().Where(row => row.NextAttemptUtc <= nowUtc)
            .OrderBy(row => row.NextAttemptUtc).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>When the next callback is to be tried; <see langword="null"/> when none waits.</summary>
    public async Task<DateTime?> FindNextAttemptAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Recommendation>().MinAsync(row => row.NextAttemptUtc, cancellationToken);
    }

    /// <summary>
    /// Takes an attempt for this server: until <paramref name="leaseUtc"/> no other tries, and after it anybody may, should this
    /// one die.
    /// </summary>
    /// <returns>Whether this server got it.</returns>
    public async Task<bool> TryClaimAsync(Recommendation due, DateTime leaseUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Recommendation>()
            .Where(row => row.Id == due.Id && row.NextAttemptUtc == due.NextAttemptUtc)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.NextAttemptUtc, leaseUtc).SetProperty(
                    row => row.Attempts, row => row.Attempts + 1),
                cancellationToken) == 1;
    }

    /// <summary>Records what became of an attempt.</summary>
    public async Task SettleAsync(Guid id, CallbackState state, DateTime? nextAttemptUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Recommendation>().Where(row => row.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Callback, state).SetProperty(row => row.NextAttemptUtc, nextAttemptUtc),
            cancellationToken);
    }

    /// <summary>Deletes what nobody waits for any more.</summary>
    public async Task RemoveOldAsync(DateTime before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Recommendation>().Where(row => row.CreatedUtc < before && row.NextAttemptUtc == null)
            .ExecuteDeleteAsync(cancellationToken);
    }

    public Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken) =>
        work.Context.Set<Recommendation>().Where(row => row.FromUserId == userId || row.ToUserId == userId)
            .ExecuteDeleteAsync(cancellationToken);
}
