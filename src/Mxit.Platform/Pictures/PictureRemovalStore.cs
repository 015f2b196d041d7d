using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Pictures;

/// <summary>Deletes the pictures of a person who is removed.</summary>
internal sealed class PictureRemovalStore(MediaReleaser releaser) : IPersonRemovedStore
{
    public async Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken)
    {
        var pictures = work.Context.Set<Picture>().Where(row => row.OwnerId == userId);
        var removed = await pictures.AsNoTracking().ToListAsync(cancellationToken);
        await pictures.ExecuteDeleteAsync(cancellationToken);
        releaser.ReleaseAfter(work, [.. removed.SelectMany(picture => picture.Keys)]);
    }
}
