using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Mxit.Platform.PostgreSql;

/// <summary>Appends a batch to one lane of the log in one statement, which is one round trip and one commit.</summary>
internal sealed class PostgresAppender : IMessageWriter
{
    // A row that carries a key goes in only where its record went in, or was this very message's already (a batch of
    // unknown outcome, repeated). An expired record gives way. The rows that come back are those whose key was used before.
    private const string Sql = """
        WITH batch AS (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::bool[], $4::text[], $5::text[], $6::bool[], $7::text[],
                $8::bool[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[], $13::bytea[], $14::int[],
                $15::text[], $16::timestamptz[]) WITH ORDINALITY
                AS b(id, sender, app, recipients, body, markup, links, spool, accepted, expires, scope, key, hash, status,
                    answer, kept, n)),
        kept AS (
            INSERT INTO "IdempotencyRecords" AS r
                ("Scope", "Key", "BodyHash", "Status", "Answer", "MessageId", "ExpiresUtc")
            SELECT scope, key, hash, status, answer, id, kept FROM batch WHERE key IS NOT NULL ORDER BY scope, key
            ON CONFLICT ("Scope", "Key") DO UPDATE SET
                "BodyHash" = excluded."BodyHash", "Status" = excluded."Status", "Answer" = excluded."Answer",
                "MessageId" = excluded."MessageId", "ExpiresUtc" = excluded."ExpiresUtc"
            WHERE r."ExpiresUtc" <= $17 OR r."MessageId" = excluded."MessageId"
            RETURNING "MessageId"),
        appended AS (
            INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Links",
                "Spool", "AcceptedUtc", "ExpiresUtc")
            SELECT $18, id, sender, app, recipients, body, markup, links, spool, accepted, expires
            FROM batch WHERE key IS NULL OR id IN (SELECT "MessageId" FROM kept)
            ORDER BY n
            ON CONFLICT ("Id") DO NOTHING)
        SELECT n FROM batch WHERE key IS NOT NULL AND id NOT IN (SELECT "MessageId" FROM kept)
        """;

    // A lane whose row is missing was dispatched as far as its ranges say.
    private const string Register = """
        INSERT INTO "DispatchPositions" ("Lane", "Position")
        SELECT $1, COALESCE(max(r."LastPosition"), 0) FROM "DispatchRanges" AS r WHERE r."Lane" = $1
        ON CONFLICT ("Lane") DO NOTHING
        """;

    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _clock;
    private readonly NpgsqlCommand _append;
    private readonly List<Action<IReadOnlyList<PendingMessage>>> _columns = [];
    private readonly NpgsqlParameter<DateTime> _now = new() { NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private PostgresAppender(NpgsqlConnection connection, int lane, TimeProvider clock)
    {
        _connection = connection;
        _clock = clock;
        _append = new NpgsqlCommand(Sql, connection);
        Add(NpgsqlDbType.Uuid, static m => m.Id);
        Add(NpgsqlDbType.Text, static m => m.SenderId);
        Add(NpgsqlDbType.Boolean, static m => m.SenderIsApp);
        Add(NpgsqlDbType.Text, static m => m.Recipients);
        Add(NpgsqlDbType.Text, static m => m.Body);
        Add(NpgsqlDbType.Boolean, static m => m.ContainsMarkup);
        Add(NpgsqlDbType.Text, static m => m.Links);
        Add(NpgsqlDbType.Boolean, static m => m.Spool);
        Add(NpgsqlDbType.TimestampTz, static m => m.AcceptedUtc);
        Add(NpgsqlDbType.TimestampTz, static m => m.ExpiresUtc);
        Add(NpgsqlDbType.Text, static m => m.Record?.Scope);
        Add(NpgsqlDbType.Text, static m => m.Record?.Key);
        Add(NpgsqlDbType.Bytea, static m => m.Record?.BodyHash);
        Add(NpgsqlDbType.Integer, static m => m.Record?.Status);
        Add(NpgsqlDbType.Text, static m => m.Record?.Answer);
        Add(NpgsqlDbType.TimestampTz, static m => m.Record?.ExpiresUtc);
        _append.Parameters.Add(_now);
        _append.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
    }

    public static async Task<PostgresAppender> OpenAsync(
        NpgsqlConnection connection, int lane, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var register = new NpgsqlCommand(Register, connection);
        register.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
        await register.ExecuteNonQueryAsync(cancellationToken);
        await PostgresPositions.RaiseAsync(connection, cancellationToken);
        return new PostgresAppender(connection, lane, clock);
    }

    public async ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken)
    {
        foreach (var setColumn in _columns)
        {
            setColumn(appends);
        }

        _now.TypedValue = _clock.GetStoredUtcNow();
        if (!_append.IsPrepared)
        {
            await _append.PrepareAsync(cancellationToken);
        }

        await using var repeats = await _append.ExecuteReaderAsync(cancellationToken);
        while (await repeats.ReadAsync(cancellationToken))
        {
            appends[(int)repeats.GetInt64(0) - 1].IsRepeat = true;
        }

        return WriteResult.AppendsOnly;
    }

    public async ValueTask DisposeAsync()
    {
        await _append.DisposeAsync();
        await _connection.DisposeAsync();
    }

    // Columns rather than rows: the shape that unnest takes.
    private void Add<T>(NpgsqlDbType type, Func<PendingMessage, T> column)
    {
        var parameter = new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type };
        _append.Parameters.Add(parameter);
        _columns.Add(appends =>
        {
            var values = new T[appends.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = column(appends[i]);
            }

            parameter.TypedValue = values;
        });
    }
}
