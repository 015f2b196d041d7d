using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Npgsql;
using NpgsqlTypes;
using static Mxit.Platform.PostgreSql.Parameters;

namespace Mxit.Platform.PostgreSql;

/// <summary>Acknowledgements on PostgreSQL: what they are about is found in one statement and written in another.</summary>
internal sealed class PostgresAcknowledgementLog(NpgsqlDataSource source, TimeProvider clock) : IAcknowledgementLog
{
    private const string ReadCounter = """SELECT "LastChange" FROM "DeliveryCounter" WHERE "Id" = 1 FOR UPDATE""";

    // OFFSET 0 keeps each part to itself, looked up acknowledgement by acknowledgement in its own index; joined as a whole, the
    // estimate of a bad day could read the table from end to end.
    private const string Find = """
        SELECT e."OwnerId", e."Cursor", e."PeerId", bool_or(m.read)
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bool[]) AS m(owner, peer, up_to, read)
        CROSS JOIN LATERAL (
            (SELECT w."OwnerId", w."Cursor", w."PeerId" FROM "InboxEntries" AS w
                WHERE w."OwnerId" = m.owner AND w."State" = 0 AND w."ExpiresUtc" > $5
                    AND w."Cursor" <= m.up_to AND (m.peer IS NULL OR w."PeerId" = m.peer)
                OFFSET 0)
            UNION ALL
            (SELECT u."OwnerId", u."Cursor", u."PeerId" FROM "InboxEntries" AS u
                WHERE m.read AND u."OwnerId" = m.owner AND u."State" = 1
                    AND u."Cursor" <= m.up_to AND (m.peer IS NULL OR u."PeerId" = m.peer)
                OFFSET 0)) AS e
        GROUP BY e."OwnerId", e."Cursor", e."PeerId"
        ORDER BY e."Cursor"
        """;

    private const string Update = """
        UPDATE "InboxEntries" AS e SET
            "DeliveredUtc" = COALESCE(e."DeliveredUtc", $5), "ReadUtc" = CASE WHEN c.read THEN $5 END, "Change" = c.change
        FROM unnest($1::text[], $2::bigint[], $3::bool[], $4::bigint[]) AS c(owner, cursor, read, change)
        WHERE e."OwnerId" = c.owner AND e."Cursor" = c.cursor
        """;

    private const string MoveCounter = """UPDATE "DeliveryCounter" SET "LastChange" = $1 WHERE "Id" = 1""";

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> WriteAsync(
        IReadOnlyList<Acknowledgement> acknowledgements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(acknowledgements);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var nowUtc = clock.GetStoredUtcNow();
        var found = await FindAsync(connection, acknowledgements, nowUtc, cancellationToken);
        if (found.Cursors.Count > 0)
        {
            await UpdateAsync(connection, found, nowUtc, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return found.Senders;
    }

    // Two statements, each of which sees what is committed when it begins: the second comes after whoever held the counter.
    private static async Task<Found> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<Acknowledgement> acknowledgements, DateTime nowUtc,
        CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlBatch(connection);
        find.BatchCommands.Add(new NpgsqlBatchCommand(ReadCounter));
        find.BatchCommands.Add(new NpgsqlBatchCommand(Find)
        {
            Parameters =
            {
                Array([.. acknowledgements.Select(acknowledgement => acknowledgement.OwnerId)], NpgsqlDbType.Text),
                Array([.. acknowledgements.Select(acknowledgement => acknowledgement.PeerId)], NpgsqlDbType.Text),
                Array([.. acknowledgements.Select(acknowledgement => acknowledgement.UpTo)], NpgsqlDbType.Bigint),
                Array([.. acknowledgements.Select(acknowledgement => acknowledgement.IsRead)], NpgsqlDbType.Boolean),
                new NpgsqlParameter<DateTime> { TypedValue = nowUtc },
            },
        });
        await using var rows = await find.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var found = new Found { LastChange = rows.GetInt64(0) };
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(rows.GetString(0), rows.GetInt64(1), rows.GetString(2), rows.GetBoolean(3));
        }

        return found;
    }

    private static async Task UpdateAsync(
        NpgsqlConnection connection, Found found, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var update = new NpgsqlBatch(connection);
        update.BatchCommands.Add(new NpgsqlBatchCommand(Update)
        {
            Parameters =
            {
                Array(found.Owners, NpgsqlDbType.Text),
                Array(found.Cursors, NpgsqlDbType.Bigint),
                Array(found.Reads, NpgsqlDbType.Boolean),
                Array(found.Changes, NpgsqlDbType.Bigint),
                new NpgsqlParameter<DateTime> { TypedValue = nowUtc },
            },
        });
        update.BatchCommands.Add(new NpgsqlBatchCommand(MoveCounter)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = found.LastChange } },
        });
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Found
    {
        public long LastChange { get; set; }

        public List<string> Owners { get; } = [];

        public List<long> Cursors { get; } = [];

        public List<bool> Reads { get; } = [];

        public List<long> Changes { get; } = [];

        public HashSet<string> Senders { get; } = new(StringComparer.Ordinal);

        public void Add(string owner, long cursor, string peer, bool read)
        {
            Owners.Add(owner);
            Cursors.Add(cursor);
            Reads.Add(read);
            Changes.Add(++LastChange);
            Senders.Add(peer);
        }
    }
}
