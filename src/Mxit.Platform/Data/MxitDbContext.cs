using Microsoft.EntityFrameworkCore;

namespace Mxit.Platform.Data;

/// <summary>
/// The one database of the server. Only stores see it. It knows no table: each feature says with an
/// <see cref="IEntityTypeConfiguration{TEntity}"/> what its tables are.
/// </summary>
internal sealed class MxitDbContext(DbContextOptions<MxitDbContext> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MxitDbContext).Assembly);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
    }
}
