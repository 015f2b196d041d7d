using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Gallery;

/// <summary>The queries that read galleries.</summary>
internal sealed class GalleryStore(IDbContextFactory<MxitDbContext> contexts) : IMediaReferences
{
    /// <summary>All folders that have a row, with how many files are in them, in no particular order.</summary>
    public async Task<List<(string Name, string NormalizedName, int Files)>> ListFoldersAsync(
        string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var folders = await context.Set<StoredFolder>().Where(row => row.OwnerId == ownerId)
            .Select(row =>
                new { row.Name, row.NormalizedName, Files = context.Set<StoredFile>().Count(file => file.FolderId == row.Id) })
            .ToListAsync(cancellationToken);
        return folders.ConvertAll(row => (row.Name, row.NormalizedName, row.Files));
    }

    public async Task<StoredFolder?> FindFolderOrNullAsync(
        string ownerId, string normalizedName, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFolder>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.OwnerId == ownerId && row.NormalizedName == normalizedName, cancellationToken);
    }

    /// <summary>Files of a folder in the order of their ids, which is that in which they came.</summary>
    public async Task<List<StoredFile>> ListFilesAsync(Guid folderId, int skip, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().AsNoTracking().Where(row => row.FolderId == folderId)
            .OrderBy(row => row.Id).Skip(skip).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>The same from the newest on.</summary>
    public async Task<List<StoredFile>> ListNewestFilesAsync(
        Guid folderId, int skip, int count, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().AsNoTracking().Where(row => row.FolderId == folderId)
            .OrderByDescending(row => row.Id).Skip(skip).Take(count).ToListAsync(cancellationToken);
    }

    public async Task<int> CountFilesAsync(Guid folderId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().CountAsync(row => row.FolderId == folderId, cancellationToken);
    }

    public async Task<(StoredFile File, string Folder)?> FindPlacedFileOrNullAsync(
        string ownerId, Guid fileId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from file in context.Set<StoredFile>().AsNoTracking()
            join folder in context.Set<StoredFolder>() on file.FolderId equals folder.Id
            where file.Id == fileId && file.OwnerId == ownerId
            select new { File = file, Folder = folder.Name }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.File, found.Folder);
    }

    public async Task<StoredFile?> FindFileOrNullAsync(string ownerId, Guid fileId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == fileId && row.OwnerId == ownerId, cancellationToken);
    }

    /// <summary>What a gallery takes up; nothing when nobody wrote it down yet.</summary>
    public async Task<GalleryUsage> FindUsageAsync(string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<GalleryUsage>().AsNoTracking().SingleOrDefaultAsync(
            row => row.OwnerId == ownerId, cancellationToken)
            ?? new GalleryUsage { OwnerId = ownerId };
    }

    /// <summary>What all galleries take up, in bytes.</summary>
    public async Task<long> SumBytesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<GalleryUsage>().SumAsync(row => row.Bytes, cancellationToken);
    }

    /// <summary>Gives a file another name; says no when there is no such file.</summary>
    public async Task<bool> RenameFileAsync(string ownerId, Guid fileId, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredFile>().Where(row => row.Id == fileId && row.OwnerId == ownerId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name), cancellationToken) == 1;
    }

    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await context.Set<StoredFile>().Where(row => keys.Contains(row.Key))
            .Select(row => row.Key).Distinct().ToListAsync(cancellationToken);
}
