using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Contacts;

/// <summary>
/// One entry of a person's contact list: a person or an app, and how far the two have come. Of two people each has an
/// entry; of a person and an app only the person has one.
/// </summary>
internal sealed class ContactEntry
{
    /// <summary>The user id of the person whose list this is.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The user id of the other person, or the service name of the app.</summary>
    public required string PeerId { get; init; }

    /// <summary>What the other side is.</summary>
    public required ContactType Type { get; init; }

    /// <summary>How far the two have come.</summary>
    public required SubscriptionType Subscription { get; set; }

    /// <summary>The owner wants nothing from the other side.</summary>
    public bool Blocked { get; set; }

    /// <summary>The group in which the owner keeps the entry.</summary>
    public required string Group { get; set; }

    /// <summary>When the entry was made.</summary>
    public required DateTime CreatedUtc { get; init; }
}

internal sealed class ContactEntryMapping : IEntityTypeConfiguration<ContactEntry>
{
    public void Configure(EntityTypeBuilder<ContactEntry> contact)
    {
        contact.ToTable("Contacts");
        contact.HasKey(row => new { row.OwnerId, row.PeerId });
        contact.Property(row => row.OwnerId).HasMaxLength(50);
        contact.Property(row => row.PeerId).HasMaxLength(64);
        contact.Property(row => row.Group).HasMaxLength(32);
        contact.HasIndex(row => new { row.PeerId, row.OwnerId });

        // Friends of friends are counted from this index alone.
        contact.HasIndex(row => new { row.OwnerId, row.Type, row.Subscription, row.Blocked, row.PeerId });
    }
}
