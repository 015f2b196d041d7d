namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// The items of a HEIF or AVIF file that are Exif or XMP. One box tells what they are, another where. Source: ISO/IEC 14496-12,
/// sections 8.11.3 and 8.11.6; ISO/IEC 23008-12, annex A.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="inside">The bytes of items that are in the box of metadata itself.</param>
/// <param name="found">Gets the patches.</param>
internal sealed class BoxItems(FileWindow file, FileWindow? inside, PatchCollector found)
{
    // No camera writes as many, and each is looked at.
    private const int MaxItems = 64;
    private const int MaxExtents = 1_000;
    private const int MaxNameLength = 256;
    private const int VersionLength = 4;
    private const int InFile = 0;
    private const int InBox = 1;

    private readonly Dictionary<long, ItemKind> _kinds = [];

    private enum ItemKind
    {
        Exif,
        Xmp,
        PackedXmp,
    }

    public void Find(FileWindow infos, FileWindow places)
    {
        ReadInfos(infos);
        if (_kinds.Count > 0)
        {
            ReadPlaces(new BoxNumbers(places));
        }
    }

    private void ReadInfos(FileWindow infos)
    {
        var numbers = new BoxNumbers(infos);
        var version = numbers.ReadVersion();
        numbers.Read(version == 0 ? 2 : 4);
        foreach (var info in Box.In(infos.Slice(numbers.Position)))
        {
            if (_kinds.Count == MaxItems)
            {
                return;
            }

            if (info.Type == "infe")
            {
                ReadInfo(new BoxNumbers(info.Content));
            }
        }
    }

    private void ReadInfo(BoxNumbers info)
    {
        var version = info.ReadVersion();
        var id = info.Read(version == 3 ? 4 : 2);
        info.Read(2);
        var type = version < 2 ? "mime" : info.ReadLetters(4);
        info.ReadText(MaxNameLength);
        if (type == "Exif")
        {
            _kinds[id] = ItemKind.Exif;
        }
        else if (type == "mime" && info.ReadText(MaxNameLength).Contains("xml", StringComparison.OrdinalIgnoreCase))
        {
            _kinds[id] = info.ReadText(MaxNameLength).Length > 0 ? ItemKind.PackedXmp : ItemKind.Xmp;
        }
    }

    private void ReadPlaces(BoxNumbers places)
    {
        var version = places.ReadVersion();
        var lengths = (int)places.Read(2);
        var (offset, length, start, index) = (lengths >> 12, (lengths >> 8) & 15, (lengths >> 4) & 15, version == 0 ? 0 : lengths & 15);
        for (var items = places.Read(version < 2 ? 2 : 4); items > 0 && !places.IsAtEnd; items--)
        {
            var id = places.Read(version < 2 ? 2 : 4);
            var method = version == 0 ? InFile : places.Read(2) & 15;
            places.Read(2);
            var from = places.Read(start);
            var parts = new List<FileWindow>();
            for (var extents = places.Read(2); extents > 0 && !places.IsAtEnd; extents--)
            {
                places.Read(index);
                var position = from + places.Read(offset);
                var count = places.Read(length);
                if (parts.Count < MaxExtents && (method == InFile ? file : method == InBox ? inside : null) is { } source)
                {
                    parts.Add(source.Slice(position, count == 0 ? long.MaxValue : count));
                }
            }

            if (parts.Count > 0 && _kinds.Remove(id, out var kind))
            {
                Find(kind, FileWindow.Join(parts));
            }
        }
    }

    private void Find(ItemKind kind, FileWindow item)
    {
        switch (kind)
        {
            case ItemKind.Exif:
                ExifItem.Find(item, found);
                break;
            case ItemKind.Xmp:
                XmpPacket.Find(item, found);
                break;
            default:
                item.Fill(found, 0);
                break;
        }
    }
}
