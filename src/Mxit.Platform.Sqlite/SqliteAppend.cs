using Microsoft.Data.Sqlite;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// Appends messages to the log, with the responses kept under their keys. SQLite gives each the position after the greatest of
/// the log.
/// </summary>
internal sealed class SqliteAppend : IDisposable
{
    // An expired record gives way to a new one; a living one stays, and then no row has changed.
    private const string StoreResponse = """
        INSERT INTO "IdempotencyRecords" ("Scope", "Key", "BodyHash", "Status", "Answer", "MessageId", "ExpiresUtc")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT ("Scope", "Key") DO UPDATE SET
            "BodyHash" = excluded."BodyHash", "Status" = excluded."Status", "Answer" = excluded."Answer",
            "MessageId" = excluded."MessageId", "ExpiresUtc" = excluded."ExpiresUtc"
        WHERE "ExpiresUtc" <= ?8 OR "MessageId" = excluded."MessageId"
        """;

    private const string Append = """
        INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Links",
            "Spool", "AcceptedUtc", "ExpiresUtc", "Position")
        VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT ("Id") DO NOTHING
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _storeResponse;
    private readonly SqliteStatement _append;
    private long? _firstPosition;

    /// <summary>Prepares it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="named">
    /// The greatest position that anything names: the next message comes behind it, also where the end of the log is missing.
    /// </param>
    public SqliteAppend(SqliteConnection connection, long named)
    {
        _connection = connection;
        using var last = connection.Prepared("""SELECT MAX("Position") FROM "Messages" """);
        _firstPosition = (last.ExecuteScalar() as long? ?? 0) < named ? named + 1 : null;
        _storeResponse = new SqliteStatement(connection, StoreResponse);
        _append = new SqliteStatement(connection, Append);
    }

    /// <summary>Appends all of them, in their order.</summary>
    /// <returns>The position of the first one that is new; <see langword="null"/> when none is.</returns>
    public long? Run(IReadOnlyList<PendingMessage> appends, DateTime nowUtc)
    {
        long? first = null;
        for (var i = 0; i < appends.Count; i++)
        {
            var message = appends[i];
            message.IsRepeat = message.Record is { } record && !Keep(record, message.Id, nowUtc);
            if (!message.IsRepeat && Write(message))
            {
                first ??= raw.sqlite3_last_insert_rowid(_connection.Handle!);
            }
        }

        return first;
    }

    public void Dispose()
    {
        _storeResponse.Dispose();
        _append.Dispose();
    }

    private bool Keep(IdempotencyRecord record, Guid messageId, DateTime nowUtc)
    {
        _storeResponse.Bind(1, record.Scope);
        _storeResponse.Bind(2, record.Key);
        _storeResponse.Bind(3, record.BodyHash);
        _storeResponse.Bind(4, record.Status);
        _storeResponse.Bind(5, record.Answer);
        _storeResponse.Bind(6, messageId);
        _storeResponse.Bind(7, record.ExpiresUtc);
        _storeResponse.Bind(8, nowUtc);
        return _storeResponse.Write() > 0;
    }

    private bool Write(PendingMessage message)
    {
        _append.Bind(1, message.Id);
        _append.Bind(2, message.SenderId);
        _append.Bind(3, message.SenderIsApp);
        _append.Bind(4, message.Recipients);
        _append.Bind(5, message.Body);
        _append.Bind(6, message.ContainsMarkup);
        _append.Bind(7, message.Links);
        _append.Bind(8, message.Spool);
        _append.Bind(9, message.AcceptedUtc);
        _append.Bind(10, message.ExpiresUtc);
        _append.Bind(11, _firstPosition);
        var isNew = _append.Write() > 0;
        _firstPosition = isNew ? null : _firstPosition;
        return isNew;
    }
}
