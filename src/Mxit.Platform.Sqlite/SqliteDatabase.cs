using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Mxit.Platform.Data;

namespace Mxit.Platform.Sqlite;

/// <summary>SQLite in the server's own process: WAL, and every commit on disk before it counts.</summary>
public sealed class SqliteDatabase(string connectionString, SqliteWriteGate gate) : IDatabase
{
    // A commit that finds so many pages (64 MiB) in the write-ahead log folds them into the file itself: twice of what the checkpointer
    // leaves there, for a server that is only read and administered, and for when the checkpointer does not get there.
    private const int CheckpointPages = 16_000;

    // In KiB (32 MiB). Inboxes are many places of the file; with the default of 2 MiB each of them would be read again for each message.
    private const int WriterCacheKiB = 32_768;

    private readonly SqliteWriteGateInterceptor _gateInterceptor = new(gate);
    private readonly ConnectionInterceptor _connectionInterceptor = new();

    /// <inheritdoc/>
    public void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly.FullName));
        options.ReplaceService<IModelCustomizer, SqliteModelCustomizer>();
        options.AddInterceptors(_gateInterceptor, _connectionInterceptor);
    }

    /// <inheritdoc/>
    public async Task<string> AssertDurableAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var journal = Convert.ToString(Ask(connection, "PRAGMA journal_mode=WAL"), CultureInfo.InvariantCulture);
        var synchronous = Convert.ToInt32(Ask(connection, "PRAGMA synchronous"), CultureInfo.InvariantCulture);
        if (journal != "wal" || synchronous < 2)
        {
            throw new InvalidOperationException(
                $"SQLite runs with journal_mode={journal} and synchronous={synchronous}; accepted messages could be lost. " +
                "journal_mode=wal and synchronous=2 (FULL) are needed. A file system without shared memory, such as a " +
                "network drive, cannot do WAL: move the data folder to a local disk.");
        }

        return $"SQLite, journal_mode={journal}, synchronous={(synchronous == 2 ? "FULL" : "EXTRA")}";
    }

    /// <inheritdoc/>
    public Task HoldAsync(MxitDbContext context, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.CompletedTask; // A transaction is the only one that writes from its first moment on.

    /// <summary>Opens the connection of the message writer, with a large cache.</summary>
    internal async Task<SqliteConnection> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        Ask(connection, $"PRAGMA cache_size=-{WriterCacheKiB}");
        return connection;
    }

    internal async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            Prepare(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The journal mode stays with the file, these settings only with the connection.
    private static void Prepare(DbConnection connection)
    {
        Ask(connection, "PRAGMA synchronous=FULL");
        Ask(connection, $"PRAGMA wal_autocheckpoint={CheckpointPages}");
    }

    private static object? Ask(DbConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return command.ExecuteScalar();
    }

    private sealed class ConnectionInterceptor : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            Prepare(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Prepare(connection);
            return Task.CompletedTask;
        }
    }
}
