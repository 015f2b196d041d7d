using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Mxit.Platform.Data;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>A PostgreSQL server.</summary>
internal sealed class PostgresDatabase(NpgsqlDataSource source, string connectionString) : IDatabase
{
    private const int ProbeSeconds = 2;

    // Takes room, and gives it back.
    private const string Write = """
        CREATE TEMPORARY TABLE mxit_probe ON COMMIT DROP AS SELECT repeat('x', 1000) FROM generate_series(1, 64)
        """;

    private readonly ReadAgain.NothingDone _nothingDone = new();

    // What an extension has made says nothing of whose database it is.
    private const string CountTables = """
        SELECT count(*) FROM pg_class AS c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text = ANY (current_schemas(false)::text[])
            AND c.relname NOT LIKE '\_\_EF%'
            AND NOT EXISTS (
                SELECT FROM pg_depend AS d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """;

    /// <inheritdoc/>
    public string Name
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
            return $"the database {settings.Database ?? settings.Username} of PostgreSQL on {settings.Host}:{settings.Port}";
        }
    }

    /// <inheritdoc/>
    public void Claim()
    {
        // Several servers may work on one database: locks of sessions say who does what.
    }

    /// <inheritdoc/>
    public async Task<DatabaseContent> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand(CountTables);
            return (long)(await command.ExecuteScalarAsync(cancellationToken))! > 0
                ? DatabaseContent.Tables
                : DatabaseContent.Nothing;
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return DatabaseContent.Missing;
        }
    }

    /// <inheritdoc/>
    public void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.WithoutFailuresInLog();
        options.UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(typeof(PostgresDatabase).Assembly.FullName)
            .ExecutionStrategy(static dependencies => new ReadAgain(dependencies)));
        options.AddInterceptors(_nothingDone);
        options.ReplaceService<IModelCustomizer, PostgresModelCustomizer>();
    }

    /// <inheritdoc/>
    public async Task<string> AssertDurableAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var synchronousCommit = await ScalarAsync(connection, "SHOW synchronous_commit", cancellationToken);
        var fsync = await ScalarAsync(connection, "SHOW fsync", cancellationToken);
        if (synchronousCommit == "off" || fsync == "off")
        {
            throw new DatabaseUnusableException(
                $"PostgreSQL runs with synchronous_commit={synchronousCommit} and fsync={fsync}; accepted messages could be " +
                "lost. Neither may be off: ALTER DATABASE ... SET synchronous_commit = on.");
        }

        return $"PostgreSQL {connection.PostgreSqlVersion}, synchronous_commit={synchronousCommit}, fsync={fsync}";
    }

    /// <inheritdoc/>
    public Task HoldAsync(MxitDbContext context, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AdvisoryLocks.HoldAsync(context.Database, names, cancellationToken);
    }

    /// <inheritdoc/>
    public StorageFailure? FindFailureOrNull(DbException exception) => PostgresFailure.FindOrNull(exception);

    /// <inheritdoc/>
    public async Task<StorageFailure?> ProbeAsync(bool forWriting, CancellationToken cancellationToken)
    {
        // Not one of the pool, which may be in use to the last.
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = ProbeSeconds,
            CommandTimeout = ProbeSeconds,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        if (await ScalarAsync(connection, "SHOW transaction_read_only", cancellationToken) == "on")
        {
            return StorageFailure.ReadOnly;
        }

        if (forWriting)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var write = new NpgsqlCommand(Write, connection, transaction);
            await write.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return null;
    }

    private static async Task<string> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) ?? "";
    }
}
