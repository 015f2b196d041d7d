using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// Checkpoints the write-ahead log, beside the writer. SQLite on its own does that within the commit that fills the log,
/// and everybody who waits for this commit would wait for thousands of pages too.
/// </summary>
internal sealed partial class SqliteCheckpointer : IAsyncDisposable
{
    // 32 MiB: a page that many messages touch goes into the file once for all of them, and the log stays small enough to be read
    // fast after a crash.
    private const int Pages = 8_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteWriteGate _gate;
    private readonly ILogger _logger;
    private readonly SingleThread _thread = new("checkpoints");
    private Task _running = Task.CompletedTask;

    /// <summary>Begins with nothing to do.</summary>
    /// <param name="connection">A connection of its own.</param>
    /// <param name="gate">What writers pass.</param>
    /// <param name="logger">Logs failures.</param>
    public SqliteCheckpointer(SqliteConnection connection, SqliteWriteGate gate, ILogger logger) =>
        (_connection, _gate, _logger) = (connection, gate, logger);

    /// <summary>The writer has committed. Begins to checkpoint the log when it has grown enough.</summary>
    /// <param name="writer">The writer's connection, which counts the pages that it writes.</param>
    public void Committed(SqliteConnection writer)
    {
        if (_running.IsCompleted && CountPages(writer, reset: 0) >= Pages)
        {
            CountPages(writer, reset: 1);
            _running = _thread.RunAsync(RunAsync);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _running;
        _thread.Dispose();
        await _connection.DisposeAsync();
    }

    private static int CountPages(SqliteConnection writer, int reset)
    {
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_db_status(writer.Handle!, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, reset), writer.Handle!);
        return pages;
    }

    // The log begins anew only when all of it is in the file at a moment when nobody writes. The first time finds most of it, the
    // second what was written meanwhile, so that the last, which holds up writers, finds little.
    private async Task RunAsync()
    {
        try
        {
            RunCheckpoint();
            RunCheckpoint();
            await _gate.EnterAsync(CancellationToken.None);
            try
            {
                RunCheckpoint();
            }
            finally
            {
                _gate.Leave();
            }
        }
        catch (SqliteException failure)
        {
            // Nothing is lost: the log goes on growing, and is checkpointed once that is possible again.
            LogCheckpointFailed(failure);
        }
    }

    private void RunCheckpoint()
    {
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle!, null, raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        if (result != raw.SQLITE_BUSY) // Otherwise another connection is doing it.
        {
            SqliteException.ThrowExceptionForRC(result, _connection.Handle!);
        }
    }

    [LoggerMessage(
        LogLevel.Warning, "The write-ahead log could not be folded into the database file; it grows until this succeeds.")]
    private partial void LogCheckpointFailed(Exception failure);
}
