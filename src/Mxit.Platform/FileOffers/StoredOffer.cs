using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Mxit.Platform.Gallery;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// A file that one side offers to another. It is there before the message that carries it, and counts from that message on: until
/// then nobody sees it. Source: wire document, section 6, M10 and M11.
/// </summary>
internal sealed class StoredOffer
{
    /// <summary>The id, a UUIDv7, which is also that of the message that carries it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The file that is offered; <see langword="null"/> once the sender has deleted it.</summary>
    public Guid? FileId { get; set; }

    /// <summary>The user id of the person, or the service name of the app, that offers.</summary>
    public required string SenderId { get; init; }

    /// <summary>Whether a person or an app offers.</summary>
    public required bool SenderIsApp { get; init; }

    /// <summary>The user id of the person to whom it is offered.</summary>
    public required string ReceiverId { get; init; }

    /// <summary>The name of the file when it was offered.</summary>
    public required string FileName { get; init; }

    /// <summary>The media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>How many bytes the receiver gets.</summary>
    public required long Size { get; init; }

    /// <summary>
    /// Where the bytes are that the receiver gets, which may differ from the sender's: without the metadata of a picture.
    /// They are kept while the offer is open.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The receiver's program may accept and open it without asking.</summary>
    public required bool AutoOpen { get; init; }

    /// <summary>The receiver cannot offer it to others.</summary>
    public required bool PreventShare { get; init; }

    /// <summary>
    /// How far it has come. An open offer whose time is over is expired, whether or not that was written down yet.
    /// </summary>
    public OfferState State { get; set; }

    /// <summary>When it was offered.</summary>
    public required DateTime CreatedUtc { get; init; }

    /// <summary>Until when it can be accepted.</summary>
    public required DateTime ExpiresUtc { get; init; }

    /// <summary>When the receiver accepted or declined.</summary>
    public DateTime? AnsweredUtc { get; set; }

    /// <summary>
    /// The file in the receiver's gallery that came of accepting; <see langword="null"/> when there is none, or none any more.
    /// </summary>
    public Guid? ReceivedFileId { get; set; }
}

/// <summary>How far an offer has come.</summary>
internal enum OfferState
{
    /// <summary>The receiver may accept or decline.</summary>
    Open = 0,

    /// <summary>The receiver has the file.</summary>
    Accepted = 1,

    /// <summary>The receiver does not want it.</summary>
    Declined = 2,

    /// <summary>Nobody answered in time.</summary>
    Expired = 3,

    /// <summary>The sender deleted the file before anybody answered.</summary>
    Withdrawn = 4,
}

internal sealed class StoredOfferMapping : IEntityTypeConfiguration<StoredOffer>
{
    public void Configure(EntityTypeBuilder<StoredOffer> offer)
    {
        offer.ToTable("FileOffers");
        offer.HasKey(row => row.Id);
        offer.Property(row => row.Id).ValueGeneratedNever();
        offer.Property(row => row.SenderId).HasMaxLength(64);
        offer.Property(row => row.ReceiverId).HasMaxLength(50);
        offer.Property(row => row.FileName).HasMaxLength(GalleryNames.MaxFileName);
        offer.Property(row => row.MediaType).HasMaxLength(GalleryMediaTypes.MaxLength);
        offer.Property(row => row.Key).HasMaxLength(64);
        offer.HasIndex(row => new { row.SenderId, row.Id });
        offer.HasIndex(row => new { row.ReceiverId, row.Id });
        offer.HasIndex(row => row.FileId);
        offer.HasIndex(row => row.ReceivedFileId);
        offer.HasIndex(row => row.Key);
        offer.HasIndex(row => new { row.State, row.ExpiresUtc });
    }
}
