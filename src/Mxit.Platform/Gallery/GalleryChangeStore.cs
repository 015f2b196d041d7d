using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;

namespace Mxit.Platform.Gallery;

/// <summary>
/// The queries that change galleries. Each writes the row of what the person's gallery takes up first, and so holds it until
/// the commit: what it reads then nobody changes beside it. Where there is a limit, the same statement keeps it.
/// </summary>
internal sealed class GalleryChangeStore(IDbContextFactory<MxitDbContext> contexts, IDatabase database)
{
    private const string AllGalleries = "galleries";

    public Task<GalleryChange> AddFolderAsync(StoredFolder folder, int maxFolders, CancellationToken cancellationToken) => ChangeAsync(
        folder.OwnerId,
        row => row.Folders < maxFolders,
        set => set.SetProperty(row => row.Folders, row => row.Folders + 1),
        async context =>
        {
            if (await IsThereAsync(context, folder, cancellationToken))
            {
                return GalleryChange.Exists;
            }

            context.Add(folder);
            return GalleryChange.Done;
        },
        cancellationToken);

    public Task<GalleryChange> RenameFolderAsync(
        string ownerId, string normalizedName, string newName, string newNormalizedName, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        row => true,
        set => set.SetProperty(row => row.Folders, row => row.Folders),
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
    public Task<GalleryChange> RemoveFolderAsync(string ownerId, string normalizedName, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        row => true,
        set => set.SetProperty(row => row.Folders, row => row.Folders - 1),
        async context =>
        {
            var folder = context.GalleryFolders.Where(row => row.OwnerId == ownerId && row.NormalizedName == normalizedName);
            var files = context.GalleryFiles.Where(row => folder.Any(parent => parent.Id == row.FolderId));
            var bytes = await files.SumAsync(row => row.Size, cancellationToken);
            var count = await files.ExecuteDeleteAsync(cancellationToken);
            if (await folder.ExecuteDeleteAsync(cancellationToken) == 0)
            {
                return GalleryChange.NotFound;
            }

            await GiveBackAsync(context, ownerId, bytes, count, cancellationToken);
            return GalleryChange.Done;
        },
        cancellationToken);

    /// <summary>Adds a file, its folder when that is missing, and the record of its key, all together.</summary>
    /// <param name="folder">The folder, as it is to be made when it is missing.</param>
    /// <param name="createFile">Makes the file, given the id of the folder.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="record">The record; <see langword="null"/> for none.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryChange> AddFileAsync(
        StoredFolder folder,
        Func<Guid, StoredFile> createFile,
        long size,
        IdempotencyRecord? record,
        GallerySettings limits,
        CancellationToken cancellationToken)
    {
        if (record is not null && await IsRecordedAsync(record, cancellationToken))
        {
            return GalleryChange.Recorded;
        }

        return await ChangeAsync(
            folder.OwnerId,
            row => row.Bytes + size <= limits.MaxPersonBytes && row.Files < limits.MaxPersonFiles,
            set => set.SetProperty(row => row.Bytes, row => row.Bytes + size).SetProperty(row => row.Files, row => row.Files + 1),
            async context =>
            {
                if (record is not null && await IsRecordedAsync(context, record, cancellationToken))
                {
                    return GalleryChange.Recorded;
                }

                if (limits.MaxTotalBytes is { } total && !await FitsAsync(context, total, cancellationToken))
                {
                    return GalleryChange.TotalFull;
                }

                var parent = await context.GalleryFolders.AsNoTracking()
                    .SingleOrDefaultAsync(row => row.OwnerId == folder.OwnerId && row.NormalizedName == folder.NormalizedName, cancellationToken);
                if (parent is null)
                {
                    if (!GalleryNames.IsDefault(folder.Name) && !await CountFolderAsync(context, folder.OwnerId, limits, cancellationToken))
                    {
                        return GalleryChange.Full;
                    }

                    context.Add(folder);
                }

                context.Add(createFile((parent ?? folder).Id));
                if (record is not null)
                {
                    context.Add(record);
                }

                return GalleryChange.Done;
            },
            cancellationToken);
    }

    public async Task<GalleryChange> RenameFileAsync(string ownerId, Guid fileId, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.GalleryFiles.Where(row => row.Id == fileId && row.OwnerId == ownerId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name), cancellationToken) == 1
            ? GalleryChange.Done
            : GalleryChange.NotFound;
    }

    public Task<GalleryChange> RemoveFileAsync(string ownerId, Guid fileId, CancellationToken cancellationToken) => ChangeAsync(
        ownerId,
        row => true,
        set => set.SetProperty(row => row.Files, row => row.Files),
        async context =>
        {
            var file = context.GalleryFiles.Where(row => row.Id == fileId && row.OwnerId == ownerId);
            var size = await file.SumAsync(row => row.Size, cancellationToken);
            if (await file.ExecuteDeleteAsync(cancellationToken) == 0)
            {
                return GalleryChange.NotFound;
            }

            await GiveBackAsync(context, ownerId, size, 1, cancellationToken);
            return GalleryChange.Done;
        },
        cancellationToken);

    private static Task<bool> IsThereAsync(MxitDbContext context, StoredFolder folder, CancellationToken cancellationToken) =>
        context.GalleryFolders.AnyAsync(
            row => row.OwnerId == folder.OwnerId && row.NormalizedName == folder.NormalizedName, cancellationToken);

    private static Task<bool> IsRecordedAsync(MxitDbContext context, IdempotencyRecord record, CancellationToken cancellationToken) =>
        context.IdempotencyRecords.AnyAsync(row => row.Scope == record.Scope && row.Key == record.Key, cancellationToken);

    private static async Task<bool> CountFolderAsync(
        MxitDbContext context, string ownerId, GallerySettings limits, CancellationToken cancellationToken) =>
        await context.GalleryUsages.Where(row => row.OwnerId == ownerId && row.Folders < limits.MaxPersonFolders)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Folders, row => row.Folders + 1), cancellationToken) == 1;

    private static Task<int> GiveBackAsync(
        MxitDbContext context, string ownerId, long bytes, int files, CancellationToken cancellationToken) =>
        context.GalleryUsages.Where(row => row.OwnerId == ownerId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Bytes, row => row.Bytes - bytes).SetProperty(row => row.Files, row => row.Files - files),
            cancellationToken);

    private async Task<bool> IsRecordedAsync(IdempotencyRecord record, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await IsRecordedAsync(context, record, cancellationToken);
    }

    // Uploads of several people stand in line here, but only on servers that have such a limit.
    private async Task<bool> FitsAsync(MxitDbContext context, long maxTotalBytes, CancellationToken cancellationToken)
    {
        await database.HoldAsync(context, [AllGalleries], cancellationToken);
        return await context.GalleryUsages.SumAsync(row => row.Bytes, cancellationToken) <= maxTotalBytes;
    }

    private async Task<GalleryChange> ChangeAsync(
        string ownerId,
        Expression<Func<GalleryUsage, bool>> hasRoom,
        Action<UpdateSettersBuilder<GalleryUsage>> take,
        Func<MxitDbContext, Task<GalleryChange>> change,
        CancellationToken cancellationToken)
    {
        var wasThere = false;
        while (true)
        {
            await using (var context = await contexts.CreateDbContextAsync(cancellationToken))
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var usage = context.GalleryUsages.Where(row => row.OwnerId == ownerId);
                if (await usage.Where(hasRoom).ExecuteUpdateAsync(take, cancellationToken) == 1)
                {
                    var outcome = await change(context);
                    if (outcome == GalleryChange.Done)
                    {
                        await context.SaveChangesAsync(cancellationToken);
                        await transaction.CommitAsync(cancellationToken);
                    }

                    return outcome;
                }

                if (await usage.AnyAsync(cancellationToken))
                {
                    if (wasThere)
                    {
                        return GalleryChange.Full;
                    }

                    // Another request may have added the row after the update had looked for it; now it is there for sure.
                    wasThere = true;
                    continue;
                }
            }

            // The person's first change. Should the person be removed right afterwards, the next round says so.
            if (!await StartAsync(ownerId, cancellationToken))
            {
                return GalleryChange.NoPerson;
            }

            wasThere = true;
        }
    }

    // Holds the account, which is what its removal writes first, so that nothing is left behind for somebody who is gone.
    private async Task<bool> StartAsync(string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.Accounts.Where(row => row.UserId == ownerId && row.RemovedUtc == null).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.ChangedUtc, row => row.ChangedUtc), cancellationToken) == 0)
        {
            return false;
        }

        if (!await context.GalleryUsages.AnyAsync(row => row.OwnerId == ownerId, cancellationToken))
        {
            context.Add(new GalleryUsage { OwnerId = ownerId });
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return true;
    }
}

/// <summary>What became of a change of a gallery in the database.</summary>
internal enum GalleryChange
{
    Done,
    NotFound,
    Exists,
    Full,
    TotalFull,
    Recorded,
    NoPerson,
}
