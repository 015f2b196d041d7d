using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Gallery;

/// <summary>
/// The row of what a gallery takes up. Every change of a gallery writes it first, and so holds it until the commit: what it reads
/// then nobody changes beside it. Where there is a limit, the same statement keeps it.
/// </summary>
internal sealed class GalleryUsageStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>Changes a gallery in one transaction.</summary>
    /// <param name="ownerId">Whose gallery it is.</param>
    /// <param name="hasRoom">What must hold of the row.</param>
    /// <param name="take">Counts what comes.</param>
    /// <param name="change">Does the rest. Anything but <see cref="GalleryChange.Done"/> takes all of it back.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryChange> ChangeAsync(
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

            // The owner's first change. Should the owner be removed right afterwards, the next round says so.
            if (!await StartAsync(ownerId, cancellationToken))
            {
                return GalleryChange.NoOwner;
            }

            wasThere = true;
        }
    }

    /// <summary>Counts what has gone.</summary>
    public static Task<int> GiveBackAsync(
        MxitDbContext context, string ownerId, long bytes, int files, CancellationToken cancellationToken) =>
        context.GalleryUsages.Where(row => row.OwnerId == ownerId).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Bytes, row => row.Bytes - bytes).SetProperty(row => row.Files, row => row.Files - files),
            cancellationToken);

    // Holds the row of the owner, which is what a removal writes first, so that nothing is left behind for somebody who is gone.
    private async Task<bool> StartAsync(string ownerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (!await HoldOwnerAsync(context, ownerId, cancellationToken))
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

    private static async Task<bool> HoldOwnerAsync(MxitDbContext context, string ownerId, CancellationToken cancellationToken) =>
        (NameRules.LooksLikeUserId(ownerId)
            ? await context.Accounts.Where(row => row.UserId == ownerId && row.RemovedUtc == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.ChangedUtc, row => row.ChangedUtc), cancellationToken)
            : await context.Apps.Where(row => row.ServiceName == ownerId && row.RemovedUtc == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedUtc, row => row.CreatedUtc), cancellationToken)) == 1;
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
    NoOwner,
}
