using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>How bytes come to be seen together with the rows that refer to them.</summary>
internal static class MediaPublication
{
    /// <summary>
    /// Publishes contents, holding their names until the end of the unit of work. The last thing before the commit, when all rows
    /// are saved: see <see cref="IStagedMedia.PublishAsync"/>.
    /// </summary>
    /// <exception cref="MediaStorageFullException">There is no room left.</exception>
    public static async Task PublishAsync(
        this UnitOfWork work, IReadOnlyCollection<IStagedMedia> staged, CancellationToken cancellationToken)
    {
        if (staged.Count == 0)
        {
            return;
        }

        await work.HoldAsync([.. staged.Select(media => MediaKeys.NameOf(media.Key))], cancellationToken);
        foreach (var media in staged)
        {
            await media.PublishAsync(cancellationToken);
        }
    }
}
