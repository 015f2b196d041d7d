using Mxit.Platform.Messages;
using Npgsql;
using NpgsqlTypes;
using static Mxit.Platform.PostgreSql.Parameters;

namespace Mxit.Platform.PostgreSql;

/// <summary>
/// What PostgreSQL keeps of the end of what is dispatched, besides the ranges: the position of each lane and the last cursor.
/// Neither may be behind, or messages would arrive twice.
/// </summary>
internal sealed class PostgresDispatchEnd(NpgsqlConnection connection)
{
    private const string ReadPositions = """SELECT "Lane", "Position" FROM "DispatchPositions" """;

    private const string RaisePositions = """
        INSERT INTO "DispatchPositions" AS d ("Lane", "Position") SELECT * FROM unnest($1::int[], $2::bigint[])
        ON CONFLICT ("Lane") DO UPDATE SET "Position" = excluded."Position" WHERE d."Position" < excluded."Position"
        """;

    private const string RaiseCursor = """
        INSERT INTO "DispatchCursor" AS d ("Id", "LastCursor") VALUES (1, $1)
        ON CONFLICT ("Id") DO UPDATE SET "LastCursor" = excluded."LastCursor" WHERE d."LastCursor" < excluded."LastCursor"
        """;

    public async Task<Dictionary<int, long>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadPositions, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var positions = new Dictionary<int, long>();
        while (await rows.ReadAsync(cancellationToken))
        {
            positions.Add(rows.GetInt32(0), rows.GetInt64(1));
        }

        return positions;
    }

    public async Task RaiseAsync(DispatchEnd end, CancellationToken cancellationToken)
    {
        await using var raise = new NpgsqlBatch(connection);
        raise.BatchCommands.Add(new NpgsqlBatchCommand(RaisePositions)
        {
            Parameters =
            {
                Array([.. end.Positions.Keys], NpgsqlDbType.Integer),
                Array([.. end.Positions.Values], NpgsqlDbType.Bigint),
            },
        });
        raise.BatchCommands.Add(new NpgsqlBatchCommand(RaiseCursor)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = end.Cursor } },
        });
        await raise.ExecuteNonQueryAsync(cancellationToken);
    }
}
