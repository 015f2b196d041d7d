using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;

namespace Mxit.Platform.Gallery;

/// <summary>The queries that change what is in galleries.</summary>
internal sealed class GalleryChangeStore(
    IDbContextFactory<MxitDbContext> contexts,
    GalleryUsageStore usages,
    IdempotencyStore records,
    IEnumerable<IFilesRemovedStore> filesRemoved)
{
    /// <summary>Adds a folder, and the record of its key if there is one, together.</summary>
    public async Task<GalleryChange> AddFolderAsync(
        StoredFolder folder, int maxFolders, IdempotencyRecord? record, DateTime nowUtc, CancellationToken cancellationToken)
    {
        // First, since a gallery that is full has no room for it any more.
        if (record is not null && await records.FindAsync(record.Scope, record.Key, nowUtc, cancellationToken) is not null)
        {
            return GalleryChange.Recorded;
        }

        return await usages.ChangeAsync(
            folder.OwnerId,
            row => row.Folders < maxFolders,
            set => set.SetProperty(row => row.Folders, row => row.Folders + 1),
            context => AddFolderAsync(context, folder, record, nowUtc, cancellationToken),
            cancellationToken);
    }

    public Task<GalleryChange> RenameFolderAsync(
        string ownerId, string normalizedName, string newName, string newNormalizedName, CancellationToken cancellationToken) =>
        ChangeAsync(
            ownerId,
            async context =>
            {
                var folders = await context.GalleryFolders
                    .Where(row => row.OwnerId == ownerId && (row.NormalizedName == normalizedName || row.NormalizedName == newNormalizedName))
                    .ToListAsync(cancellationToken);
                if (folders.Find(row => row.NormalizedName == normalizedName) is not { } folder)
                {
                    return GalleryChange.NotFound;
                }

                if (folders.Count > 1)
                {
                    return GalleryChange.Exists;
                }

                (folder.Name, folder.NormalizedName) = (newName, newNormalizedName);
                return GalleryChange.Done;
            },
            cancellationToken);

    /// <summary>Deletes a folder with its files.</summary>
    public async Task<GalleryRemoval> RemoveFolderAsync(string ownerId, string normalizedName, CancellationToken cancellationToken)
    {
        var removal = new Removal();
        var change = await ChangeAsync(
            ownerId,
            async context =>
            {
                var folder = context.GalleryFolders.Where(row => row.OwnerId == ownerId && row.NormalizedName == normalizedName);
                var files = context.GalleryFiles.Where(row => folder.Any(parent => parent.Id == row.FolderId));
                await RemoveFilesAsync(context, ownerId, files, removal, cancellationToken);
                if (await folder.ExecuteDeleteAsync(cancellationToken) == 0)
                {
                    return GalleryChange.NotFound;
                }

                await context.GalleryUsages.Where(row => row.OwnerId == ownerId)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.Folders, row => row.Folders - 1), cancellationToken);
                return GalleryChange.Done;
            },
            cancellationToken);
        return removal.Complete(change);
    }

    public async Task<GalleryChange> RenameFileAsync(string ownerId, Guid fileId, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.GalleryFiles.Where(row => row.Id == fileId && row.OwnerId == ownerId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name), cancellationToken) == 1
            ? GalleryChange.Done
            : GalleryChange.NotFound;
    }

    public async Task<GalleryRemoval> RemoveFileAsync(string ownerId, Guid fileId, CancellationToken cancellationToken)
    {
        var removal = new Removal();
        var change = await ChangeAsync(
            ownerId,
            async context => await RemoveFilesAsync(
                context, ownerId, context.GalleryFiles.Where(row => row.Id == fileId && row.OwnerId == ownerId), removal, cancellationToken) == 0
                ? GalleryChange.NotFound
                : GalleryChange.Done,
            cancellationToken);
        return removal.Complete(change);
    }

    // All files that go one by one or with their folder go here.
    private async Task<int> RemoveFilesAsync(
        MxitDbContext context, string ownerId, IQueryable<StoredFile> files, Removal removal, CancellationToken cancellationToken)
    {
        foreach (var store in filesRemoved)
        {
            removal.Committed.Add(await store.RemoveFilesAsync(context, files, removal.Keys, cancellationToken));
        }

        removal.Keys.AddRange(await files.Select(row => row.Key).Distinct().ToListAsync(cancellationToken));
        var bytes = await files.SumAsync(row => row.Size, cancellationToken);
        var count = await files.ExecuteDeleteAsync(cancellationToken);
        await GalleryUsageStore.GiveBackAsync(context, ownerId, bytes, count, cancellationToken);
        return count;
    }

    private static async Task<GalleryChange> AddFolderAsync(
        MxitDbContext context, StoredFolder folder, IdempotencyRecord? record, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (record is not null && !await IdempotencyStore.TryAddAsync(context, record, nowUtc, cancellationToken))
        {
            return GalleryChange.Recorded;
        }

        if (await context.GalleryFolders.AnyAsync(
            row => row.OwnerId == folder.OwnerId && row.NormalizedName == folder.NormalizedName, cancellationToken))
        {
            return GalleryChange.Exists;
        }

        context.Add(folder);
        return GalleryChange.Done;
    }

    private Task<GalleryChange> ChangeAsync(
        string ownerId, Func<MxitDbContext, Task<GalleryChange>> change, CancellationToken cancellationToken) =>
        usages.ChangeAsync(
            ownerId, row => true, set => set.SetProperty(row => row.Files, row => row.Files), change, cancellationToken);

    private sealed class Removal
    {
        public List<string> Keys { get; } = [];

        public List<Action> Committed { get; } = [];

        public GalleryRemoval Complete(GalleryChange change)
        {
            if (change == GalleryChange.Done)
            {
                Committed.ForEach(tell => tell());
            }

            return new GalleryRemoval(change, Keys);
        }
    }
}

/// <summary>What became of the wish to delete something.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Keys">Where the bytes are that the deleted rows referred to.</param>
internal readonly record struct GalleryRemoval(GalleryChange Change, IReadOnlyCollection<string> Keys);
