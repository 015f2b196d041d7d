using Microsoft.Data.Sqlite;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;

namespace Mxit.Platform.Sqlite;

/// <summary>Acknowledgements on SQLite: one connection with prepared statements, and a thread of its own that waits for the disk.</summary>
internal sealed class SqliteMarkLog(SqliteDatabase database, SqliteWriteGate gate, TimeProvider clock) : IMarkLog, IAsyncDisposable
{
    private Writer? _writer;

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> WriteAsync(IReadOnlyList<Mark> marks, CancellationToken cancellationToken)
    {
        _writer ??= new Writer(await database.OpenAsync(cancellationToken));

        // In the line of those who wait without a thread: two that wait with one would pass the gate to and fro between them.
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await _writer.RunAsync(marks, clock.GetStoredUtcNow());
        }
        catch
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(CloseAsync());

    private async Task CloseAsync()
    {
        var writer = _writer;
        _writer = null;
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }
    }

    private sealed class Writer : IAsyncDisposable
    {
        private const string FindWaiting = """
            SELECT "Cursor", "PeerId" FROM "InboxEntries"
            WHERE "OwnerId" = @owner AND "State" = 0 AND "Cursor" <= @upTo AND "ExpiresUtc" > @now
            """;

        private const string FindUnread = """
            SELECT "Cursor", "PeerId" FROM "InboxEntries"
            WHERE "OwnerId" = @owner AND "State" = 1 AND "Cursor" <= @upTo
            """;

        private const string OfOne = """ AND "PeerId" = @peer""";

        private const string Update = """
            UPDATE "InboxEntries" SET "DeliveredUtc" = COALESCE("DeliveredUtc", @now), "ReadUtc" = @read, "Change" = @change
            WHERE "OwnerId" = @owner AND "Cursor" = @cursor
            """;

        private readonly SqliteConnection _connection;
        private readonly SqliteCounter _counter;
        private readonly SqliteCommand _findWaiting;
        private readonly SqliteCommand _findWaitingOfOne;
        private readonly SqliteCommand _findUnread;
        private readonly SqliteCommand _findUnreadOfOne;
        private readonly SqliteCommand _update;
        private readonly SingleThread _thread = new("mark writer");

        public Writer(SqliteConnection connection)
        {
            _connection = connection;
            _counter = new SqliteCounter(connection);
            _findWaiting = connection.Prepared(FindWaiting, "@owner", "@upTo", "@now");
            _findWaitingOfOne = connection.Prepared(FindWaiting + OfOne, "@owner", "@upTo", "@now", "@peer");
            _findUnread = connection.Prepared(FindUnread, "@owner", "@upTo");
            _findUnreadOfOne = connection.Prepared(FindUnread + OfOne, "@owner", "@upTo", "@peer");
            _update = connection.Prepared(Update, "@now", "@read", "@change", "@owner", "@cursor");
        }

        private SqliteCommand[] Commands => [_findWaiting, _findWaitingOfOne, _findUnread, _findUnreadOfOne, _update];

        public Task<HashSet<string>> RunAsync(IReadOnlyList<Mark> marks, DateTime nowUtc) =>
            _thread.RunAsync(() => Run(marks, nowUtc));

        public async ValueTask DisposeAsync()
        {
            _thread.Dispose();
            _counter.Dispose();
            foreach (var command in Commands)
            {
                command.Dispose();
            }

            await _connection.DisposeAsync();
        }

        private HashSet<string> Run(IReadOnlyList<Mark> marks, DateTime nowUtc)
        {
            SqliteFileWatch.Check(_connection);
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var command in Commands)
            {
                command.Transaction = transaction;
            }

            var senders = new HashSet<string>(StringComparer.Ordinal);
            var before = _counter.Read(transaction);
            var change = before;
            foreach (var mark in marks)
            {
                foreach (var (cursor, peerId) in Find(mark, nowUtc))
                {
                    _update.Run(nowUtc, mark.IsRead ? nowUtc : null, ++change, mark.OwnerId, cursor);
                    senders.Add(peerId);
                }
            }

            if (change != before)
            {
                _counter.Move(change);
            }

            transaction.Commit();
            return senders;
        }

        // Read to the end first: what is being read must not be changed meanwhile. The sender hears of them in their order.
        private List<(long Cursor, string PeerId)> Find(Mark mark, DateTime nowUtc)
        {
            var entries = new List<(long, string)>();
            Read(
                mark.PeerId is null
                    ? _findWaiting.With(mark.OwnerId, mark.UpTo, nowUtc)
                    : _findWaitingOfOne.With(mark.OwnerId, mark.UpTo, nowUtc, mark.PeerId),
                entries);
            if (mark.IsRead)
            {
                Read(
                    mark.PeerId is null
                        ? _findUnread.With(mark.OwnerId, mark.UpTo)
                        : _findUnreadOfOne.With(mark.OwnerId, mark.UpTo, mark.PeerId),
                    entries);
            }

            entries.Sort();
            return entries;
        }

        private static void Read(SqliteCommand command, List<(long, string)> entries)
        {
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                entries.Add((rows.GetInt64(0), rows.GetString(1)));
            }
        }
    }
}
