namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// A block of Exif, as it is in a JPEG, PNG, WebP or HEIF file: a TIFF file without pixels, here and there with a name before it.
/// Source: Exif 2.32, section 4.5.
/// </summary>
internal static class ExifBlock
{
    public const int NameLength = 6;

    private const int MaxDepth = 2;

    /// <summary>Whether there is a name before the block, as in JPEG.</summary>
    public static bool HasName(FileWindow block) => block.Has(0, "Exif\0"u8);

    /// <summary>Whether it begins with a header, with or without a name before it.</summary>
    public static bool IsStart(FileWindow block) => TiffReader.HasHeader(WithoutName(block));

    /// <summary>Finds the position. When the block is damaged so that it cannot be found, all of the block goes.</summary>
    /// <param name="block">The block.</param>
    /// <param name="found">Gets the patches.</param>
    /// <param name="depth">In how many other blocks it is.</param>
    public static void Find(FileWindow block, PatchCollector found, int depth = 0)
    {
        var tiff = WithoutName(block);
        if (depth == MaxDepth)
        {
            // A small picture in a small picture is none that anybody shows.
            tiff.Fill(found, 0);
            return;
        }

        var inside = new PatchCollector();
        var directories = new TiffDirectories(tiff, inside, depth + 1);
        if (!directories.TryFindInBlock())
        {
            tiff.Fill(found, 0);
            return;
        }

        found.AddAll(inside);
        foreach (var preview in directories.Previews)
        {
            JpegPositions.FindIn(preview, found, depth + 1);
        }
    }

    private static FileWindow WithoutName(FileWindow block) => HasName(block) ? block.Slice(NameLength) : block;
}
