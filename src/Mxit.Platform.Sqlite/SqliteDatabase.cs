using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Mxit.Platform.Data;

namespace Mxit.Platform.Sqlite;

/// <summary>SQLite in the server's own process: WAL, and every commit on disk before it counts.</summary>
public sealed class SqliteDatabase(string connectionString, SqliteWriteGate gate) : IDatabase
{
    private readonly SqliteWriteGateInterceptor _gateInterceptor = new(gate);
    private readonly DurabilityInterceptor _durabilityInterceptor = new();

    /// <inheritdoc/>
    public void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly(typeof(SqliteDatabase).Assembly.FullName));
        options.AddInterceptors(_gateInterceptor, _durabilityInterceptor);
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

    internal async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            MakeDurable(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The journal mode stays with the file, this setting only with the connection.
    private static void MakeDurable(DbConnection connection) => Ask(connection, "PRAGMA synchronous=FULL");

    private static object? Ask(DbConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return command.ExecuteScalar();
    }

    private sealed class DurabilityInterceptor : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            MakeDurable(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            MakeDurable(connection);
            return Task.CompletedTask;
        }
    }
}
