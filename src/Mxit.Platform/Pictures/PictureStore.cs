using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Pictures;

/// <summary>The queries about pictures of people.</summary>
internal sealed class PictureStore(IDbContextFactory<MxitDbContext> contexts) : IMediaReferences
{
    public async Task<Picture?> FindOrNullAsync(string userId, PictureKind kind, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Pictures.AsNoTracking()
            .FirstOrDefaultAsync(row => row.OwnerId == userId && row.Kind == kind, cancellationToken);
    }

    /// <summary>Puts a picture in the place of the one before, together with what the account says of it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="mayReplace">Asked with the picture before, which cannot change any more meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<PictureChange> SetAsync(Picture picture, Func<Picture?, bool> mayReplace, CancellationToken cancellationToken) =>
        ChangeAsync(
            picture.OwnerId,
            picture.Kind,
            picture.PictureId,
            picture.ChangedUtc,
            mayReplace,
            (context, before) =>
            {
                if (before is null)
                {
                    context.Pictures.Add(picture);
                }
                else
                {
                    context.Entry(before).CurrentValues.SetValues(picture);
                }
            },
            cancellationToken);

    /// <summary>Takes a picture away, together with what the account says of it.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="kind">What the picture is for.</param>
    /// <param name="changedUtc">Now.</param>
    /// <param name="mayRemove">Asked with the picture, which cannot change any more meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<PictureChange> RemoveAsync(
        string userId, PictureKind kind, DateTime changedUtc, Func<Picture?, bool> mayRemove, CancellationToken cancellationToken) =>
        ChangeAsync(
            userId,
            kind,
            null,
            changedUtc,
            mayRemove,
            (context, before) =>
            {
                if (before is not null)
                {
                    context.Pictures.Remove(before);
                }
            },
            cancellationToken);

    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Pictures.Where(row => keys.Contains(row.Key)).Select(row => row.Key)
            .Union(context.Pictures.Where(row => row.LargeKey != null && keys.Contains(row.LargeKey)).Select(row => row.LargeKey!))
            .ToListAsync(cancellationToken);
    }

    // The account is written first. That holds its row until the commit, so that of two changes at once the second sees what
    // the first has done, and one of them wins as a whole.
    private async Task<PictureChange> ChangeAsync(
        string userId,
        PictureKind kind,
        string? pictureId,
        DateTime changedUtc,
        Func<Picture?, bool> mayChange,
        Action<MxitDbContext, Picture?> change,
        CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var account = context.Accounts.Where(row => row.UserId == userId && row.RemovedUtc == null);
        var found = kind == PictureKind.Avatar
            ? await account.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.AvatarId, pictureId).SetProperty(row => row.ChangedUtc, changedUtc), cancellationToken)
            : await account.ExecuteUpdateAsync(set => set.SetProperty(row => row.ChangedUtc, changedUtc), cancellationToken);
        if (found == 0)
        {
            return PictureChange.NotFound;
        }

        var before = await context.Pictures.SingleOrDefaultAsync(row => row.OwnerId == userId && row.Kind == kind, cancellationToken);
        if (!mayChange(before))
        {
            return PictureChange.NotAsExpected;
        }

        change(context, before);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return PictureChange.Done;
    }
}

/// <summary>What became of a change of a picture in the database.</summary>
internal enum PictureChange
{
    Done,
    NotFound,
    NotAsExpected,
}
