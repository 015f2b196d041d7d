using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Gallery;

/// <summary>How much galleries may hold. Section <c>Mxit:Gallery</c>.</summary>
internal sealed class GallerySettings
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

    /// <summary>The most bytes of all files of an app, which are those that it offers.</summary>
    [Range(1_000L, 1_000_000_000_000_000L)]
    public long MaxAppBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>The most files of an app.</summary>
    [Range(1, 10_000_000)]
    public int MaxAppFiles { get; set; } = 100_000;

    /// <summary>
    /// The most bytes of all files of all people and apps; <see langword="null"/> for as many as the disk has room for.
    /// </summary>
    [Range(1_000L, 1_000_000_000_000_000L)]
    public long? MaxTotalBytes { get; set; }

    internal GalleryLimits GetLimits(bool isApp) => isApp
        ? new GalleryLimits(MaxAppBytes, MaxAppFiles, MaxPersonFolders, MaxTotalBytes)
        : new GalleryLimits(MaxPersonBytes, MaxPersonFiles, MaxPersonFolders, MaxTotalBytes);
}

/// <summary>How much one gallery may hold.</summary>
/// <param name="Bytes">The most bytes of all its files.</param>
/// <param name="Files">The most files.</param>
/// <param name="Folders">The most folders besides <c>Default</c>.</param>
/// <param name="TotalBytes">The most bytes of all files of all galleries; <see langword="null"/> for no limit.</param>
internal readonly record struct GalleryLimits(long Bytes, int Files, int Folders, long? TotalBytes);
