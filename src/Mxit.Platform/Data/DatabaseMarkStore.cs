using Microsoft.EntityFrameworkCore;

namespace Mxit.Platform.Data;

/// <summary>
/// Keeps what development mode seeds, with credentials that everybody knows, apart from everything else: a database is made in
/// one of the two modes and is served in this mode only.
/// </summary>
internal sealed class DatabaseMarkStore(
    IDbContextFactory<MxitDbContext> contexts, IDatabase database, IDevelopmentSeed seed, ServerContext server)
{
    /// <summary>Marks a database that is new, and refuses one that was made in the other mode.</summary>
    /// <param name="folderId">The id of the database that the data folder belongs to, if it belongs to one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="DatabaseUnusableException">It was.</exception>
    public async Task AssertAsync(Guid? folderId, CancellationToken cancellationToken)
    {
        if (await FindOrMarkAsync(folderId, cancellationToken) == server.IsDevelopment)
        {
            return;
        }

        throw new DatabaseUnusableException(server.IsDevelopment
            ? $"{database.Name} was not seeded by --dev, and will not be: the credentials of development mode are known to " +
                "everybody. Leave --dev out, or give it a database of its own with --data or --postgres."
            : $"{database.Name} was seeded by --dev, with credentials that are known to everybody. Add --dev, or start with a " +
                "database of its own with --data or --postgres.");
    }

    /// <summary>The id of the database; <see langword="null"/> when it is not marked.</summary>
    public async Task<Guid?> FindIdOrNullAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Set<DatabaseMark>().AsNoTracking().SingleOrDefaultAsync(cancellationToken))?.DatabaseId;
    }

    private async Task<bool> FindOrMarkAsync(Guid? folderId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Set<DatabaseMark>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } found)
        {
            return found.IsDevelopment;
        }

        // Another server may start at the same time.
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await database.HoldAsync(context, [nameof(DatabaseMark)], cancellationToken);
        if (await context.Set<DatabaseMark>().AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } meanwhile)
        {
            return meanwhile.IsDevelopment;
        }

        // Where somebody has removed the row, what is published and the folder tell.
        var wasSeeded = await seed.IsInAsync(context, cancellationToken);
        var isDevelopment = wasSeeded ?? server.IsDevelopment;
        var databaseId = wasSeeded is null ? null : folderId;
        context.Add(new DatabaseMark { Id = 1, IsDevelopment = isDevelopment, DatabaseId = databaseId ?? Guid.NewGuid() });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return isDevelopment;
    }
}
