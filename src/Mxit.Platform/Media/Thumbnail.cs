using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Mxit.Platform.Media;

/// <summary>A small picture of a stored content, by the content and not by who has it, so that equal files share it.</summary>
internal sealed class Thumbnail
{
    /// <summary>The key of the content that it shows.</summary>
    public required string SourceKey { get; init; }

    /// <summary>The longest side in pixels: one of a few fixed sizes.</summary>
    public required int Size { get; init; }

    /// <summary>
    /// The key of the small picture; <see langword="null"/> when the content is none that can be drawn, so that nobody tries
    /// again.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime CreatedUtc { get; init; }
}

internal sealed class ThumbnailMapping : IEntityTypeConfiguration<Thumbnail>
{
    public void Configure(EntityTypeBuilder<Thumbnail> thumbnail)
    {
        thumbnail.ToTable("Thumbnails");
        thumbnail.HasKey(row => new { row.SourceKey, row.Size });
        thumbnail.Property(row => row.SourceKey).HasMaxLength(64);
        thumbnail.Property(row => row.Key).HasMaxLength(64);
        thumbnail.HasIndex(row => row.Key);
    }
}
