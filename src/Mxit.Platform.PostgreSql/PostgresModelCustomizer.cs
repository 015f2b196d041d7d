using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Mxit.Platform.PostgreSql;

/// <summary>What only PostgreSQL keeps: how far each of its lanes is dispatched, and a row for dispatchers to hold.</summary>
internal sealed class PostgresModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    /// <inheritdoc/>
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        modelBuilder.ApplyConfiguration(new DispatchPositionMapping());
        modelBuilder.ApplyConfiguration(new DispatchCursorMapping());
    }
}
