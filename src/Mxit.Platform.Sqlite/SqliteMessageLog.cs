using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>The message path on SQLite: one writer that appends and dispatches in one transaction.</summary>
internal sealed class SqliteMessageLog(
    SqliteDatabase database,
    SqliteWriteGate gate,
    DispatchRepairStore repair,
    IPresence presence,
    SpoolLimits limits,
    TimeProvider clock,
    ILogger<SqliteMessageLog> logger) : IMessageLog
{
    // The ranges say it all.
    private static readonly Dictionary<int, long> NothingRemembered = [];

    /// <inheritdoc/>
    public int Writers => 1;

    /// <inheritdoc/>
    public bool WriterDispatches => true;

    /// <inheritdoc/>
    public async Task RunWriterAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var thread = new SingleThread("message writer");
        await thread.RunAsync(() => work(cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<IMessageWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var end = await repair.RunAsync(NothingRemembered, cancellationToken);
        var checkpoints = new SqliteCheckpointer(await database.OpenAsync(cancellationToken), gate, logger);
        SqliteConnection? connection = null;
        try
        {
            connection = await database.OpenWriterAsync(cancellationToken);
            return new SqliteMessageWriter(connection, gate, checkpoints, end, presence, limits, clock);
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            await checkpoints.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IMessageWriter?> OpenDispatcherAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("The one writer of SQLite dispatches too.");
}
