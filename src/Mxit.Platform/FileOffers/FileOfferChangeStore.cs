using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;

namespace Mxit.Platform.FileOffers;

/// <summary>The queries that change offers. Of several that end an open one at the same time, one does.</summary>
internal sealed class FileOfferChangeStore(IDbContextFactory<MxitDbContext> contexts, IDatabase database, GalleryFileStore galleries)
{
    /// <summary>Adds an offer of a file that is there.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="ownerId">Whose file it is.</param>
    /// <param name="staged">The bytes to offer; <see langword="null"/> when they are those of the file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns><see langword="false"/> when the owner has no such file any more.</returns>
    /// <exception cref="MediaStorageFullException">There is no room for the bytes. Nothing was added.</exception>
    public async Task<bool> AddAsync(StoredOffer offer, string ownerId, IStagedMedia? staged, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // Who deletes files writes this row first, so that the file, and with it the bytes, stay until the commit.
        await context.GalleryUsages.Where(row => row.OwnerId == ownerId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Files, row => row.Files), cancellationToken);
        if (!await context.GalleryFiles.AnyAsync(row => row.Id == offer.FileId && row.OwnerId == ownerId, cancellationToken))
        {
            return false;
        }

        context.Add(offer);
        await context.SaveChangesAsync(cancellationToken);
        if (staged is not null)
        {
            await database.HoldAsync(context, [MediaKeys.NameOf(staged.Key)], cancellationToken);
            await staged.PublishAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Removes an offer of which no message came.</summary>
    public async Task RemoveAsync(StoredOffer offer, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.FileOffers.Where(row => row.Id == offer.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends an open offer with a file in the receiver's gallery.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="folder">The folder, as it is to be made when it is missing.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="limits">How much the receiver's gallery may hold.</param>
    /// <param name="nowUtc">Now.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns><see cref="GalleryChange.NotFound"/> when the offer is open no more, or its bytes are lost.</returns>
    public Task<GalleryChange> AcceptAsync(
        StoredOffer offer, StoredFolder folder, Guid fileId, GalleryLimits limits, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var file = new GalleryAddition(
            folder,
            folderId => new StoredFile
            {
                Id = fileId,
                OwnerId = offer.ReceiverId,
                FolderId = folderId,
                Name = offer.FileName,
                MediaType = offer.MediaType,
                Size = offer.Size,
                Key = offer.Key,
                CreatedUtc = nowUtc,
                PreventShare = offer.PreventShare,
            },
            offer.Size,
            offer.Key);
        return galleries.AddAsync(
            file,
            limits,
            async context => await Open(context, offer, nowUtc).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, OfferState.Accepted)
                    .SetProperty(row => row.AnsweredUtc, nowUtc)
                    .SetProperty(row => row.ReceivedFileId, fileId),
                cancellationToken) == 1
                ? GalleryChange.Done
                : GalleryChange.NotFound,
            cancellationToken);
    }

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
        return await context.FileOffers.AsNoTracking().Where(row => row.State == OfferState.Open && row.ExpiresUtc <= nowUtc)
            .OrderBy(row => row.ExpiresUtc).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Writes down that an offer is expired. One at a time: a transaction that held many could wait for one that withdraws some of
    /// them, while that one waits for it.
    /// </summary>
    public async Task<bool> ExpireAsync(StoredOffer offer, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FileOffers.Where(row => row.Id == offer.Id && row.State == OfferState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, OfferState.Expired), cancellationToken) == 1;
    }

    /// <summary>Offers from before a time of which no message came.</summary>
    public async Task<List<StoredOffer>> ListWithoutMessageAsync(DateTime before, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FileOffers.AsNoTracking()
            .Where(row => row.State == OfferState.Open && row.CreatedUtc < before
                && !context.Messages.Any(message => message.Id == row.Id))
            .OrderBy(row => row.ExpiresUtc).Take(count).ToListAsync(cancellationToken);
    }

    private static IQueryable<StoredOffer> Open(MxitDbContext context, StoredOffer offer, DateTime nowUtc) =>
        context.FileOffers.Where(row => row.Id == offer.Id && row.State == OfferState.Open && row.ExpiresUtc > nowUtc);
}
