using Microsoft.EntityFrameworkCore;

namespace Mxit.Platform.Data;

/// <summary>Brings the schema up to date.</summary>
public sealed class SchemaMigrator
{
    private readonly IDbContextFactory<MxitDbContext> _contexts;

    internal SchemaMigrator(IDbContextFactory<MxitDbContext> contexts) => _contexts = contexts;

    /// <summary>Makes the schema, or brings an older one up to date; what is in it stays.</summary>
    /// <exception cref="InvalidOperationException">The database was written by a newer version of this program.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        if (await context.Database.CanConnectAsync(cancellationToken))
        {
            var applied = await context.Database.GetAppliedMigrationsAsync(cancellationToken);
            if (applied.LastOrDefault(migration => !known.Contains(migration)) is { } unknown)
            {
                throw new InvalidOperationException(
                    $"The database was written by a newer version of this program (schema {unknown}, which this version " +
                    "does not know). Start the newer version, or use another database.");
            }
        }

        await context.Database.MigrateAsync(cancellationToken);
    }
}
