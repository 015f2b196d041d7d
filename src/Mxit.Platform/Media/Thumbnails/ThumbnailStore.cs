using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>
/// The rows of thumbnails. They come and go holding the name of the content that they show, so that there are none of a content
/// that is gone.
/// </summary>
internal sealed class ThumbnailStore(IDbContextFactory<MxitDbContext> contexts, UnitsOfWork units, IMediaStorage storage)
    : IMediaReferences
{
    public async Task<Thumbnail?> FindOrNullAsync(string sourceKey, int size, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Thumbnail>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.SourceKey == sourceKey && row.Size == size, cancellationToken);
    }

    /// <summary>Whether the thumbnails of a content were made, in all sizes, or found to be impossible.</summary>
    public async Task<bool> HasAllAsync(string sourceKey, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Thumbnail>().CountAsync(
            row => row.SourceKey == sourceKey, cancellationToken) == ThumbnailSizes.All.Count;
    }

    /// <summary>Adds thumbnails of one content with their bytes, unless they are there already.</summary>
    /// <param name="thumbnails">The rows.</param>
    /// <param name="staged">Their bytes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether the content is there still. If not, nothing was added.</returns>
    /// <exception cref="MediaStorageFullException">There is no room for the bytes. Nothing was added.</exception>
    public async Task<bool> AddAsync(
        IReadOnlyList<Thumbnail> thumbnails, IReadOnlyCollection<IStagedMedia> staged, CancellationToken cancellationToken)
    {
        var sourceKey = thumbnails[0].SourceKey;
        await using var work = await units.BeginAsync(cancellationToken);
        var context = work.Context;

        // Before the rows are written: nobody else writes rows of this content without holding its name.
        await work.HoldAsync(
            [MediaKeys.NameOf(sourceKey), .. staged.Select(media => MediaKeys.NameOf(media.Key))], cancellationToken);
        if (!await storage.ExistsAsync(sourceKey, cancellationToken))
        {
            return false;
        }

        var sizes = await context.Set<Thumbnail>().Where(row => row.SourceKey == sourceKey)
            .Select(row => row.Size).ToListAsync(cancellationToken);
        var missing = thumbnails.Where(row => !sizes.Contains(row.Size)).ToList();
        context.AddRange(missing);
        await context.SaveChangesAsync(cancellationToken);
        foreach (var media in staged.Where(media => missing.Exists(row => row.Key == media.Key)))
        {
            await media.PublishAsync(cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Removes rows whose bytes are not there, so that they are made again.</summary>
    public async Task RemoveAsync(string sourceKey, string key, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Thumbnail>()
            .Where(row => row.SourceKey == sourceKey && row.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    // A small picture made by us can be its own thumbnail, which is no reason to keep it.
    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await context.Set<Thumbnail>().Where(row => row.Key != null && row.Key != row.SourceKey && keys.Contains(row.Key))
            .Select(row => row.Key!).Distinct().ToListAsync(cancellationToken);

    public async Task<IReadOnlyCollection<string>> RemoveDerivedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var thumbnails = context.Set<Thumbnail>().Where(row => keys.Contains(row.SourceKey));
        var freed = await thumbnails.Where(row => row.Key != null)
            .Select(row => row.Key!).Distinct().ToListAsync(cancellationToken);
        await thumbnails.ExecuteDeleteAsync(cancellationToken);
        return freed;
    }
}
