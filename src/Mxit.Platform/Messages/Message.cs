using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Messages;

/// <summary>
/// An accepted message: one row of the log, however many people it is for. The row is written before the sender gets an
/// answer; the inboxes follow from it.
/// </summary>
internal sealed class Message
{
    /// <summary>The place in the log, given by the database; grows.</summary>
    public long Position { get; init; }

    /// <summary>
    /// Which writer appended it. Within a lane, rows become visible in the order of their positions, because one writer at
    /// a time holds the lane; across lanes they need not.
    /// </summary>
    public required int Lane { get; init; }

    /// <summary>The id that the outside knows, a UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The user id of the person, or the service name of the app, that sent it.</summary>
    public required string SenderId { get; init; }

    /// <summary>Whether a person or an app sent it.</summary>
    public required bool SenderIsApp { get; init; }

    /// <summary>The user ids that it is for, separated by commas, without repeats.</summary>
    public required string Recipients { get; init; }

    /// <summary>The text, as it was sent.</summary>
    public required string Body { get; init; }

    /// <summary>The body is Mxit markup.</summary>
    public required bool ContainsMarkup { get; init; }

    /// <summary>The links as JSON; <see langword="null"/> without any.</summary>
    public string? Links { get; init; }

    /// <summary>Keep for people who are offline.</summary>
    public required bool Spool { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTime AcceptedUtc { get; init; }

    /// <summary>After this it is not shown to anybody who has not got it yet.</summary>
    public required DateTime ExpiresUtc { get; init; }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.ToTable("Messages");
        message.HasKey(row => row.Position);
        message.Property(row => row.SenderId).HasMaxLength(64);
        message.HasIndex(row => new { row.Lane, row.Position });
        message.HasIndex(row => row.Id).IsUnique();
    }
}
