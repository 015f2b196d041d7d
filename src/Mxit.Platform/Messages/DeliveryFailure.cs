using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Messages;

/// <summary>
/// Somebody does not get a message: said by the dispatcher, or by the cleaner when the message expired. Messages that are
/// delivered have no such row; how far they are stands in the receiver's history.
/// </summary>
internal sealed class DeliveryFailure
{
    /// <summary>The message in the log.</summary>
    public required long MessagePosition { get; init; }

    /// <summary>The user id of the one who does not get it.</summary>
    public required string RecipientId { get; init; }

    /// <summary>Who sent it: a user id, or the service name of an app.</summary>
    public required string SenderId { get; init; }

    /// <summary>Why.</summary>
    public required DeliveryFailureReason Reason { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTime ChangedUtc { get; init; }

    /// <summary>Its place among the changes, see <see cref="DeliveryCounter"/>.</summary>
    public required long Change { get; init; }
}

/// <summary>Why somebody does not get a message.</summary>
internal enum DeliveryFailureReason
{
    /// <summary>Not connected, and the message was not to be kept.</summary>
    Offline = 1,

    /// <summary>The sender is not among the contacts, or is blocked.</summary>
    NotContact = 2,

    /// <summary>Too many messages wait already.</summary>
    SpoolFull = 3,

    /// <summary>The time of the message was over before it was delivered.</summary>
    Expired = 4,
}

/// <summary>
/// The last number given to a change of delivery. Whoever draws numbers changes this row first and in the same transaction, and
/// so keeps the others waiting until it has committed: numbers become visible in their order, on any database. Whoever has read
/// this row sees all changes up to it.
/// </summary>
internal sealed class DeliveryCounter
{
    /// <summary>Always 1: there is one row.</summary>
    public required int Id { get; init; }

    /// <summary>The last number given out.</summary>
    public required long LastChange { get; set; }
}

internal sealed class DeliveryFailureMapping : IEntityTypeConfiguration<DeliveryFailure>
{
    public void Configure(EntityTypeBuilder<DeliveryFailure> failure)
    {
        failure.ToTable("DeliveryFailures");
        failure.HasKey(row => new { row.MessagePosition, row.RecipientId });
        failure.Property(row => row.RecipientId).HasMaxLength(50);
        failure.Property(row => row.SenderId).HasMaxLength(64);
        failure.HasIndex(row => new { row.SenderId, row.Change });
    }
}

internal sealed class DeliveryCounterMapping : IEntityTypeConfiguration<DeliveryCounter>
{
    public void Configure(EntityTypeBuilder<DeliveryCounter> counter)
    {
        counter.ToTable("DeliveryCounter");
        counter.HasKey(row => row.Id);
        counter.Property(row => row.Id).ValueGeneratedNever();
        counter.HasData(new DeliveryCounter { Id = 1, LastChange = 0 });
    }
}
