using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Gallery;

/// <summary>
/// The queries that change what is in galleries. Each change holds the gallery first: what it reads then nobody changes beside
/// it.
/// </summary>
internal sealed class GalleryChangeStore(MediaReleaser releaser, IEnumerable<IFilesRemovedStore> filesRemoved)
    : IPersonRemovedStore, IAppRemovedStore
{
    private const string AllGalleries = "galleries";

    /// <summary>Holds a gallery until the end of the unit of work.</summary>
    /// <returns>What it takes up, to be changed; <see langword="null"/> when its owner is not there.</returns>
    public static async Task<GalleryUsage?> HoldOrNullAsync(UnitOfWork work, string ownerId, CancellationToken cancellationToken)
    {
        var usage = work.Context.Set<GalleryUsage>().Where(row => row.OwnerId == ownerId);
        if (!await HoldAsync(usage, cancellationToken))
        {
            // The owner's first change. A removal writes the row of the owner first, so nothing is left behind for somebody who
            // is gone; and another first change is over once this row is held.
            if (!await HoldOwnerAsync(work, ownerId, cancellationToken))
            {
                return null;
            }

            if (!await HoldAsync(usage, cancellationToken))
            {
                var first = new GalleryUsage { OwnerId = ownerId };
                work.Context.Add(first);
                await work.Context.SaveChangesAsync(cancellationToken);
                return first;
            }
        }

        return await usage.SingleAsync(cancellationToken);
    }

    /// <summary>A folder of a gallery that is held; <see langword="null"/> when there is none of the name.</summary>
    public static Task<StoredFolder?> FindFolderOrNullAsync(
        UnitOfWork work, string ownerId, string normalizedName, CancellationToken cancellationToken) =>
        work.Context.Set<StoredFolder>().SingleOrDefaultAsync(
            row => row.OwnerId == ownerId && row.NormalizedName == normalizedName, cancellationToken);

    /// <summary>Adds a folder.</summary>
    public static void Add(UnitOfWork work, StoredFolder folder) => work.Context.Add(folder);

    /// <summary>Adds a file, and its folder when there is none of the name; says no when the gallery has no room.</summary>
    public static async Task<bool> TryAddFileAsync(
        UnitOfWork work,
        GalleryUsage usage,
        StoredFile file,
        StoredFolder folder,
        GalleryLimits limits,
        CancellationToken cancellationToken)
    {
        if (!usage.TryTakeFile(file.Size, limits))
        {
            return false;
        }

        var parent = await FindFolderOrNullAsync(work, usage.OwnerId, folder.NormalizedName, cancellationToken);
        if (parent is null)
        {
            if (!usage.TryTakeFolder(folder, limits))
            {
                return false;
            }

            Add(work, parent = folder);
        }

        file.FolderId = parent.Id;
        work.Context.Add(file);
        return true;
    }

    /// <summary>
    /// Saves the rows, then holds the name of a content until the commit: nobody deletes or publishes it beside this.
    /// </summary>
    /// <param name="work">The unit of work. Held last, see <see cref="MediaKeys.NameOf"/>.</param>
    /// <param name="key">The key of the content.</param>
    /// <param name="totalBytes">
    /// The most bytes of all galleries; <see langword="null"/> for no limit. Only with a limit uploads of several people wait for
    /// each other.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Whether all galleries together are within the limit.</returns>
    public static async Task<bool> HoldBytesAsync(
        UnitOfWork work, string key, long? totalBytes, CancellationToken cancellationToken)
    {
        await work.Context.SaveChangesAsync(cancellationToken);
        var name = MediaKeys.NameOf(key);
        await work.HoldAsync(totalBytes is null ? [name] : [name, AllGalleries], cancellationToken);
        return totalBytes is null
            || await work.Context.Set<GalleryUsage>().SumAsync(row => row.Bytes, cancellationToken) <= totalBytes;
    }

    /// <summary>Deletes a folder with its files.</summary>
    public async Task RemoveFolderAsync(
        UnitOfWork work, GalleryUsage usage, StoredFolder folder, CancellationToken cancellationToken)
    {
        await RemoveFilesAsync(
            work, usage, work.Context.Set<StoredFile>().Where(row => row.FolderId == folder.Id), cancellationToken);
        work.Context.Remove(folder);
        usage.Folders--;
    }

    /// <summary>Deletes a file; says no when there is no such file.</summary>
    public async Task<bool> RemoveFileAsync(
        UnitOfWork work, GalleryUsage usage, Guid fileId, CancellationToken cancellationToken) =>
            await RemoveFilesAsync(
                work, usage, work.Context.Set<StoredFile>().Where(row => row.Id == fileId && row.OwnerId == usage.OwnerId),
                cancellationToken) == 1;

    public Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken) =>
        RemoveOwnerAsync(work, userId, cancellationToken);

    public Task RemoveAppAsync(UnitOfWork work, string serviceName, CancellationToken cancellationToken) =>
        RemoveOwnerAsync(work, serviceName, cancellationToken);

    private async Task RemoveOwnerAsync(UnitOfWork work, string ownerId, CancellationToken cancellationToken)
    {
        // The usage first: an upload that is about to finish holds this row.
        var context = work.Context;
        await context.Set<GalleryUsage>().Where(row => row.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken);
        foreach (var store in filesRemoved)
        {
            await store.RemoveOwnerAsync(work, ownerId, cancellationToken);
        }

        var files = context.Set<StoredFile>().Where(row => row.OwnerId == ownerId);
        releaser.ReleaseAfter(work, await files.Select(row => row.Key).Distinct().ToListAsync(cancellationToken));
        await files.ExecuteDeleteAsync(cancellationToken);
        await context.Set<StoredFolder>().Where(row => row.OwnerId == ownerId).ExecuteDeleteAsync(cancellationToken);
    }

    private static async Task<bool> HoldAsync(IQueryable<GalleryUsage> usage, CancellationToken cancellationToken) =>
        await usage.ExecuteUpdateAsync(set => set.SetProperty(row => row.Files, row => row.Files), cancellationToken) == 1;

    private static Task<bool> HoldOwnerAsync(UnitOfWork work, string ownerId, CancellationToken cancellationToken) =>
        NameRules.LooksLikeUserId(ownerId)
            ? AccountStore.HoldAsync(work, ownerId, cancellationToken)
            : AppStore.HoldAsync(work, ownerId, cancellationToken);

    // All files that go one by one or with their folder go here.
    private async Task<int> RemoveFilesAsync(
        UnitOfWork work, GalleryUsage usage, IQueryable<StoredFile> files, CancellationToken cancellationToken)
    {
        foreach (var store in filesRemoved)
        {
            await store.RemoveFilesAsync(work, files, cancellationToken);
        }

        releaser.ReleaseAfter(work, await files.Select(row => row.Key).Distinct().ToListAsync(cancellationToken));
        usage.Bytes -= await files.SumAsync(row => row.Size, cancellationToken);
        var count = await files.ExecuteDeleteAsync(cancellationToken);
        usage.Files -= count;
        return count;
    }
}
