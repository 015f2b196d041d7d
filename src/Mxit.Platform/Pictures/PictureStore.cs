using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Pictures;

/// <summary>The queries about pictures of people.</summary>
internal sealed class PictureStore(IDbContextFactory<MxitDbContext> contexts, IDatabase database) : IMediaReferences
{
    public async Task<Picture?> FindOrNullAsync(string userId, PictureKind kind, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Pictures.AsNoTracking()
            .FirstOrDefaultAsync(row => row.OwnerId == userId && row.Kind == kind, cancellationToken);
    }

    /// <summary>Puts a picture in the place of the one before, together with its bytes and with what the account says of it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="staged">Its bytes, in all sizes.</param>
    /// <param name="mayReplace">Asked with the picture before, which cannot change any more meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MediaStorageFullException">There is no room for the bytes. Nothing was changed.</exception>
    public Task<PictureReplacement> SetAsync(
        Picture picture, IReadOnlyCollection<IStagedMedia> staged, Func<Picture?, bool> mayReplace, CancellationToken cancellationToken) =>
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
            staged,
            cancellationToken);

    /// <summary>Takes a picture away, together with what the account says of it.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="kind">What the picture is for.</param>
    /// <param name="changedUtc">Now.</param>
    /// <param name="mayRemove">Asked with the picture, which cannot change any more meanwhile.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<PictureReplacement> RemoveAsync(
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
            [],
            cancellationToken);

    public async Task<IReadOnlyCollection<string>> FindReferencedAsync(
        MxitDbContext context, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await context.Pictures.Where(row => keys.Contains(row.Key)).Select(row => row.Key)
            .Union(context.Pictures.Where(row => row.LargeKey != null && keys.Contains(row.LargeKey)).Select(row => row.LargeKey!))
            .ToListAsync(cancellationToken);

    // The account is written first. That holds its row until the commit, so that of two changes at once the second sees what
    // the first has done, and one of them wins as a whole.
    private async Task<PictureReplacement> ChangeAsync(
        string userId,
        PictureKind kind,
        string? pictureId,
        DateTime changedUtc,
        Func<Picture?, bool> mayChange,
        Action<MxitDbContext, Picture?> change,
        IReadOnlyCollection<IStagedMedia> staged,
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
            return new PictureReplacement(PictureChange.NotFound, []);
        }

        var before = await context.Pictures.SingleOrDefaultAsync(row => row.OwnerId == userId && row.Kind == kind, cancellationToken);
        if (!mayChange(before))
        {
            return new PictureReplacement(PictureChange.NotAsExpected, []);
        }

        string[] formerKeys = before is null ? [] : [before.Key, .. before.LargeKey is { } large ? [large] : Array.Empty<string>()];
        change(context, before);
        await context.SaveChangesAsync(cancellationToken);
        if (staged.Count > 0)
        {
            await database.HoldAsync(context, [.. staged.Select(media => MediaKeys.NameOf(media.Key))], cancellationToken);
            foreach (var media in staged)
            {
                await media.PublishAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return new PictureReplacement(PictureChange.Done, formerKeys);
    }
}

/// <summary>What became of a change of a picture.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="FormerKeys">Where the bytes of the picture before are.</param>
internal readonly record struct PictureReplacement(PictureChange Change, IReadOnlyCollection<string> FormerKeys);

/// <summary>What became of a change of a picture in the database.</summary>
internal enum PictureChange
{
    Done,
    NotFound,
    NotAsExpected,
}
