using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Messages;

/// <summary>
/// A message in one person's history: received, or sent. Written by the dispatcher, in the order of the log.
/// </summary>
public sealed class InboxEntry
{
    /// <summary>The user id of the person whose history this is.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The place in the history; grows, with gaps, and becomes visible in this order.</summary>
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
    /// Of a received message: the place of its newest acknowledgement among the changes that its sender hears of, see
    /// <see cref="DeliveryCounter"/>; <see langword="null"/> before there is one.
    /// </summary>
    public long? Change { get; set; }
}

internal sealed class InboxEntryMapping : IEntityTypeConfiguration<InboxEntry>
{
    public void Configure(EntityTypeBuilder<InboxEntry> entry)
    {
        entry.ToTable("InboxEntries");
        entry.HasKey(row => new { row.OwnerId, row.Cursor });
        entry.Property(row => row.OwnerId).HasMaxLength(50);
        entry.Property(row => row.PeerId).HasMaxLength(64);
        entry.HasIndex(row => new { row.OwnerId, row.PeerId, row.Cursor });

        // Counting what waits or is unread and marking it must not walk through years of history. No entry is in both, so writing one
        // costs one of the two.
        entry.HasIndex(row => new { row.OwnerId, row.PeerId, row.Cursor }, "IX_InboxEntries_Waiting")
            .HasFilter("\"DeliveredUtc\" IS NULL AND \"Incoming\"");
        entry.HasIndex(row => new { row.OwnerId, row.PeerId, row.Cursor }, "IX_InboxEntries_Unread")
            .HasFilter("\"ReadUtc\" IS NULL AND \"DeliveredUtc\" IS NOT NULL AND \"Incoming\"");

        // What became of one's own messages, in order. An entry is not in it before it is acknowledged.
        entry.HasIndex(row => new { row.PeerId, row.Change }).HasFilter("\"Change\" IS NOT NULL");
    }
}
