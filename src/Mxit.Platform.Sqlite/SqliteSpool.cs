using Microsoft.Data.Sqlite;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Sqlite;

/// <summary>Counts what waits for a person when <see cref="SpoolLimits"/> wants to know.</summary>
internal sealed class SqliteSpool : IDisposable
{
    private const string CountFromOne = """
        SELECT COUNT(*) FROM (
            SELECT 1 FROM "InboxEntries"
            WHERE "OwnerId" = @owner AND "State" = 0 AND "PeerId" = @peer AND "ExpiresUtc" > @now
            LIMIT @limit)
        """;

    private const string CountAll = """
        SELECT COUNT(*) FROM (
            SELECT 1 FROM "InboxEntries"
            WHERE "OwnerId" = @owner AND "State" = 0 AND "ExpiresUtc" > @now
            LIMIT @limit)
        """;

    private readonly SpoolLimits _limits;
    private readonly SqliteCommand _countFromOne;
    private readonly SqliteCommand _countAll;

    public SqliteSpool(SqliteConnection connection, SpoolLimits limits)
    {
        _limits = limits;
        _countFromOne = connection.Prepared(CountFromOne, "@owner", "@peer", "@now", "@limit");
        _countAll = connection.Prepared(CountAll, "@owner", "@now", "@limit");
    }

    public void Begin(SqliteTransaction transaction) => _countFromOne.Transaction = _countAll.Transaction = transaction;

    /// <summary>Whether one more message may wait. What this transaction has written counts.</summary>
    public bool TryTake(string ownerId, string senderId, DateTime nowUtc)
    {
        if (_limits.MustAsk(ownerId, senderId))
        {
            var fromOne = (long)_countFromOne.With(ownerId, senderId, nowUtc, _limits.MaxWaitingFromOne).ExecuteScalar()!;
            var all = (long)_countAll.With(ownerId, nowUtc, _limits.MaxWaiting).ExecuteScalar()!;
            _limits.Learn(ownerId, senderId, (int)fromOne, (int)all);
        }

        return _limits.TryTake(ownerId, senderId);
    }

    public void Dispose()
    {
        _countFromOne.Dispose();
        _countAll.Dispose();
    }
}
