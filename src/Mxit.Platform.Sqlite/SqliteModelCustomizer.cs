using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// SQLite has one writer and so one lane, and the message log is in the order of positions already: the index by lane and position would
/// only be one more page that each commit writes.
/// </summary>
internal sealed class SqliteModelCustomizer(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    /// <inheritdoc/>
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        var messages = modelBuilder.Entity<Message>().Metadata;
        messages.RemoveIndex([messages.FindProperty(nameof(Message.Lane))!, messages.FindProperty(nameof(Message.Position))!]);
    }
}
