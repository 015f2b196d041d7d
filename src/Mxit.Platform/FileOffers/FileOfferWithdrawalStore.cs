using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>What becomes of offers when their files go: open ones are withdrawn, and none leads to a file that is not there.</summary>
internal sealed class FileOfferWithdrawalStore(MessageNews news, TimeProvider clock) : IFilesRemovedStore
{
    public async Task<Action> RemoveFilesAsync(
        MxitDbContext context, IQueryable<StoredFile> files, ICollection<string> keys, CancellationToken cancellationToken)
    {
        // Not as a condition on each offer: with a list of ids a database looks them up rather than going through all offers.
        var ids = files.Select(file => (Guid?)file.Id);
        var offered = context.FileOffers.Where(row => ids.Contains(row.FileId));
        var open = await offered.Where(row => row.State == OfferState.Open)
            .Select(row => new { row.SenderId, row.ReceiverId, row.Key }).ToListAsync(cancellationToken);
        var now = clock.GetStoredUtcNow();
        await offered.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.FileId, (Guid?)null).SetProperty(
                row => row.State,
                row => row.State != OfferState.Open ? row.State : row.ExpiresUtc > now ? OfferState.Withdrawn : OfferState.Expired),
            cancellationToken);
        await context.FileOffers.Where(row => ids.Contains(row.ReceivedFileId))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReceivedFileId, (Guid?)null), cancellationToken);
        open.ForEach(offer => keys.Add(offer.Key));
        return () => news.PublishOffers([.. open.SelectMany(offer => new[] { offer.SenderId, offer.ReceiverId }).Distinct()]);
    }

    public async Task<Action> RemoveOwnerAsync(
        MxitDbContext context, string ownerId, ICollection<string> keys, CancellationToken cancellationToken)
    {
        // Theirs first: what is left then are offers that an app made of files that came through it.
        var theirs = context.FileOffers.Where(row => row.SenderId == ownerId || row.ReceiverId == ownerId);
        var open = await theirs.Where(row => row.State == OfferState.Open).Select(row => row.Key).ToListAsync(cancellationToken);
        await theirs.ExecuteDeleteAsync(cancellationToken);
        open.ForEach(keys.Add);
        return await RemoveFilesAsync(context, context.GalleryFiles.Where(row => row.OwnerId == ownerId), keys, cancellationToken);
    }
}
