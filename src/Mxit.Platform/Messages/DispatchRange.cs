using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Messages;

/// <summary>
/// Which cursors the messages of a stretch of the log got. It finds the entries of a message in the histories of its receivers
/// without an index over all entries, which every delivery would pay for. Written by the dispatcher, one row for many messages.
/// </summary>
internal sealed class DispatchRange
{
    /// <summary>The lane.</summary>
    public required int Lane { get; init; }

    /// <summary>The first message.</summary>
    public required long FirstPosition { get; init; }

    /// <summary>The last message.</summary>
    public required long LastPosition { get; set; }

    /// <summary>No entry of these messages has a smaller cursor.</summary>
    public required long FirstCursor { get; init; }

    /// <summary>No entry of these messages has a greater cursor.</summary>
    public required long LastCursor { get; set; }

    /// <summary>When the cleaner has to look at them next; <see langword="null"/> when all of them are past their time.</summary>
    public DateTime? NextExpiryUtc { get; set; }
}

/// <summary>
/// The ranges that a dispatcher is writing, one for each lane. A range grows over several passes, since a message alone in its
/// pass is the rule when there is little to do. After a failure a dispatcher begins with new ones, so nothing here has to be
/// taken back.
/// </summary>
internal sealed class OpenRanges
{
    private const int LongEnough = 1_000;

    private readonly Dictionary<int, DispatchRange> _open = [];

    /// <summary>
    /// The newest range of a lane, as it is in the database. Where it is another one than this dispatcher writes, somebody else
    /// has gone on, and a new range comes after it.
    /// </summary>
    public void See(int lane, long firstPosition)
    {
        if (_open.TryGetValue(lane, out var range) && range.FirstPosition != firstPosition)
        {
            _open.Remove(lane);
        }
    }

    /// <summary>Takes in what one pass dispatched of a lane.</summary>
    /// <returns>
    /// The row to write: new, or in place of the one with the same beginning. Its <see cref="DispatchRange.NextExpiryUtc"/> is
    /// that of the pass; an earlier one in the database counts.
    /// </returns>
    public DispatchRange Extend(
        int lane, long firstPosition, long lastPosition, long firstCursor, long lastCursor, DateTime nextExpiryUtc)
    {
        if (_open.TryGetValue(lane, out var range) && range.LastCursor - range.FirstCursor < LongEnough)
        {
            range.LastPosition = lastPosition;
            range.LastCursor = lastCursor;
            range.NextExpiryUtc = nextExpiryUtc;
            return range;
        }

        return _open[lane] = new DispatchRange
        {
            Lane = lane,
            FirstPosition = firstPosition,
            LastPosition = lastPosition,
            FirstCursor = firstCursor,
            LastCursor = lastCursor,
            NextExpiryUtc = nextExpiryUtc,
        };
    }
}

internal sealed class DispatchRangeMapping : IEntityTypeConfiguration<DispatchRange>
{
    public void Configure(EntityTypeBuilder<DispatchRange> range)
    {
        range.ToTable("DispatchRanges");
        range.HasKey(row => new { row.Lane, row.FirstPosition });
        range.HasIndex(row => row.NextExpiryUtc).HasFilter("\"NextExpiryUtc\" IS NOT NULL");
    }
}
