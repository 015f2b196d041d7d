using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;

namespace Mxit.Platform.Gallery;

/// <summary>The queries with which files come into galleries.</summary>
internal sealed class GalleryFileStore(
    IDatabase database, IMediaStorage storage, GalleryUsageStore usages, IdempotencyStore records)
{
    private const string AllGalleries = "galleries";

    /// <summary>Adds a file, its folder when that is missing, the record of its key, and the bytes, all together.</summary>
    /// <param name="file">What is to come.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="alsoAsync">
    /// What else changes in the same transaction; <see langword="null"/> for nothing. Anything but <see cref="GalleryChange.Done"/> takes
    /// all of it back.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MediaStorageFullException">There is no room for the bytes. Nothing was added.</exception>
    public async Task<GalleryChange> AddAsync(
        GalleryAddition file,
        GalleryLimits limits,
        Func<MxitDbContext, Task<GalleryChange>>? alsoAsync,
        CancellationToken cancellationToken)
    {
        // First, since a gallery that is full has no room for it any more.
        if (file.Record is { } record && await records.FindAsync(record.Scope, record.Key, file.NowUtc, cancellationToken) is not null)
        {
            return GalleryChange.Recorded;
        }

        return await usages.ChangeAsync(
            file.Folder.OwnerId,
            row => row.Bytes + file.Size <= limits.Bytes && row.Files < limits.Files,
            set => set.SetProperty(row => row.Bytes, row => row.Bytes + file.Size).SetProperty(row => row.Files, row => row.Files + 1),
            async context =>
            {
                var outcome = await AddRowsAsync(context, file, limits, cancellationToken);
                if (outcome == GalleryChange.Done && alsoAsync is not null)
                {
                    outcome = await alsoAsync(context);
                }

                return outcome == GalleryChange.Done ? await AddBytesAsync(context, file, limits, cancellationToken) : outcome;
            },
            cancellationToken);
    }

    private static async Task<GalleryChange> AddRowsAsync(
        MxitDbContext context, GalleryAddition file, GalleryLimits limits, CancellationToken cancellationToken)
    {
        if (file.Record is not null && !await IdempotencyStore.TryAddAsync(context, file.Record, file.NowUtc, cancellationToken))
        {
            return GalleryChange.Recorded;
        }

        var folder = file.Folder;
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

        context.Add(file.Create((parent ?? folder).Id));
        await context.SaveChangesAsync(cancellationToken);
        return GalleryChange.Done;
    }

    private static async Task<bool> CountFolderAsync(
        MxitDbContext context, string ownerId, GalleryLimits limits, CancellationToken cancellationToken) =>
        await context.GalleryUsages.Where(row => row.OwnerId == ownerId && row.Folders < limits.Folders)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Folders, row => row.Folders + 1), cancellationToken) == 1;

    // Last, since names are held: see MediaKeys.NameOf. Uploads of several people stand in line for the total, but only on servers that
    // have such a limit.
    private async Task<GalleryChange> AddBytesAsync(
        MxitDbContext context, GalleryAddition file, GalleryLimits limits, CancellationToken cancellationToken)
    {
        var name = MediaKeys.NameOf(file.Key);
        await database.HoldAsync(context, limits.TotalBytes is null ? [name] : [name, AllGalleries], cancellationToken);
        if (limits.TotalBytes is { } total && await context.GalleryUsages.SumAsync(row => row.Bytes, cancellationToken) > total)
        {
            return GalleryChange.TotalFull;
        }

        if (file.Staged is not null)
        {
            await file.Staged.PublishAsync(cancellationToken);
            return GalleryChange.Done;
        }

        return await storage.ExistsAsync(file.Key, cancellationToken) ? GalleryChange.Done : GalleryChange.NotFound;
    }
}

/// <summary>A file that is to come into a gallery.</summary>
/// <param name="Folder">The folder, as it is to be made when it is missing.</param>
/// <param name="Create">Makes the file, given the id of the folder.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Key">Where the bytes are, or will be.</param>
internal sealed record GalleryAddition(StoredFolder Folder, Func<Guid, StoredFile> Create, long Size, string Key)
{
    /// <summary>The bytes, to be published with the row; <see langword="null"/> when they must be there already.</summary>
    public IStagedMedia? Staged { get; init; }

    /// <summary>The record of a key; <see langword="null"/> for none.</summary>
    public IdempotencyRecord? Record { get; init; }

    /// <summary>Now, which says whether an older record of the key still counts.</summary>
    public DateTime NowUtc { get; init; }
}
