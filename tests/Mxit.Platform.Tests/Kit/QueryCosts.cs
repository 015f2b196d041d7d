using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Mxit.Platform.Tests.Kit;

/// <summary>
/// Adds up what queries of EF Core cost the database, in a unit that does not depend on the machine: steps of SQLite's virtual
/// machine, blocks that PostgreSQL looks into.
/// </summary>
internal sealed class QueryCosts : DbCommandInterceptor
{
    private long _total;

    /// <summary>What the queries within an action cost.</summary>
    public async Task<long> OfAsync(Func<Task> action)
    {
        var before = _total;
        await action();
        return _total - before;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (command.Connection is SqliteConnection sqlite)
        {
            raw.sqlite3_progress_handler(sqlite.Handle!, 1, _ => { _total++; return 0; }, null);
        }
        else if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
            || command.CommandText.StartsWith("WITH", StringComparison.Ordinal))
        {
            _total += await CountBlocksAsync(command, cancellationToken);
        }

        return result;
    }

    public override ValueTask<InterceptionResult> DataReaderClosingAsync(
        DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
    {
        if (command.Connection is SqliteConnection sqlite)
        {
            raw.sqlite3_progress_handler(sqlite.Handle!, 0, null, null);
        }

        return ValueTask.FromResult(result);
    }

    // The query runs once more, and tells. What writes must not.
    private static async Task<long> CountBlocksAsync(DbCommand command, CancellationToken cancellationToken)
    {
        var query = command.CommandText;
        try
        {
            command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + query;
            using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(cancellationToken))!);
            var root = plan.RootElement[0].GetProperty("Plan");
            return root.GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Shared Read Blocks").GetInt64();
        }
        finally
        {
            command.CommandText = query;
        }
    }
}
