using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Contacts;

/// <summary>
/// One entry of a person's contact list: a person or an app, and how far the two have come. Of two people each has an
/// entry; of a person and an app only the person has one.
/// </summary>
public sealed class Contact
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

/// <summary>What a contact is. Source: wire document, section 4.9.</summary>
public enum ContactType
{
    /// <summary>A person.</summary>
    User = 0,

    /// <summary>An app.</summary>
    Application = 1,
}

/// <summary>How far two parties have come; the numbers are ASCII codes of letters. Source: wire document, section 4.9.</summary>
public enum SubscriptionType
{
    /// <summary><c>A</c>: the other side asks.</summary>
    Ask = 65,

    /// <summary><c>B</c>: both have accepted.</summary>
    Both = 66,

    /// <summary><c>D</c>: deleted.</summary>
    Deleted = 68,

    /// <summary><c>N</c>: unknown or none.</summary>
    None = 78,

    /// <summary><c>P</c>: the owner's invite waits for an answer.</summary>
    Pending = 80,

    /// <summary><c>R</c>: rejected.</summary>
    Rejected = 82,
}

internal sealed class ContactMapping : IEntityTypeConfiguration<Contact>
{
    public void Configure(EntityTypeBuilder<Contact> contact)
    {
        contact.ToTable("Contacts");
        contact.HasKey(row => new { row.OwnerId, row.PeerId });
        contact.Property(row => row.OwnerId).HasMaxLength(50);
        contact.Property(row => row.PeerId).HasMaxLength(64);
        contact.Property(row => row.Group).HasMaxLength(32);
        contact.HasIndex(row => new { row.PeerId, row.OwnerId });
    }
}
