using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Gallery;

/// <summary>How much galleries may hold. Section <c>Mxit:Gallery</c>.</summary>
public sealed class GallerySettings
{
    /// <summary>The longest file, in bytes.</summary>
    [Range(1_000L, 1_000_000_000_000L)]
    public long MaxFileBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>The most bytes of all files of a person.</summary>
    [Range(1_000L, 1_000_000_000_000_000L)]
    public long MaxPersonBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>The most files of a person.</summary>
    [Range(1, 1_000_000)]
    public int MaxPersonFiles { get; set; } = 10_000;

    /// <summary>The most folders of a person, besides <c>Default</c>.</summary>
    [Range(1, 100_000)]
    public int MaxPersonFolders { get; set; } = 500;

    /// <summary>The most bytes of all files of all people; <see langword="null"/> for as many as the disk has room for.</summary>
    [Range(1_000L, 1_000_000_000_000_000L)]
    public long? MaxTotalBytes { get; set; }
}
