using Microsoft.Data.Sqlite;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// One connection with prepared statements. It works in the caller's thread, see <see cref="SqliteMessageLog.RunWriterAsync"/>.
/// </summary>
internal sealed class SqliteMessageWriter : IMessageWriter
{
    private readonly SqliteConnection _connection;
    private readonly SqliteWriteGate _gate;
    private readonly SqliteCheckpointer _checkpoints;
    private readonly TimeProvider _clock;
    private readonly SqliteAppend _append;
    private readonly SqliteDispatch _dispatch;

    public SqliteMessageWriter(
        SqliteConnection connection,
        SqliteWriteGate gate,
        SqliteCheckpointer checkpoints,
        DispatchEnd end,
        IPresence presence,
        SpoolLimits limits,
        TimeProvider clock)
    {
        _connection = connection;
        _gate = gate;
        _checkpoints = checkpoints;
        _clock = clock;
        _append = new SqliteAppend(connection, end.Position);
        _dispatch = new SqliteDispatch(connection, end.Cursor, presence, limits);
    }

    public ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken) =>
        new(Write(appends, dispatchLimit, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        _append.Dispose();
        _dispatch.Dispose();
        await _connection.DisposeAsync();
        await _checkpoints.DisposeAsync();
    }

    private WriteResult Write(IReadOnlyList<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken)
    {
        _gate.Enter(cancellationToken);
        try
        {
            SqliteFileWatch.Check(_connection);
            using var transaction = _connection.BeginTransaction(deferred: false);
            var nowUtc = _clock.GetStoredUtcNow();
            var first = _append.Run(appends, nowUtc);
            _dispatch.Begin(transaction, first);
            var result = dispatchLimit > 0 ? _dispatch.Run(dispatchLimit, nowUtc) : WriteResult.AppendsOnly;
            transaction.Commit();
            _checkpoints.Committed(_connection);
            return result;
        }
        finally
        {
            _gate.Leave();
        }
    }
}
