using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Npgsql;
using NpgsqlTypes;
using static Mxit.Platform.PostgreSql.Parameters;

namespace Mxit.Platform.PostgreSql;

/// <summary>Moves messages from all lanes of the log to inboxes, in the order of their numbers.</summary>
internal sealed class PostgresDispatcher(
    NpgsqlConnection connection, IPresence presence, SpoolLimits limits, TimeProvider clock) : IMessageWriter
{
    // One statement, so that all lanes are seen as of one moment.
    private const string ReadLog = """
        SELECT m."Lane", m."Position", m."SenderId", m."SenderIsApp", m."Recipients", m."Spool", m."ExpiresUtc", d."Position"
        FROM "DispatchPositions" AS d
        CROSS JOIN LATERAL (
            SELECT l."Lane", l."Position", l."SenderId", l."SenderIsApp", l."Recipients", l."Spool", l."ExpiresUtc"
            FROM "Messages" AS l WHERE l."Lane" = d."Lane" AND l."Position" > d."Position"
            ORDER BY l."Position" LIMIT $1) AS m
        ORDER BY m."Position" LIMIT $1
        """;

    private const string ReadCursor = """SELECT "LastCursor" FROM "DispatchCursor" WHERE "Id" = 1 FOR UPDATE""";

    private const string AddReceived = """
        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "ExpiresUtc")
        SELECT c.owner, c.cursor, c.peer, true, c.position, c.expires
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::timestamptz[])
            AS c(owner, cursor, peer, position, expires)
        JOIN "Contacts" AS k ON k."OwnerId" = c.owner AND k."PeerId" = c.peer AND k."Subscription" = 66 AND NOT k."Blocked"
        RETURNING "OwnerId", "Cursor"
        """;

    private const string AddSent = """
        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "PeerCursor")
        SELECT c.owner, c.cursor, c.peer, false, c.position, c.received
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[])
            AS c(owner, cursor, peer, position, received)
        """;

    // Only from where the log was read: somebody else who dispatches, though nobody should, has moved it.
    private const string MovePositions = """
        UPDATE "DispatchPositions" AS d SET "Position" = c.position
        FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS c(lane, position, before)
        WHERE d."Lane" = c.lane AND d."Position" = c.before
        """;

    private const string MoveCursor = """UPDATE "DispatchCursor" SET "LastCursor" = $1 WHERE "Id" = 1""";

    // The earliest of the two times, where the cleaner may have set the old one to NULL, which LEAST passes over.
    private const string WriteRanges = """
        INSERT INTO "DispatchRanges" AS r
            ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor", "NextExpiryUtc")
        SELECT * FROM unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[])
        ON CONFLICT ("Lane", "FirstPosition") DO UPDATE SET
            "LastPosition" = excluded."LastPosition", "LastCursor" = excluded."LastCursor",
            "NextExpiryUtc" = LEAST(r."NextExpiryUtc", excluded."NextExpiryUtc")
        """;

    private const int MinMessages = 16;
    private const int MaxMessages = 5_000;

    private readonly OpenRanges _ranges = new();
    private readonly PostgresSpool _spool = new(connection, limits);
    private readonly PostgresFailures _failures = new(connection);

    // How many messages to ask for, so that they have about as many recipients as one pass takes: what is read beyond that
    // was read in vain. Learnt from the pass before.
    private int _messagesToRead = 100;

    public async ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var read = await ReadAsync(dispatchLimit, cancellationToken);
        if (read.Messages.Count == 0)
        {
            return new WriteResult([], 0, false);
        }

        var nowUtc = clock.GetStoredUtcNow();
        await _spool.ScalarAsync(read.Messages, nowUtc, cancellationToken);
        var firstCursor = 1 + (long)(await ScalarAsync(ReadCursor, cancellationToken)
            ?? throw new InvalidOperationException("The row that holds the last cursor is missing."));
        var pass = Plan(read.Messages, firstCursor);
        var news = new HashSet<string>(StringComparer.Ordinal);
        var arrived = await AddReceivedAsync(pass.Received, news, cancellationToken);
        await AddSentAsync(pass.Sent, arrived, news, cancellationToken);
        pass.Refused.AddRange(pass.Received.Except(arrived));
        await _failures.WriteAsync(pass.Refused, nowUtc, cancellationToken);
        await MoveAsync(read, firstCursor, pass.LastCursor, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new WriteResult(news, read.Recipients, read.More)
        {
            FailuresFor = pass.Refused.Count == 0
                ? []
                : pass.Refused.Select(refused => refused.SenderId).ToHashSet(StringComparer.Ordinal),
        };
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private Pass Plan(List<LoggedMessage> messages, long firstCursor)
    {
        var pass = new Pass { LastCursor = firstCursor - 1 };
        foreach (var message in messages)
        {
            foreach (var userId in message.Recipients.Split(','))
            {
                var candidate = 0L;
                if (!message.IsKeptFor(userId, presence))
                {
                    pass.Refused.Add(
                        new RefusedDelivery(message.Position, userId, message.SenderId, DeliveryFailureReason.Offline));
                }
                else if (!limits.TryTake(userId, message.SenderId))
                {
                    pass.Refused.Add(
                        new RefusedDelivery(message.Position, userId, message.SenderId, DeliveryFailureReason.SpoolFull));
                }
                else
                {
                    candidate = ++pass.LastCursor;
                    pass.Received.Add(userId, candidate, message.SenderId, message.Position, message.ExpiresUtc);
                }

                if (!message.SenderIsApp)
                {
                    pass.Sent.Add(message.SenderId, ++pass.LastCursor, userId, message.Position, message.ExpiresUtc, candidate);
                }
            }
        }

        return pass;
    }

    private async Task<Reading> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var read = new Reading();
        await using var command = new NpgsqlCommand(ReadLog, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _messagesToRead + 1 });
        await using var log = await command.ExecuteReaderAsync(cancellationToken);
        while (await log.ReadAsync(cancellationToken))
        {
            if (read.Recipients >= limit || read.Messages.Count == _messagesToRead)
            {
                _messagesToRead = (int)Math.Clamp((long)limit * read.Messages.Count / read.Recipients, MinMessages, MaxMessages);
                read.More = true;
                break;
            }

            var message = new LoggedMessage(
                log.GetInt32(0), log.GetInt64(1), log.GetString(2), log.GetBoolean(3), log.GetString(4), log.GetBoolean(5),
                log.GetDateTime(6));
            read.Messages.Add(message);
            read.Before[message.Lane] = log.GetInt64(7);
            read.Recipients += message.Recipients.AsSpan().Count(',') + 1;
        }

        return read;
    }

    private async Task<HashSet<long>> AddReceivedAsync(
        Entries received, HashSet<string> news, CancellationToken cancellationToken)
    {
        var arrived = new HashSet<long>();
        if (received.Owners.Count == 0)
        {
            return arrived;
        }

        await using var command = new NpgsqlCommand(AddReceived, connection);
        received.AddTo(command);
        command.Parameters.Add(Array(received.Expires, NpgsqlDbType.TimestampTz));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            news.Add(rows.GetString(0));
            arrived.Add(rows.GetInt64(1));
        }

        return arrived;
    }

    private async Task AddSentAsync(
        Entries sent, HashSet<long> arrived, HashSet<string> news, CancellationToken cancellationToken)
    {
        if (sent.Owners.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(AddSent, connection);
        sent.AddTo(command);
        command.Parameters.Add(Array(
            sent.Candidates.ConvertAll(cursor => arrived.Contains(cursor) ? cursor : (long?)null), NpgsqlDbType.Bigint));
        await command.ExecuteNonQueryAsync(cancellationToken);
        news.UnionWith(sent.Owners);
    }

    private async Task MoveAsync(Reading read, long firstCursor, long lastCursor, CancellationToken cancellationToken)
    {
        var ranges = read.Messages.GroupBy(message => message.Lane)
            .Select(lane => _ranges.Extend(
                lane.Key, lane.First().Position, lane.Last().Position, firstCursor, lastCursor,
                lane.Min(message => message.ExpiresUtc)))
            .ToList();
        await using var move = new NpgsqlBatch(connection);
        move.BatchCommands.Add(new NpgsqlBatchCommand(WriteRanges)
        {
            Parameters =
            {
                Array(ranges.ConvertAll(range => range.Lane), NpgsqlDbType.Integer),
                Array(ranges.ConvertAll(range => range.FirstPosition), NpgsqlDbType.Bigint),
                Array(ranges.ConvertAll(range => range.LastPosition), NpgsqlDbType.Bigint),
                Array(ranges.ConvertAll(range => range.FirstCursor), NpgsqlDbType.Bigint),
                Array(ranges.ConvertAll(range => range.LastCursor), NpgsqlDbType.Bigint),
                Array(ranges.ConvertAll(range => range.NextExpiryUtc), NpgsqlDbType.TimestampTz),
            },
        });
        var positions = new NpgsqlBatchCommand(MovePositions)
        {
            Parameters =
            {
                Array(ranges.ConvertAll(range => range.Lane), NpgsqlDbType.Integer),
                Array(ranges.ConvertAll(range => range.LastPosition), NpgsqlDbType.Bigint),
                Array(ranges.ConvertAll(range => read.Before[range.Lane]), NpgsqlDbType.Bigint),
            },
        };
        move.BatchCommands.Add(positions);
        move.BatchCommands.Add(new NpgsqlBatchCommand(MoveCursor)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = lastCursor } },
        });
        await move.ExecuteNonQueryAsync(cancellationToken);
        if (positions.RecordsAffected != ranges.Count)
        {
            throw new InvalidOperationException(
                "Somebody else has dispatched the same messages; only one server at a time should.");
        }
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>What one pass has read of the log.</summary>
    private sealed class Reading
    {
        public List<LoggedMessage> Messages { get; } = [];

        /// <summary>Where each lane of them was dispatched up to.</summary>
        public Dictionary<int, long> Before { get; } = [];

        public int Recipients { get; set; }

        public bool More { get; set; }
    }

    private sealed class Pass
    {
        public long LastCursor { get; set; }

        public Entries Received { get; } = new();

        public Entries Sent { get; } = new();

        public List<RefusedDelivery> Refused { get; } = [];
    }

    // Columns rather than rows: the shape that unnest takes.
    private sealed class Entries
    {
        public List<string> Owners { get; } = [];

        public List<long> Cursors { get; } = [];

        public List<string> Peers { get; } = [];

        public List<long> Positions { get; } = [];

        public List<DateTime> Expires { get; } = [];

        public List<long> Candidates { get; } = [];

        public void Add(string owner, long cursor, string peer, long position, DateTime expires, long candidate = 0)
        {
            Owners.Add(owner);
            Cursors.Add(cursor);
            Peers.Add(peer);
            Positions.Add(position);
            Expires.Add(expires);
            Candidates.Add(candidate);
        }

        public void AddTo(NpgsqlCommand command)
        {
            command.Parameters.Add(Array(Owners, NpgsqlDbType.Text));
            command.Parameters.Add(Array(Cursors, NpgsqlDbType.Bigint));
            command.Parameters.Add(Array(Peers, NpgsqlDbType.Text));
            command.Parameters.Add(Array(Positions, NpgsqlDbType.Bigint));
        }

        /// <summary>Those that the database left out, which it does where the sender is not welcome.</summary>
        public IEnumerable<RefusedDelivery> Except(HashSet<long> arrived)
        {
            for (var index = 0; arrived.Count < Cursors.Count && index < Cursors.Count; index++)
            {
                if (!arrived.Contains(Cursors[index]))
                {
                    yield return new RefusedDelivery(
                        Positions[index], Owners[index], Peers[index], DeliveryFailureReason.NotContact);
                }
            }
        }
    }
}
