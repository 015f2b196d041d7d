using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Messages;

/// <summary>
/// A message in one person's history: received, or sent. Written by the dispatcher, in the order of the log.
/// </summary>
internal sealed class InboxEntry
{
    /// <summary>The user id of the person whose history this is.</summary>
    public required string OwnerId { get; init; }

    /// <summary>
    /// The place among all entries of everybody, and so in the history; grows, with gaps, and becomes visible in this order.
    /// </summary>
    public required long Cursor { get; init; }

    /// <summary>The other side: a user id, or the service name of an app.</summary>
    public required string PeerId { get; init; }

    /// <summary>Received rather than sent.</summary>
    public required bool Incoming { get; init; }

    /// <summary>The message in the log.</summary>
    public required long MessagePosition { get; init; }

    /// <summary>
    /// Of a sent message: its cursor in the receiver's history; <see langword="null"/> where the receiver did not get it.
    /// </summary>
    public long? PeerCursor { get; init; }

    /// <summary>After this an entry that was not delivered is not shown; <see langword="null"/> of a sent message.</summary>
    public DateTime? ExpiresUtc { get; init; }

    /// <summary>When the reader's side acknowledged it.</summary>
    public DateTime? DeliveredUtc { get; set; }

    /// <summary>When the person read it.</summary>
    public DateTime? ReadUtc { get; set; }

    /// <summary>
    /// Of a received message: the place of its newest acknowledgement among the changes that its sender learns of, see
    /// <see cref="DeliveryCounter"/>; <see langword="null"/> before there is one.
    /// </summary>
    public long? Change { get; set; }

    /// <summary>What there is still to do with it. The database finds it from the other columns.</summary>
    public InboxEntryState State { get; private set; }
}

/// <summary>What there is still to do with an <see cref="InboxEntry"/>.</summary>
internal enum InboxEntryState
{
    /// <summary>Received, and not acknowledged.</summary>
    Waiting = 0,

    /// <summary>Acknowledged, and not read.</summary>
    Unread = 1,

    /// <summary>Read, or sent by its owner.</summary>
    Settled = 2,
}

internal sealed class InboxEntryMapping : IEntityTypeConfiguration<InboxEntry>
{
    public void Configure(EntityTypeBuilder<InboxEntry> entry)
    {
        entry.ToTable("InboxEntries");
        entry.HasKey(row => row.Cursor);
        entry.Property(row => row.Cursor).ValueGeneratedNever();
        entry.Property(row => row.OwnerId).HasMaxLength(50);
        entry.Property(row => row.PeerId).HasMaxLength(64);
        entry.Property(row => row.State).HasComputedColumnSql(
            """CASE WHEN NOT "Incoming" THEN 2 WHEN "DeliveredUtc" IS NULL THEN 0 WHEN "ReadUtc" IS NULL THEN 1 ELSE 2 END""",
            stored: true);

        // The one place of the file, besides the end of the table, that a delivery writes: each further one would cost as much
        // again. State first: what waits, of everybody, is a small part of the index, and deliveries write nowhere else in it,
        // however much is stored. A history is read from three stretches and merged.
        entry.HasIndex(row => new { row.State, row.OwnerId, row.Cursor, row.PeerId });

        // Conversations. What waits is not in it: that is never much, and acknowledging writes many entries of one person at
        // once.
        entry.HasIndex(row => new { row.OwnerId, row.PeerId, row.Cursor }).HasFilter("\"State\" <> 0");

        // What became of one's own messages, in order. An entry is not in it before it is acknowledged.
        entry.HasIndex(row => new { row.PeerId, row.Change }).HasFilter("\"Change\" IS NOT NULL");
    }
}
