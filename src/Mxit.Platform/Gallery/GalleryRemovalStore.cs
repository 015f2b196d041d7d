using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Gallery;

/// <summary>Deletes the gallery of a person or an app that is removed, in the transaction of the removal.</summary>
internal static class GalleryRemovalStore
{
    /// <summary>Deletes all of a gallery.</summary>
    /// <param name="context">What to delete with.</param>
    /// <param name="ownerId">Whose gallery it is.</param>
    /// <param name="filesRemoved">Who has to know of it.</param>
    /// <param name="keys">Gets the keys of the contents that the deleted rows referred to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>To be called once the transaction has committed.</returns>
    public static async Task<Action> RemoveAsync(
        MxitDbContext context,
        string ownerId,
        IEnumerable<IFilesRemovedStore> filesRemoved,
        List<string> keys,
        CancellationToken cancellationToken)
    {
        // The usage first: an upload that is about to finish holds this row.
        await context.GalleryUsages.Where(row => row.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken);
        var committed = new List<Action>();
        foreach (var store in filesRemoved)
        {
            committed.Add(await store.RemoveOwnerAsync(context, ownerId, keys, cancellationToken));
        }

        var files = context.GalleryFiles.Where(row => row.OwnerId == ownerId);
        keys.AddRange(await files.Select(row => row.Key).Distinct().ToListAsync(cancellationToken));
        await files.ExecuteDeleteAsync(cancellationToken);
        await context.GalleryFolders.Where(row => row.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken);
        return () => committed.ForEach(tell => tell());
    }
}
