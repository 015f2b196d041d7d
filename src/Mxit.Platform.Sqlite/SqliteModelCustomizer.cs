using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// The message log as SQLite has it, where every page that a commit writes costs as much as the rows in it. There is one writer
/// and so one lane, which is in the order of positions already: no index. And no message is ever removed from the log, so the
/// next position is always one more than the greatest: no table that remembers it.
/// </summary>
internal sealed class SqliteModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    /// <inheritdoc/>
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        var messages = modelBuilder.Entity<Message>().Metadata;
        var position = messages.FindProperty(nameof(Message.Position))!;
        messages.RemoveIndex([messages.FindProperty(nameof(Message.Lane))!, position]);

        // SQLite itself still gives positions. EF Core, which never writes to the log, would ask for the table otherwise.
        position.ValueGenerated = ValueGenerated.Never;
    }
}
