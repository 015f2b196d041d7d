using Microsoft.Data.Sqlite;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Writes down who does not get which message.</summary>
internal sealed class SqliteFailures : IDisposable
{
    private const string Add = """
        INSERT INTO "DeliveryFailures" ("MessagePosition", "RecipientId", "SenderId", "Reason", "ChangedUtc", "Change")
        VALUES (@position, @recipient, @sender, @reason, @now, @change)
        """;

    private readonly SqliteCounter _counter;
    private readonly SqliteCommand _add;

    public SqliteFailures(SqliteConnection connection)
    {
        _counter = new SqliteCounter(connection);
        _add = connection.Prepared(Add, "@position", "@recipient", "@sender", "@reason", "@now", "@change");
    }

    public void Write(SqliteTransaction transaction, List<RefusedDelivery> refused, DateTime nowUtc)
    {
        _add.Transaction = transaction;
        var change = _counter.Read(transaction);
        foreach (var (position, recipientId, senderId, reason) in refused)
        {
            _add.Run(position, recipientId, senderId, (int)reason, nowUtc, ++change);
        }

        _counter.Move(change);
    }

    public void Dispose()
    {
        _counter.Dispose();
        _add.Dispose();
    }
}
