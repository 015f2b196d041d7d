using Microsoft.Data.Sqlite;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Appends messages to the log, with the answers kept under their keys.</summary>
internal sealed class SqliteAppend : IDisposable
{
    // An expired record gives way to a new one; a living one stays, and then no row has changed.
    private const string KeepAnswer = """
        INSERT INTO "IdempotencyRecords" ("Scope", "Key", "BodyHash", "Status", "Answer", "MessageId", "ExpiresUtc")
        VALUES (@scope, @key, @hash, @status, @answer, @id, @expires)
        ON CONFLICT ("Scope", "Key") DO UPDATE SET
            "BodyHash" = excluded."BodyHash", "Status" = excluded."Status", "Answer" = excluded."Answer",
            "MessageId" = excluded."MessageId", "ExpiresUtc" = excluded."ExpiresUtc"
        WHERE "ExpiresUtc" <= @now OR "MessageId" = excluded."MessageId"
        """;

    private const string Append = """
        INSERT INTO "Messages" ("Lane", "Id", "SenderId", "SenderIsApp", "Recipients", "Body", "ContainsMarkup", "Links",
            "Spool", "AcceptedUtc", "ExpiresUtc")
        VALUES (0, @id, @sender, @app, @recipients, @body, @markup, @links, @spool, @accepted, @expires)
        ON CONFLICT ("Id") DO NOTHING
        """;

    private readonly SqliteCommand _keepAnswer;
    private readonly SqliteCommand _append;

    public SqliteAppend(SqliteConnection connection)
    {
        _keepAnswer = connection.Prepared(
            KeepAnswer, "@scope", "@key", "@hash", "@status", "@answer", "@id", "@expires", "@now");
        _append = connection.Prepared(
            Append, "@id", "@sender", "@app", "@recipients", "@body", "@markup", "@links", "@spool", "@accepted", "@expires");
    }

    public void Run(SqliteTransaction transaction, IReadOnlyList<PendingMessage> appends, DateTime nowUtc)
    {
        _keepAnswer.Transaction = _append.Transaction = transaction;
        for (var i = 0; i < appends.Count; i++)
        {
            var message = appends[i];
            message.IsRepeat = message.Record is { } record && _keepAnswer.Run(
                record.Scope, record.Key, record.BodyHash, record.Status, record.Answer, message.Id, record.ExpiresUtc,
                nowUtc) == 0;
            if (!message.IsRepeat)
            {
                _append.Run(
                    message.Id, message.SenderId, message.SenderIsApp, message.Recipients, message.Body,
                    message.ContainsMarkup, message.Links, message.Spool, message.AcceptedUtc, message.ExpiresUtc);
            }
        }
    }

    public void Dispose()
    {
        _keepAnswer.Dispose();
        _append.Dispose();
    }
}
