using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.SignIn;

/// <summary>The queries about addresses from which people signed in.</summary>
internal sealed class KnownAddressStore(IDbContextFactory<MxitDbContext> contexts) : IPersonRemovedStore
{
    public async Task<bool> IsKnownAsync(string login, string network, DateTime since, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from name in context.Set<ReservedName>()
            join address in context.Set<KnownAddress>() on name.OwnerId equals address.UserId
            where name.NormalizedName == login && address.Network == network && address.LastUtc >= since
            select address).AnyAsync(cancellationToken);
    }

    /// <summary>Keeps the address, among the newest of the person. One that was kept since a time stays as it is.</summary>
    public async Task RememberAsync(
        string userId, string network, DateTime nowUtc, DateTime unlessSince, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var addresses = context.Set<KnownAddress>().Where(row => row.UserId == userId);
        var last = await addresses.Where(row => row.Network == network)
            .Select(row => (DateTime?)row.LastUtc).FirstOrDefaultAsync(cancellationToken);
        if (last is null)
        {
            await AddAsync(context, new KnownAddress { UserId = userId, Network = network, LastUtc = nowUtc }, cancellationToken);
            var old = await addresses.OrderByDescending(row => row.LastUtc).Skip(most)
                .Select(row => row.Network).ToListAsync(cancellationToken);
            if (old.Count > 0)
            {
                await addresses.Where(row => old.Contains(row.Network)).ExecuteDeleteAsync(cancellationToken);
            }
        }
        else if (last < unlessSince)
        {
            await addresses.Where(row => row.Network == network)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUtc, nowUtc), cancellationToken);
        }
    }

    public async Task<int> DeleteAsync(DateTime before, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<KnownAddress>().Where(row => row.LastUtc < before).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task AddAsync(MxitDbContext context, KnownAddress address, CancellationToken cancellationToken)
    {
        context.Set<KnownAddress>().Add(address);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // The person signed in twice at once, and the other one has added it.
            if (!await context.Set<KnownAddress>().AnyAsync(
                row => row.UserId == address.UserId && row.Network == address.Network, cancellationToken))
            {
                throw;
            }
        }
    }

    public Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken) =>
        work.Context.Set<KnownAddress>().Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
