using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Pictures;

/// <summary>
/// A picture of a person, as it was made from what the person sent. The bytes are in the media storage; an avatar has them in
/// two sizes.
/// </summary>
internal sealed class Picture
{
    /// <summary>The user id of the person.</summary>
    public required string OwnerId { get; init; }

    /// <summary>What it is for.</summary>
    public required PictureKind Kind { get; init; }

    /// <summary>The id that others see; another one whenever the picture changes.</summary>
    public required string PictureId { get; set; }

    /// <summary>Where the bytes are: of an avatar the small ones.</summary>
    public required string Key { get; set; }

    /// <summary>Their media type.</summary>
    public required string MediaType { get; set; }

    /// <summary>How many they are.</summary>
    public required long Length { get; set; }

    /// <summary>Where the bytes of the size for pages are; <see langword="null"/> for a cover, which has one size.</summary>
    public string? LargeKey { get; set; }

    /// <summary>Their media type.</summary>
    public string? LargeMediaType { get; set; }

    /// <summary>How many they are.</summary>
    public long? LargeLength { get; set; }

    /// <summary>When the picture was set.</summary>
    public required DateTime ChangedUtc { get; set; }

    /// <summary>Where all its bytes are.</summary>
    public IEnumerable<string> Keys => LargeKey is null ? [Key] : [Key, LargeKey];
}

/// <summary>What a picture of a person is for.</summary>
internal enum PictureKind
{
    /// <summary>The picture beside the name.</summary>
    Avatar = 0,

    /// <summary>The wide picture on top of the profile.</summary>
    Cover = 1,
}

internal sealed class PictureMapping : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> picture)
    {
        picture.ToTable("Pictures");
        picture.HasKey(row => new { row.OwnerId, row.Kind });
        picture.Property(row => row.OwnerId).HasMaxLength(50);
        picture.Property(row => row.PictureId).HasMaxLength(64).IsRequired();
        picture.Property(row => row.Key).HasMaxLength(64);
        picture.Property(row => row.MediaType).HasMaxLength(64);
        picture.Property(row => row.LargeKey).HasMaxLength(64);
        picture.Property(row => row.LargeMediaType).HasMaxLength(64);
        picture.Ignore(row => row.Keys);
        picture.HasIndex(row => row.Key);
        picture.HasIndex(row => row.LargeKey);
    }
}
