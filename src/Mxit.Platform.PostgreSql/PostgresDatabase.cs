using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Mxit.Platform.Data;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>A PostgreSQL server.</summary>
public sealed class PostgresDatabase(NpgsqlDataSource source) : IDatabase
{
    /// <inheritdoc/>
    public void Configure(DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.UseNpgsql(source, npgsql => npgsql.MigrationsAssembly(typeof(PostgresDatabase).Assembly.FullName));
        options.ReplaceService<IModelCustomizer, PostgresModelCustomizer>();
    }

    /// <inheritdoc/>
    public async Task<string> AssertDurableAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var synchronousCommit = await AskAsync(connection, "SHOW synchronous_commit", cancellationToken);
        var fsync = await AskAsync(connection, "SHOW fsync", cancellationToken);
        if (synchronousCommit == "off" || fsync == "off")
        {
            throw new InvalidOperationException(
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

    private static async Task<string> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) ?? "";
    }
}
