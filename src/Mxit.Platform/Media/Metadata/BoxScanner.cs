namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Goes through the boxes of a file in which there may be a position. Source: QuickTime File Format specification, user data atoms;
/// 3GPP TS 26.244, section 8.9; XMP specification, part 3, sections 1.1.4 and 1.1.5; ISO/IEC 18181-2 for JPEG XL.
/// </summary>
internal sealed class BoxScanner(FileWindow file, PatchCollector found)
{
    private const int IdLength = 16;
    private const int MaxDepth = 4;

    // Long videos in pieces have thousands.
    private const int MaxBoxes = 1_000_000;

    private int _boxesLeft = MaxBoxes;

    private static ReadOnlySpan<byte> XmpId => [0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC];

    private static ReadOnlySpan<byte> IptcId => [0x33, 0xC7, 0xA4, 0xD2, 0xB8, 0x1D, 0x47, 0x23, 0xA0, 0xBA, 0xF1, 0xA3, 0xE0, 0x97, 0xAD, 0x38];

    private static ReadOnlySpan<byte> ExifId => "JpgTiffExif->JP2"u8;

    public void Scan() => ScanIn(file, 0);

    private void ScanIn(FileWindow part, int depth)
    {
        foreach (var box in Box.In(part))
        {
            if (--_boxesLeft < 0)
            {
                return;
            }

            if (box.Type == "trak")
            {
                new PositionTracks(file, found).Find(box.Content);
            }

            switch (box.Type)
            {
                case "moov" or "trak" or "udta" when depth < MaxDepth:
                    ScanIn(box.Content, depth + 1);
                    break;
                case "\u00A9xyz" or "loci":
                    box.Empty(found);
                    break;
                case "meta":
                    FindInMetadata(box.Content);
                    break;
                case "XMP_" or "xml ":
                    XmpPacket.Find(box.Content, found);
                    break;
                case "Exif":
                    ExifItem.Find(box.Content, found);
                    break;
                case "brob" when box.Content.Has(0, "Exif"u8) || box.Content.Has(0, "xml "u8):
                    // Packed, so that it cannot be overwritten in part.
                    box.Empty(found);
                    break;
                case "uuid":
                    FindInNamed(box.Content);
                    break;
            }
        }
    }

    private void FindInNamed(FileWindow content)
    {
        var data = content.Slice(IdLength);
        if (content.Has(0, XmpId))
        {
            XmpPacket.Find(data, found);
        }
        else if (content.Has(0, ExifId))
        {
            ExifBlock.Find(data, found);
        }
        else if (content.Has(0, IptcId))
        {
            IptcRecords.Find(data, found);
        }
    }

    private void FindInMetadata(FileWindow content)
    {
        // In QuickTime the box has no version before what is in it.
        FileWindow? keys = null, list = null, infos = null, places = null, inside = null;
        foreach (var box in Box.In(content.Slice(content.Has(4, "hdlr"u8) ? 0 : 4)))
        {
            if (--_boxesLeft < 0)
            {
                return;
            }

            switch (box.Type)
            {
                case "keys":
                    keys = box.Content;
                    break;
                case "ilst":
                    list = box.Content;
                    break;
                case "iinf":
                    infos = box.Content;
                    break;
                case "iloc":
                    places = box.Content;
                    break;
                case "idat":
                    inside = box.Content;
                    break;
                case "xml ":
                    XmpPacket.Find(box.Content, found);
                    break;
            }
        }

        if (list is not null)
        {
            VideoTags.Find(keys, list, found);
        }

        if (infos is not null && places is not null)
        {
            new BoxItems(file, inside, found).Find(infos, places);
        }
    }
}
