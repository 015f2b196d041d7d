using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Pictures;

/// <summary>The queries about pictures of people.</summary>
internal sealed class PictureStore(IDbContextFactory<MxitDbContext> contexts) : IMediaReferences
{
    public async Task<Picture?> FindOrNullAsync(string userId, PictureKind kind, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Picture>().AsNoTracking()
            .FirstOrDefaultAsync(row => row.OwnerId == userId && row.Kind == kind, cancellationToken);
    }

    /// <summary>
    /// Writes down in the account that a picture is another one, and gives the picture before. The row of the account is held
    /// from then on, so that of two changes at once the second sees what the first has done.
    /// </summary>
    /// <returns>Whether there is such a person, and the picture before if there was one.</returns>
    public static async Task<(bool HasOwner, Picture? Before)> BeginChangeAsync(
        UnitOfWork work, string userId, PictureKind kind, string? pictureId, DateTime changedUtc,
        CancellationToken cancellationToken) =>
        await AccountStore.SetPicturesChangedAsync(
            work, userId, kind == PictureKind.Avatar, pictureId, changedUtc, cancellationToken)
            ? (true, await work.Context.Set<Picture>().SingleOrDefaultAsync(
                row => row.OwnerId == userId && row.Kind == kind, cancellationToken))
            : (false, null);

    /// <summary>Puts a picture, or none, in the place of the one before.</summary>
    public static Task ReplaceAsync(UnitOfWork work, Picture? before, Picture? picture, CancellationToken cancellationToken)
    {
        switch (before, picture)
        {
            case (null, { } added):
                work.Context.Add(added);
                break;
            case ({ } removed, null):
                work.Context.Remove(removed);
                break;
            case ({ } changed, { } other):
                work.Context.Entry(changed).CurrentValues.SetValues(other);
                break;
        }

        return work.Context.SaveChangesAsync(cancellationToken);
    }

    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await context.Set<Picture>().Where(row => keys.Contains(row.Key)).Select(row => row.Key)
            .Union(context.Set<Picture>().Where(row => row.LargeKey != null && keys.Contains(row.LargeKey)).Select(
                row => row.LargeKey!))
            .ToListAsync(cancellationToken);
}
