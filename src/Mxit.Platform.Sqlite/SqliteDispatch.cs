using Microsoft.Data.Sqlite;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// Moves messages from the log to inboxes. Reads the log behind its position, in order; a message goes whole or not at all.
/// </summary>
internal sealed class SqliteDispatch : IDisposable
{
    private const string ReadPosition = """
        SELECT "Position" FROM "DispatchPositions" WHERE "Lane" = 0
        """;

    private const string ReadCursor = """
        SELECT "LastCursor" FROM "DispatchCursor" WHERE "Id" = 1
        """;

    private const string ReadLog = """
        SELECT "Position", "SenderId", "SenderIsApp", "Recipients", "Spool", "ExpiresUtc"
        FROM "Messages" WHERE "Position" > @position ORDER BY "Position"
        """;

    private const string IsWelcome = """
        SELECT 1 FROM "Contacts"
        WHERE "OwnerId" = @owner AND "PeerId" = @peer AND "Subscription" = 66 AND "Blocked" = 0
        """;

    private const string AddEntry = """
        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "PeerCursor", "ExpiresUtc")
        VALUES (@owner, @cursor, @peer, @incoming, @position, @peerCursor, @expires)
        """;

    private const string MovePosition = """
        INSERT INTO "DispatchPositions" ("Lane", "Position") VALUES (0, @position)
        ON CONFLICT ("Lane") DO UPDATE SET "Position" = excluded."Position"
        """;

    private const string MoveCursor = """
        UPDATE "DispatchCursor" SET "LastCursor" = @cursor WHERE "Id" = 1
        """;

    private readonly IPresence _presence;
    private readonly SqliteCommand _readPosition;
    private readonly SqliteCommand _readCursor;
    private readonly SqliteCommand _readLog;
    private readonly SqliteCommand _isWelcome;
    private readonly SqliteCommand _addEntry;
    private readonly SqliteCommand _movePosition;
    private readonly SqliteCommand _moveCursor;

    public SqliteDispatch(SqliteConnection connection, IPresence presence)
    {
        _presence = presence;
        _readPosition = connection.Prepared(ReadPosition);
        _readCursor = connection.Prepared(ReadCursor);
        _readLog = connection.Prepared(ReadLog, "@position");
        _isWelcome = connection.Prepared(IsWelcome, "@owner", "@peer");
        _addEntry = connection.Prepared(
            AddEntry, "@owner", "@cursor", "@peer", "@incoming", "@position", "@peerCursor", "@expires");
        _movePosition = connection.Prepared(MovePosition, "@position");
        _moveCursor = connection.Prepared(MoveCursor, "@cursor");
    }

    private SqliteCommand[] Commands =>
        [_readPosition, _readCursor, _readLog, _isWelcome, _addEntry, _movePosition, _moveCursor];

    public WriteResult Run(SqliteTransaction transaction, int limit, DateTime nowUtc)
    {
        foreach (var command in Commands)
        {
            command.Transaction = transaction;
        }

        var position = _readPosition.ExecuteScalar() as long? ?? 0;
        var before = position;
        var cursor = (long)_readCursor.ExecuteScalar()!;
        var news = new HashSet<string>(StringComparer.Ordinal);
        var recipients = 0;
        var more = false;
        using (var log = _readLog.With(position).ExecuteReader())
        {
            while (log.Read())
            {
                if (recipients >= limit)
                {
                    more = true;
                    break;
                }

                var message = new LoggedMessage(
                    0, log.GetInt64(0), log.GetString(1), log.GetBoolean(2), log.GetString(3), log.GetBoolean(4),
                    DateTime.SpecifyKind(log.GetDateTime(5), DateTimeKind.Utc));
                recipients += Deliver(message, nowUtc, ref cursor, news);
                position = message.Position;
            }
        }

        if (position != before)
        {
            _movePosition.Run(position);
            _moveCursor.Run(cursor);
        }

        return new WriteResult(news, recipients, more);
    }

    public void Dispose()
    {
        foreach (var command in Commands)
        {
            command.Dispose();
        }
    }

    private int Deliver(LoggedMessage message, DateTime nowUtc, ref long cursor, HashSet<string> news)
    {
        var userIds = message.Recipients.Split(',');
        foreach (var userId in userIds)
        {
            long? received = null;
            if (message.MayReach(userId, _presence, nowUtc)
                && _isWelcome.With(userId, message.SenderId).ExecuteScalar() is not null)
            {
                received = ++cursor;
                _addEntry.Run(userId, received, message.SenderId, true, message.Position, null, message.ExpiresUtc);
                news.Add(userId);
            }

            if (!message.SenderIsApp)
            {
                _addEntry.Run(message.SenderId, ++cursor, userId, false, message.Position, received, null);
                news.Add(message.SenderId);
            }
        }

        return userIds.Length;
    }
}
