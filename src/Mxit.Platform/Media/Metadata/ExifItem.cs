namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Exif in HEIF and JPEG XL: before the block stands how far it is to its header. Source: ISO/IEC 23008-12, annex A.2.1.
/// </summary>
internal static class ExifItem
{
    private const int OffsetLength = 4;

    public static void Find(FileWindow item, PatchCollector found)
    {
        var rest = item.Slice(OffsetLength);
        if (item.TryReadUInt32(0, out var offset) && ExifBlock.IsStart(rest.Slice(offset)))
        {
            ExifBlock.Find(rest.Slice(offset), found);
        }
        else if (ExifBlock.IsStart(item))
        {
            // Some leave the distance out.
            ExifBlock.Find(item, found);
        }
        else
        {
            item.Fill(found, 0);
        }
    }
}
