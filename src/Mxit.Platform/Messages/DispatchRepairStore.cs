using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;

namespace Mxit.Platform.Messages;

/// <summary>
/// Finds the end of what is dispatched before a dispatcher begins, and mends what disagrees with it. Only the one dispatcher
/// writes ranges and cursors, so nothing should disagree; but a second server, a hand, or a copy that was put back in part may
/// have been there. The end is the greatest position and the greatest cursor that anything speaks of: a message that is
/// dispatched twice arrives twice, and a cursor that is given twice hides a message from readers.
/// </summary>
internal sealed partial class DispatchRepairStore(
    IDbContextFactory<MxitDbContext> contexts, TimeProvider clock, ILogger<DispatchRepairStore> logger)
{
    // Of two ranges that follow each other in a lane, with messages in between that belong to neither.
    private const string FindGaps = """
        SELECT r."Lane", r."Before" + 1 AS "FirstPosition", r."FirstPosition" - 1 AS "LastPosition",
            r."CursorBefore" + 1 AS "FirstCursor", r."FirstCursor" - 1 AS "LastCursor"
        FROM (
            SELECT "Lane", "FirstPosition", "FirstCursor",
                COALESCE(LAG("LastPosition") OVER (PARTITION BY "Lane" ORDER BY "FirstPosition"), 0) AS "Before",
                COALESCE(LAG("LastCursor") OVER (PARTITION BY "Lane" ORDER BY "FirstPosition"), 0) AS "CursorBefore"
            FROM "DispatchRanges") AS r
        WHERE r."FirstPosition" > r."Before" + 1 AND EXISTS (
            SELECT 1 FROM "Messages" AS m
            WHERE m."Lane" = r."Lane" AND m."Position" > r."Before" AND m."Position" < r."FirstPosition")
        """;

    /// <summary>Mends what is broken. Nobody dispatches meanwhile.</summary>
    /// <param name="remembered">The last dispatched position of each lane, where the database brand remembers them
    /// besides.</param>
    /// <param name="cancellationToken">Gives up, with nothing changed.</param>
    public async Task<DispatchEnd> RunAsync(IReadOnlyDictionary<int, long> remembered, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remembered);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var repair = new Repair(context, clock.GetStoredUtcNow(), cancellationToken);
        await repair.RestoreCounterAsync();
        await repair.MergeRangesAsync();
        var end = await repair.FindEndAsync(remembered);
        await repair.CloseGapsAsync();
        await transaction.CommitAsync(cancellationToken);
        if (repair.Changes > 0)
        {
            LogRepaired(repair.Changes);
        }

        return end;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The database was not right about which messages are dispatched, as after a second server or a change by hand; {Count} " +
        "rows were mended.")]
    private partial void LogRepaired(int count);

    /// <summary>One run, in one transaction.</summary>
    private sealed class Repair(MxitDbContext context, DateTime nowUtc, CancellationToken cancellationToken)
    {
        private const int Recent = 1_000;

        private readonly Dictionary<int, DispatchRange> _newest = [];

        /// <summary>How many rows were changed.</summary>
        public int Changes { get; private set; }

        /// <summary>
        /// Puts the counter of changes of delivery, which every refused delivery needs, behind all changes that there are.
        /// </summary>
        public async Task RestoreCounterAsync()
        {
            // The changes before the counter: one that is written in between is then behind the counter, which was moved with it.
            var recent = await FindRecentChangeAsync();
            if (await context.Set<DeliveryCounter>().Where(row => row.Id == 1).Select(row => (long?)row.LastChange)
                .SingleOrDefaultAsync(cancellationToken) >= recent)
            {
                return;
            }

            // Locks the counter until the end of the transaction: nobody may take a number while it is set.
            await context.Set<DeliveryCounter>().Where(row => row.Id == 1)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastChange, row => row.LastChange), cancellationToken);
            var counter = await context.Set<DeliveryCounter>().SingleOrDefaultAsync(cancellationToken)
                ?? context.Add(new DeliveryCounter { Id = 1, LastChange = 0 }).Entity;
            var marks = await context.Set<InboxEntry>().MaxAsync(entry => entry.Change, cancellationToken) ?? 0;
            var failures = await context.Set<DeliveryFailure>().MaxAsync(failure => (long?)failure.Change, cancellationToken)
                ?? 0;
            counter.LastChange = Math.Max(counter.LastChange, Math.Max(marks, failures));
            Changes += await context.SaveChangesAsync(cancellationToken);
        }

        /// <summary>
        /// Makes one range of those that overlap: a message is looked up in the one range that begins last before it.
        /// </summary>
        public async Task MergeRangesAsync()
        {
            var overlapping = new List<(DispatchRange Range, DispatchRange With)>();
            var all = context.Set<DispatchRange>().AsNoTracking().OrderBy(range => range.Lane).ThenBy(
                range => range.FirstPosition);
            await foreach (var range in all.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (_newest.TryGetValue(range.Lane, out var before) && range.FirstPosition <= before.LastPosition)
                {
                    overlapping.Add((before, range));
                    before.LastPosition = Math.Max(before.LastPosition, range.LastPosition);
                    before.LastCursor = Math.Max(before.LastCursor, range.LastCursor);
                }
                else
                {
                    _newest[range.Lane] = range;
                }
            }

            foreach (var (range, with) in overlapping)
            {
                Changes += await Same(with).ExecuteDeleteAsync(cancellationToken);
                Changes += await Same(range).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.LastPosition, range.LastPosition)
                        .SetProperty(row => row.FirstCursor, row => Math.Min(row.FirstCursor, with.FirstCursor))
                        .SetProperty(row => row.LastCursor, range.LastCursor)
                        .SetProperty(row => row.NextExpiryUtc, nowUtc),
                    cancellationToken);
            }
        }

        /// <summary>Finds the end, and makes ranges reach it.</summary>
        public async Task<DispatchEnd> FindEndAsync(IReadOnlyDictionary<int, long> remembered)
        {
            var inRanges = _newest.Values.Select(range => range.LastCursor).DefaultIfEmpty().Max();
            var newest = await context.Set<InboxEntry>().OrderByDescending(entry => entry.Cursor)
                .Select(entry => new { entry.Cursor, entry.MessagePosition })
                .FirstOrDefaultAsync(cancellationToken);
            var last = Math.Max(inRanges, newest?.Cursor ?? 0);
            foreach (var (lane, position) in await FindPositionsAsync(remembered, inRanges))
            {
                var before = _newest.GetValueOrDefault(lane);
                if (position > (before?.LastPosition ?? 0))
                {
                    _newest[lane] = Add(lane, (before?.LastPosition ?? 0) + 1, position, (before?.LastCursor ?? 0) + 1, last);
                }
            }

            Changes += await context.SaveChangesAsync(cancellationToken);
            long?[] named =
            [
                newest?.MessagePosition,
                await context.Set<Message>().MaxAsync(message => (long?)message.Position, cancellationToken),
                await context.Set<DeliveryFailure>().MaxAsync(failure => (long?)failure.MessagePosition, cancellationToken),
                .. _newest.Values.Select(range => range.LastPosition),
            ];
            return new DispatchEnd(
                _newest.ToDictionary(lane => lane.Key, lane => lane.Value.LastPosition), last, named.Max() ?? 0);
        }

        /// <summary>Makes ranges for messages before the end that are in none.</summary>
        public async Task CloseGapsAsync()
        {
            foreach (var gap in await context.Database.SqlQueryRaw<Gap>(FindGaps).ToListAsync(cancellationToken))
            {
                Add(gap.Lane, gap.FirstPosition, gap.LastPosition, gap.FirstCursor, Math.Max(
                    gap.LastCursor, gap.FirstCursor - 1));
            }

            Changes += await context.SaveChangesAsync(cancellationToken);
        }

        // No index leads to the greatest of all, and looking at all of them takes long.
        private async Task<long> FindRecentChangeAsync()
        {
            var marks = await context.Set<InboxEntry>().OrderByDescending(entry => entry.Cursor).Take(Recent)
                .MaxAsync(entry => entry.Change, cancellationToken) ?? 0;
            var failures = await context.Set<DeliveryFailure>().OrderByDescending(failure => failure.MessagePosition).Take(Recent)
                .MaxAsync(failure => (long?)failure.Change, cancellationToken) ?? 0;
            return Math.Max(marks, failures);
        }

        // An entry, or a failure, is there for a message that was dispatched.
        private async Task<Dictionary<int, long>> FindPositionsAsync(IReadOnlyDictionary<int, long> remembered, long inRanges)
        {
            var positions = await (
                from entry in context.Set<InboxEntry>()
                where entry.Cursor > inRanges
                join message in context.Set<Message>() on entry.MessagePosition equals message.Position
                group message.Position by message.Lane into lane
                select new { Lane = lane.Key, Position = lane.Max() })
                .ToDictionaryAsync(lane => lane.Lane, lane => lane.Position, cancellationToken);
            foreach (var lane in remembered.Keys.Concat(_newest.Keys).Append(0).Distinct())
            {
                var known = Math.Max(positions.GetValueOrDefault(lane), remembered.GetValueOrDefault(lane));
                known = Math.Max(known, _newest.GetValueOrDefault(lane)?.LastPosition ?? 0);
                positions[lane] = await context.Set<Message>()
                    .Where(message => message.Lane == lane && message.Position > known
                        && context.Set<DeliveryFailure>().Any(failure => failure.MessagePosition == message.Position))
                    .MaxAsync(message => (long?)message.Position, cancellationToken) ?? known;
            }

            return positions;
        }

        // The cleaner looks at it at once, and then knows when to look again.
        private DispatchRange Add(int lane, long firstPosition, long lastPosition, long firstCursor, long lastCursor)
        {
            var range = new DispatchRange
            {
                Lane = lane,
                FirstPosition = firstPosition,
                LastPosition = lastPosition,
                FirstCursor = firstCursor,
                LastCursor = lastCursor,
                NextExpiryUtc = nowUtc,
            };
            context.Add(range);
            return range;
        }

        private IQueryable<DispatchRange> Same(DispatchRange range) =>
            context.Set<DispatchRange>().Where(row => row.Lane == range.Lane && row.FirstPosition == range.FirstPosition);
    }

    private sealed class Gap
    {
        public required int Lane { get; init; }

        public required long FirstPosition { get; init; }

        public required long LastPosition { get; init; }

        public required long FirstCursor { get; init; }

        public required long LastCursor { get; init; }
    }
}
