using Microsoft.Data.Sqlite;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;

namespace Mxit.Platform.Sqlite;

/// <summary>
/// Acknowledgements on SQLite: one connection with prepared statements, and a thread of its own that waits for the disk.
/// </summary>
internal sealed class SqliteAcknowledgementLog(
    SqliteDatabase database, SqliteWriteGate gate, TimeProvider clock) : IAcknowledgementLog, IAsyncDisposable
{
    private Writer? _writer;

    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<string>> WriteAsync(
        IReadOnlyList<Acknowledgement> acknowledgements, CancellationToken cancellationToken)
    {
        _writer ??= new Writer(await database.OpenAsync(cancellationToken));

        // In the line of those who wait without a thread: two that wait with one would pass the gate to and fro between them.
        await gate.EnterAsync(cancellationToken);
        try
        {
            return await _writer.RunAsync(acknowledgements, clock.GetStoredUtcNow());
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
        private readonly SingleThread _thread = new("acknowledgement writer");

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

        public Task<HashSet<string>> RunAsync(IReadOnlyList<Acknowledgement> acknowledgements, DateTime nowUtc) =>
            _thread.RunAsync(() => Run(acknowledgements, nowUtc));

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

        private HashSet<string> Run(IReadOnlyList<Acknowledgement> acknowledgements, DateTime nowUtc)
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
            foreach (var acknowledgement in acknowledgements)
            {
                foreach (var (cursor, peerId) in Find(acknowledgement, nowUtc))
                {
                    _update.Run(nowUtc, acknowledgement.IsRead ? nowUtc : null, ++change, acknowledgement.OwnerId, cursor);
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

        // Read to the end first: what is being read must not be changed meanwhile. The sender learns of them in their order.
        private List<(long Cursor, string PeerId)> Find(Acknowledgement acknowledgement, DateTime nowUtc)
        {
            var entries = new List<(long, string)>();
            Read(
                acknowledgement.PeerId is null
                    ? _findWaiting.With(acknowledgement.OwnerId, acknowledgement.UpTo, nowUtc)
                    : _findWaitingOfOne.With(acknowledgement.OwnerId, acknowledgement.UpTo, nowUtc, acknowledgement.PeerId),
                entries);
            if (acknowledgement.IsRead)
            {
                Read(
                    acknowledgement.PeerId is null
                        ? _findUnread.With(acknowledgement.OwnerId, acknowledgement.UpTo)
                        : _findUnreadOfOne.With(acknowledgement.OwnerId, acknowledgement.UpTo, acknowledgement.PeerId),
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
