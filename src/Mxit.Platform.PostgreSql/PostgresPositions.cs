using Npgsql;

namespace Mxit.Platform.PostgreSql;

/// <summary>
/// The sequence that gives messages their positions. After a copy that was put back in part, or a change by hand, it may be
/// behind what was given out: then a message would get a position that the dispatcher has passed, and would never arrive.
/// </summary>
internal static class PostgresPositions
{
    private const string Sequence = """pg_get_serial_sequence('"Messages"', 'Position')::regclass""";

    // The greatest position that anything names, where it has not been given out.
    private const string FindAhead = $"""
        SELECT named FROM (SELECT GREATEST(
            (SELECT max("Position") FROM "Messages"),
            (SELECT max("Position") FROM "DispatchPositions"),
            (SELECT max("LastPosition") FROM "DispatchRanges"),
            (SELECT max("MessagePosition") FROM "DeliveryFailures"),
            (SELECT "MessagePosition" FROM "InboxEntries" ORDER BY "Cursor" DESC LIMIT 1)) AS named) AS greatest
        WHERE named > COALESCE(pg_sequence_last_value({Sequence}), 0)
        """;

    // Whoever appends draws a number after it has its lock of the table, so that nobody draws one in between.
    private const string Lock = """LOCK TABLE "Messages" IN SHARE ROW EXCLUSIVE MODE""";

    private const string Raise = $"SELECT setval({Sequence}, named) FROM ({FindAhead}) AS ahead";

    /// <summary>Sees to it that the next position is greater than all that there were.</summary>
    public static async Task RaiseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(FindAhead, connection);
        if (await find.ExecuteScalarAsync(cancellationToken) is not long)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var sql in (string[])[Lock, Raise])
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
