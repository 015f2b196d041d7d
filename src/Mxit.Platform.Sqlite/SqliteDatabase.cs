using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>SQLite in the server's own process: WAL, and every commit on disk before it counts.</summary>
internal sealed partial class SqliteDatabase : IDatabase, IDisposable
{
    // A commit that finds so many pages (64 MiB) in the write-ahead log folds them into the file itself: twice of what the
    // checkpointer leaves there, for a server that is only read and administered, and for when the checkpointer does not get
    // there.
    private const int CheckpointPages = 16_000;

    // What SQLite and EF Core keep for themselves says nothing of whose database it is.
    private const string CountTables = """
        SELECT COUNT(*) FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE '\_\_EF%' ESCAPE '\'
        """;

    // In KiB (32 MiB). Inboxes are many places of the file; with the default of 2 MiB each of them would be read again for each
    // message.
    private const int WriterCacheKiB = 32_768;

    // Whoever commits just now will tell what is wrong.
    private static readonly TimeSpan GateLimit = TimeSpan.FromMilliseconds(500);

    private readonly SqliteFile _file;
    private readonly SqliteFileWatch _watch;
    private readonly SqliteWriteGate _gate;
    private readonly SqliteLibrary _library;
    private readonly ILogger _logger;
    private readonly SqliteWriteGateInterceptor _gateInterceptor;
    private readonly ConnectionInterceptor _connectionInterceptor;
    private bool _isDisposed;

    /// <summary>Touches nothing yet.</summary>
    /// <param name="connectionString">Where the file is.</param>
    /// <param name="gate">What writers pass.</param>
    /// <param name="library">The library that is loaded.</param>
    /// <param name="logger">Logs what is done to the files.</param>
    public SqliteDatabase(string connectionString, SqliteWriteGate gate, SqliteLibrary library, ILogger<SqliteDatabase> logger)
    {
        _file = new SqliteFile(connectionString, logger);
        _watch = new SqliteFileWatch(_file.Path);
        _gate = gate;
        _library = library;
        _logger = logger;
        _gateInterceptor = new SqliteWriteGateInterceptor(gate);
        _connectionInterceptor = new ConnectionInterceptor(_watch);
    }

    /// <inheritdoc/>
    public string Name => $"the file {_file.Path}";

    /// <inheritdoc/>
    public void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.WithoutFailuresInLog();
        options.UseSqlite(_file.ConnectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly.FullName));
        options.ReplaceService<IModelCustomizer, SqliteModelCustomizer>();
        options.AddInterceptors(_gateInterceptor, _connectionInterceptor);
    }

    /// <inheritdoc/>
    public void Claim()
    {
        _library.AssertSafe();
        _file.Claim();
    }

    /// <inheritdoc/>
    public async Task<DatabaseContent> LookAsync(CancellationToken cancellationToken)
    {
        _library.AssertSafe();
        if (!_file.Exists())
        {
            return DatabaseContent.Missing;
        }

        try
        {
            await using var connection = await OpenAsync(cancellationToken);
            return Convert.ToInt64(Scalar(connection, CountTables), CultureInfo.InvariantCulture) > 0
                ? DatabaseContent.Tables
                : DatabaseContent.Nothing;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_NOTADB)
        {
            throw new DatabaseUnusableException(
                $"{_file.Path} is not a database of SQLite. Name another one, or put the file back from a copy.");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == raw.SQLITE_CANTOPEN)
        {
            throw _file.CannotBeOpened();
        }
    }

    /// <inheritdoc/>
    public async Task<string> AssertDurableAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var journal = Convert.ToString(Scalar(connection, "PRAGMA journal_mode=WAL"), CultureInfo.InvariantCulture);
        var synchronous = Convert.ToInt32(Scalar(connection, "PRAGMA synchronous"), CultureInfo.InvariantCulture);
        if (journal != "wal" || synchronous < 2)
        {
            throw new DatabaseUnusableException(
                $"SQLite runs with journal_mode={journal} and synchronous={synchronous}; accepted messages could be lost. " +
                "journal_mode=wal and synchronous=2 (FULL) are needed. A file system without shared memory, such as a " +
                "network drive, cannot do WAL: move the data folder to a local disk.");
        }

        _watch.Found();
        return $"SQLite {_library.VersionText}, journal_mode={journal}, synchronous={(synchronous == 2 ? "FULL" : "EXTRA")}";
    }

    /// <inheritdoc/>
    public Task HoldAsync(MxitDbContext context, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.CompletedTask; // A transaction is the only one that writes from its first moment on.

    /// <inheritdoc/>
    public StorageFailure? FindFailureOrNull(DbException exception) => _watch.FindFailureOrNull(exception);

    /// <inheritdoc/>
    public async Task<StorageFailure?> ProbeAsync(bool forWriting, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (!forWriting && !_watch.IsShortOfRoom)
        {
            return null;
        }

        if (!await _gate.TryEnterAsync(GateLimit, cancellationToken))
        {
            return StorageFailure.Busy;
        }

        try
        {
            // A page is written and committed, with what it holds already.
            Scalar(connection, $"PRAGMA user_version={version}");
            return null;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>
    /// Checkpoints the write-ahead log, so that a copy of the file alone is whole, and lets the next server have it.
    /// Those who use the database have ended.
    /// </summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_connectionInterceptor.HasConnected)
            {
                RunCheckpoint();
            }

            _file.Dispose();
        }
    }

    /// <summary>Opens the connection of the message writer, with a large cache.</summary>
    internal async Task<SqliteConnection> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        Scalar(connection, $"PRAGMA cache_size=-{WriterCacheKiB}");
        return connection;
    }

    internal async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        _watch.CheckBeforeOpening();
        var connection = new SqliteConnection(_file.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            SqliteFileWatch.Check(connection);
            _connectionInterceptor.Prepare(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private void RunCheckpoint()
    {
        using var connection = new SqliteConnection(_file.ConnectionString);
        try
        {
            connection.Open();
            Scalar(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException failure)
        {
            // What is not a database has no log.
            if (failure.SqliteErrorCode != raw.SQLITE_NOTADB)
            {
                LogCheckpointFailed(failure);
            }
        }

        // Those that wait in the pool are open. The last one that is closed removes the log.
        SqliteConnection.ClearPool(connection);
    }

    private static object? Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The write-ahead log could not be folded into the database file: copy the files beside it too, if you copy it.")]
    private partial void LogCheckpointFailed(Exception failure);

    /// <summary>The journal mode stays with the file, these settings only with the connection.</summary>
    private sealed class ConnectionInterceptor(SqliteFileWatch file) : DbConnectionInterceptor
    {
        private volatile bool _hasConnected;

        public bool HasConnected => _hasConnected;

        public void Prepare(DbConnection connection)
        {
            _hasConnected = true;
            Scalar(connection, "PRAGMA synchronous=FULL");
            Scalar(connection, $"PRAGMA wal_autocheckpoint={CheckpointPages}");
        }

        public override InterceptionResult ConnectionOpening(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        {
            file.CheckBeforeOpening();
            return result;
        }

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            file.CheckBeforeOpening();
            return ValueTask.FromResult(result);
        }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            SqliteFileWatch.Check((SqliteConnection)connection);
            Prepare(connection);
        }

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
