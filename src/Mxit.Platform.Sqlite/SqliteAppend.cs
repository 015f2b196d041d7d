using Microsoft.Data.Sqlite;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Appends messages to the log, with the answers kept under their keys.</summary>
internal sealed class SqliteAppend : IDisposable
{
    // An expired record gives way to a new one; a living one stays, and then no row has changed.
    private const string KeepAnswer = """
        INSERT INTO "IdempotencyRecords" ("Scope", "Key", "BodyHash", "Status", "Answer", "MessageId", "ExpiresUtc")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT ("Scope", "Key") DO UPDATE SET
            "BodyHash" = excluded."BodyHash", "Status" = excluded."Status", "Answer" = excluded."Answer",
            "MessageId" = excluded."MessageId", "ExpiresUtc" = excluded."ExpiresUtc"
        WHERE "ExpiresUtc" <= ?8 OR "MessageId" = excluded."MessageId"
        """;

    private const string Append = """
        INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Links",
            "Spool", "AcceptedUtc", "ExpiresUtc")
        VALUES (0, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT ("Id") DO NOTHING
        """;

    private readonly SqliteStatement _keepAnswer;
    private readonly SqliteStatement _append;

    public SqliteAppend(SqliteConnection connection)
    {
        _keepAnswer = new SqliteStatement(connection, KeepAnswer);
        _append = new SqliteStatement(connection, Append);
    }

    public void Run(IReadOnlyList<PendingMessage> appends, DateTime nowUtc)
    {
        for (var i = 0; i < appends.Count; i++)
        {
            var message = appends[i];
            message.IsRepeat = message.Record is { } record && !Keep(record, message.Id, nowUtc);
            if (!message.IsRepeat)
            {
                Write(message);
            }
        }
    }

    public void Dispose()
    {
        _keepAnswer.Dispose();
        _append.Dispose();
    }

    private bool Keep(IdempotencyRecord record, Guid messageId, DateTime nowUtc)
    {
        _keepAnswer.Bind(1, record.Scope);
        _keepAnswer.Bind(2, record.Key);
        _keepAnswer.Bind(3, record.BodyHash);
        _keepAnswer.Bind(4, record.Status);
        _keepAnswer.Bind(5, record.Answer);
        _keepAnswer.Bind(6, messageId);
        _keepAnswer.Bind(7, record.ExpiresUtc);
        _keepAnswer.Bind(8, nowUtc);
        return _keepAnswer.Write() > 0;
    }

    private void Write(PendingMessage message)
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
        _append.Write();
    }
}
