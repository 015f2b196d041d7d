using Microsoft.Data.Sqlite;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// Moves messages from the log to inboxes. Reads the log behind its position, in order; a message goes whole or not at all.
/// </summary>
internal sealed class SqliteDispatch : IDisposable
{
    // The newest range says how far the dispatcher is, so that a commit has to write this in one place only.
    private const string ReadEnd = """
        SELECT "LastPosition", "LastCursor", "FirstPosition" FROM "DispatchRanges"
        WHERE "Lane" = 0 ORDER BY "FirstPosition" DESC LIMIT 1
        """;

    private const string ReadLog = """
        SELECT "Position", "SenderId", "SenderIsApp", "Recipients", "Spool", "ExpiresUtc"
        FROM "Messages" WHERE "Position" > @position ORDER BY "Position"
        """;

    private const string IsWelcome = """
        SELECT 1 FROM "Contacts"
        WHERE "OwnerId" = ?1 AND "PeerId" = ?2 AND "Subscription" = 66 AND "Blocked" = 0
        """;

    private const string AddReceived = """
        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "ExpiresUtc")
        VALUES (?1, ?2, ?3, 1, ?4, ?5)
        """;

    private const string AddSent = """
        INSERT INTO "InboxEntries" ("OwnerId", "Cursor", "PeerId", "Incoming", "MessagePosition", "PeerCursor")
        VALUES (?1, ?2, ?3, 0, ?4, ?5)
        """;

    // The usual case: a range that is there, and expires no sooner for what came to it. A statement that names the time would
    // write its index as well.
    private const string ExtendRange = """
        UPDATE "DispatchRanges" SET "LastPosition" = @lastPosition, "LastCursor" = @lastCursor
        WHERE "Lane" = 0 AND "FirstPosition" = @firstPosition AND "NextExpiryUtc" <= @expiry
        """;

    // The earliest of the two times, where the cleaner may have set the old one to NULL.
    private const string WriteRange = """
        INSERT INTO "DispatchRanges" ("Lane", "FirstPosition", "LastPosition", "FirstCursor", "LastCursor", "NextExpiryUtc")
        VALUES (0, @firstPosition, @lastPosition, @firstCursor, @lastCursor, @expiry)
        ON CONFLICT ("Lane", "FirstPosition") DO UPDATE SET
            "LastPosition" = excluded."LastPosition", "LastCursor" = excluded."LastCursor",
            "NextExpiryUtc" = MIN(COALESCE("NextExpiryUtc", excluded."NextExpiryUtc"), excluded."NextExpiryUtc")
        """;

    private readonly long _leastCursor;
    private readonly IPresence _presence;
    private readonly OpenRanges _ranges = new();
    private readonly SqliteSpool _spool;
    private readonly SqliteFailures _failures;
    private readonly SqliteCommand _readEnd;
    private readonly SqliteCommand _readLog;
    private readonly SqliteStatement _isWelcome;
    private readonly SqliteStatement _addReceived;
    private readonly SqliteStatement _addSent;
    private readonly SqliteCommand _extendRange;
    private readonly SqliteCommand _writeRange;

    private SqliteTransaction? _transaction;
    private (long Position, long Cursor) _end;

    /// <summary>Prepares it.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cursor">The greatest cursor that was given out, though no range may know of it.</param>
    /// <param name="presence">Who is there.</param>
    /// <param name="limits">How much may wait.</param>
    public SqliteDispatch(SqliteConnection connection, long cursor, IPresence presence, SpoolLimits limits)
    {
        _leastCursor = cursor;
        _presence = presence;
        _spool = new SqliteSpool(connection, limits);
        _failures = new SqliteFailures(connection);
        _readEnd = connection.Prepared(ReadEnd);
        _readLog = connection.Prepared(ReadLog, "@position");
        _isWelcome = new SqliteStatement(connection, IsWelcome);
        _addReceived = new SqliteStatement(connection, AddReceived);
        _addSent = new SqliteStatement(connection, AddSent);
        _extendRange = connection.Prepared(ExtendRange, "@firstPosition", "@lastPosition", "@lastCursor", "@expiry");
        _writeRange = connection.Prepared(
            WriteRange, "@firstPosition", "@lastPosition", "@firstCursor", "@lastCursor", "@expiry");
    }

    private SqliteCommand[] Commands =>
        [_readEnd, _readLog, _extendRange, _writeRange];

    /// <summary>Takes part in a transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="appended">The position of the first message that it has appended.</param>
    /// <exception cref="InvalidOperationException">It would never be dispatched.</exception>
    public void Begin(SqliteTransaction transaction, long? appended)
    {
        _transaction = transaction;
        foreach (var command in Commands)
        {
            command.Transaction = transaction;
        }

        _spool.Begin(transaction);
        _end = FindEnd();
        if (appended <= _end.Position)
        {
            throw new InvalidOperationException(
                $"The log gave position {appended} to a message, but everything up to {_end.Position} is dispatched: rows are " +
                $"missing.");
        }
    }

    /// <summary>Dispatches what comes next in the log.</summary>
    public WriteResult Run(int limit, DateTime nowUtc)
    {
        var pass = new Pass { NowUtc = nowUtc, FirstCursor = _end.Cursor + 1 };
        var more = false;
        using (var log = _readLog.With(_end.Position).ExecuteReader())
        {
            while (log.Read())
            {
                if (pass.Recipients >= limit)
                {
                    more = true;
                    break;
                }

                var message = new LoggedMessage(
                    0, log.GetInt64(0), log.GetString(1), log.GetBoolean(2), log.GetString(3), log.GetBoolean(4),
                    DateTime.SpecifyKind(log.GetDateTime(5), DateTimeKind.Utc));
                Deliver(message, pass);
            }
        }

        if (pass.FirstPosition is not null)
        {
            Finish(pass);
        }

        return new WriteResult(pass.News, pass.Recipients, more)
        {
            FailuresFor = pass.Refused.Count == 0
                ? []
                : pass.Refused.Select(refused => refused.SenderId).ToHashSet(StringComparer.Ordinal),
        };
    }

    public void Dispose()
    {
        foreach (var command in Commands)
        {
            command.Dispose();
        }

        _isWelcome.Dispose();
        _addReceived.Dispose();
        _addSent.Dispose();
        _spool.Dispose();
        _failures.Dispose();
    }

    private (long Position, long Cursor) FindEnd()
    {
        using var newest = _readEnd.ExecuteReader();
        if (!newest.Read())
        {
            return (0, _leastCursor);
        }

        _ranges.See(0, newest.GetInt64(2));
        return (newest.GetInt64(0), Math.Max(newest.GetInt64(1), _leastCursor));
    }

    private void Deliver(LoggedMessage message, Pass pass)
    {
        // What is the same for all recipients is bound once.
        _isWelcome.Bind(2, message.SenderId);
        _addReceived.Bind(3, message.SenderId);
        _addReceived.Bind(4, message.Position);
        _addReceived.Bind(5, message.ExpiresUtc);
        foreach (var userId in message.Recipients.Split(','))
        {
            long? received = null;
            if (FindReason(message, userId, pass.NowUtc) is { } reason)
            {
                pass.Refused.Add(new RefusedDelivery(message.Position, userId, message.SenderId, reason));
            }
            else
            {
                received = ++pass.LastCursor;
                _addReceived.Bind(1, userId);
                _addReceived.Bind(2, pass.LastCursor);
                _addReceived.Write();
                pass.News.Add(userId);
            }

            if (!message.SenderIsApp)
            {
                AddToSender(message, userId, ++pass.LastCursor, received);
                pass.News.Add(message.SenderId);
            }

            pass.Recipients++;
        }

        pass.FirstPosition ??= message.Position;
        pass.LastPosition = message.Position;
        pass.NextExpiryUtc = message.ExpiresUtc < pass.NextExpiryUtc ? message.ExpiresUtc : pass.NextExpiryUtc;
    }

    private void AddToSender(LoggedMessage message, string userId, long cursor, long? received)
    {
        _addSent.Bind(1, message.SenderId);
        _addSent.Bind(2, cursor);
        _addSent.Bind(3, userId);
        _addSent.Bind(4, message.Position);
        _addSent.Bind(5, received);
        _addSent.Write();
    }

    // A stranger learns nothing of the other person, not even that nobody is there now.
    private DeliveryFailureReason? FindReason(LoggedMessage message, string userId, DateTime nowUtc)
    {
        _isWelcome.Bind(1, userId);
        if (!_isWelcome.Run())
        {
            return DeliveryFailureReason.NotContact;
        }

        if (!message.IsKeptFor(userId, _presence))
        {
            return DeliveryFailureReason.Offline;
        }

        return _spool.TryTake(userId, message.SenderId, nowUtc) ? null : DeliveryFailureReason.SpoolFull;
    }

    private void Finish(Pass pass)
    {
        if (pass.Refused.Count > 0)
        {
            _failures.Write(_transaction!, pass.Refused, pass.NowUtc);
        }

        var range = _ranges.Extend(
            0, pass.FirstPosition!.Value, pass.LastPosition, pass.FirstCursor, pass.LastCursor, pass.NextExpiryUtc);
        if (_extendRange.Run(range.FirstPosition, range.LastPosition, range.LastCursor, range.NextExpiryUtc) == 0)
        {
            _writeRange.Run(range.FirstPosition, range.LastPosition, range.FirstCursor, range.LastCursor, range.NextExpiryUtc);
        }
    }

    /// <summary>What one transaction has dispatched so far.</summary>
    private sealed class Pass
    {
        private readonly long _firstCursor;

        public required DateTime NowUtc { get; init; }

        public required long FirstCursor
        {
            get => _firstCursor;
            init => (_firstCursor, LastCursor) = (value, value - 1);
        }

        public long LastCursor { get; set; }

        public long? FirstPosition { get; set; }

        public long LastPosition { get; set; }

        public DateTime NextExpiryUtc { get; set; } = DateTime.MaxValue;

        public int Recipients { get; set; }

        public HashSet<string> News { get; } = new(StringComparer.Ordinal);

        public List<RefusedDelivery> Refused { get; } = [];
    }
}
