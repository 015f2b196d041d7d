using Microsoft.EntityFrameworkCore;

namespace Mxit.Platform.Data;

/// <summary>Brings the schema up to date, or sees that it is.</summary>
internal sealed class SchemaMigrator
{
    private readonly IDbContextFactory<MxitDbContext> _contexts;
    private readonly IDatabase _database;

    internal SchemaMigrator(IDbContextFactory<MxitDbContext> contexts, IDatabase database) =>
        (_contexts, _database) = (contexts, database);

    /// <summary>Makes the schema, or brings an older one up to date; what is in it stays.</summary>
    /// <exception cref="DatabaseUnusableException">It is a database of another program, or of a newer version of this
    /// one.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var applied = await FindAppliedAsync(context, cancellationToken);

        // EF Core compares whole models before it finds out that there is nothing to do.
        if (IsOutdated(context, applied))
        {
            await context.Database.MigrateAsync(cancellationToken);
        }
    }

    /// <summary>Sees that a server has made the database, in the version of this program. Changes nothing.</summary>
    /// <exception cref="DatabaseUnusableException">It has not.</exception>
    public async Task AssertCurrentAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var applied = await FindAppliedAsync(context, cancellationToken);
        if (applied.Count == 0)
        {
            throw new DatabaseUnusableException(
                $"There is no database of Mxit in the place of {_database.Name}, and none was made. Look whether the name is " +
                "right; 'mxit serve' makes a new one.");
        }

        if (IsOutdated(context, applied))
        {
            throw new DatabaseUnusableException(
                $"What is in {_database.Name} was written by an older version of this program. 'mxit serve' brings it up " +
                $"to date.");
        }
    }

    private static bool IsOutdated(MxitDbContext context, List<string> applied) =>
        context.Database.GetMigrations().Except(applied, StringComparer.Ordinal).Any();

    private async Task<List<string>> FindAppliedAsync(MxitDbContext context, CancellationToken cancellationToken)
    {
        var content = await _database.LookAsync(cancellationToken);
        if (content == DatabaseContent.Missing)
        {
            return [];
        }

        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = applied.LastOrDefault(migration => !known.Contains(migration));
        if (applied.Exists(known.Contains) && unknown is not null)
        {
            throw new DatabaseUnusableException(
                $"What is in {_database.Name} was written by a newer version of this program (schema {unknown}, which this " +
                "version does not know). Start the newer version, or use another database.");
        }

        if (unknown is not null || (applied.Count == 0 && content == DatabaseContent.Tables))
        {
            throw new DatabaseUnusableException(
                $"What is in {_database.Name} was written by another program, or by a version of this one that this one cannot " +
                "read. Use a database of its own.");
        }

        return applied;
    }
}
