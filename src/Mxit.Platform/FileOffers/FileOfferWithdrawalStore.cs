using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// What becomes of offers when their files go: open ones are withdrawn, and none leads to a file that is not there.
/// </summary>
internal sealed class FileOfferWithdrawalStore(MediaReleaser releaser, MessageNews news, TimeProvider clock) : IFilesRemovedStore
{
    public async Task RemoveFilesAsync(UnitOfWork work, IQueryable<StoredFile> files, CancellationToken cancellationToken)
    {
        // Not as a condition on each offer: with a list of ids a database looks them up rather than going through all offers.
        var offers = work.Context.Set<StoredOffer>();
        var ids = files.Select(file => (Guid?)file.Id);
        var offered = offers.Where(row => ids.Contains(row.FileId));
        var open = await offered.Where(row => row.State == OfferState.Open)
            .Select(row => new { row.SenderId, row.ReceiverId, row.Key }).ToListAsync(cancellationToken);
        var now = clock.GetStoredUtcNow();
        await offered.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.FileId, (Guid?)null).SetProperty(
                row => row.State,
                row => row.State != OfferState.Open
                    ? row.State
                    : row.ExpiresUtc > now ? OfferState.Withdrawn : OfferState.Expired),
            cancellationToken);
        await offers.Where(row => ids.Contains(row.ReceivedFileId))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReceivedFileId, (Guid?)null), cancellationToken);
        releaser.ReleaseAfter(work, [.. open.Select(offer => offer.Key)]);
        work.AfterCommit(
            () => news.PublishOffers([.. open.SelectMany(offer => new[] { offer.SenderId, offer.ReceiverId }).Distinct()]));
    }

    public async Task RemoveOwnerAsync(UnitOfWork work, string ownerId, CancellationToken cancellationToken)
    {
        // Theirs first: what is left then are offers that an app made of files that came through it.
        var theirs = work.Context.Set<StoredOffer>().Where(row => row.SenderId == ownerId || row.ReceiverId == ownerId);
        var open = await theirs.Where(row => row.State == OfferState.Open).Select(row => row.Key).ToListAsync(cancellationToken);
        await theirs.ExecuteDeleteAsync(cancellationToken);
        releaser.ReleaseAfter(work, open);
        await RemoveFilesAsync(work, work.Context.Set<StoredFile>().Where(row => row.OwnerId == ownerId), cancellationToken);
    }
}
