using Microsoft.Data.Sqlite;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Numbers for changes, see <see cref="DeliveryCounter"/>. A transaction that writes is alone anyway.</summary>
internal sealed class SqliteCounter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteCommand _read = connection.Prepared("""SELECT "LastChange" FROM "DeliveryCounter" WHERE "Id" = 1""");

    private readonly SqliteCommand _move =
        connection.Prepared("""UPDATE "DeliveryCounter" SET "LastChange" = @change WHERE "Id" = 1""", "@change");

    public long Read(SqliteTransaction transaction)
    {
        _read.Transaction = _move.Transaction = transaction;
        return (long)_read.ExecuteScalar()!;
    }

    public void Move(long change) => _move.Run(change);

    public void Dispose()
    {
        _read.Dispose();
        _move.Dispose();
    }
}
