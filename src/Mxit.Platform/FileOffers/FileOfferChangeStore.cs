using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>The queries that change offers. Of several that end an open one at the same time, one does.</summary>
internal sealed class FileOfferChangeStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>
    /// Adds an offer of a file, in a unit of work that holds the gallery of the file; says no when there is no such file any
    /// more.
    /// </summary>
    public static async Task<bool> TryAddAsync(
        UnitOfWork work, StoredOffer offer, string ownerId, CancellationToken cancellationToken)
    {
        if (!await work.Context.Set<StoredFile>().AnyAsync(
            row => row.Id == offer.FileId && row.OwnerId == ownerId, cancellationToken))
        {
            return false;
        }

        work.Context.Add(offer);
        await work.Context.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Removes an offer of which no message came.</summary>
    public async Task RemoveAsync(StoredOffer offer, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<StoredOffer>().Where(row => row.Id == offer.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends an open offer with a file in the receiver's gallery; says no when the offer is open no more.</summary>
    public static async Task<bool> TryAcceptAsync(
        UnitOfWork work, StoredOffer offer, Guid fileId, DateTime nowUtc, CancellationToken cancellationToken) =>
        await Open(work.Context, offer, nowUtc).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, OfferState.Accepted)
                .SetProperty(row => row.AnsweredUtc, nowUtc)
                .SetProperty(row => row.ReceivedFileId, fileId),
            cancellationToken) == 1;

    public async Task<bool> DeclineAsync(StoredOffer offer, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Open(context, offer, nowUtc).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, OfferState.Declined).SetProperty(row => row.AnsweredUtc, nowUtc),
            cancellationToken) == 1;
    }

    /// <summary>Open offers whose time is over, those that ended first in front.</summary>
    public async Task<List<StoredOffer>> ListExpiredAsync(DateTime nowUtc, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredOffer>().AsNoTracking().Where(
            row => row.State == OfferState.Open && row.ExpiresUtc <= nowUtc)
            .OrderBy(row => row.ExpiresUtc).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Writes down that an offer is expired. One at a time: a transaction that held many could wait for one that withdraws some
    /// of them, while that one waits for it.
    /// </summary>
    public async Task<bool> ExpireAsync(StoredOffer offer, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredOffer>().Where(row => row.Id == offer.Id && row.State == OfferState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, OfferState.Expired), cancellationToken) == 1;
    }

    /// <summary>Offers from before a time of which no message came.</summary>
    public async Task<List<StoredOffer>> ListWithoutMessageAsync(DateTime before, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredOffer>().AsNoTracking()
            .Where(row => row.State == OfferState.Open && row.CreatedUtc < before
                && !context.Set<Message>().Any(message => message.Id == row.Id))
            .OrderBy(row => row.ExpiresUtc).Take(count).ToListAsync(cancellationToken);
    }

    private static IQueryable<StoredOffer> Open(MxitDbContext context, StoredOffer offer, DateTime nowUtc) =>
        context.Set<StoredOffer>().Where(row => row.Id == offer.Id && row.State == OfferState.Open && row.ExpiresUtc > nowUtc);
}
