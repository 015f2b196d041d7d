using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <content>
/// The pictures of HEIF and AVIF, which are items. One box tells what they are, another where. Source: ISO/IEC 14496-12, sections
/// 8.11.3 and 8.11.6.
/// </content>
internal sealed partial class BoxCleaner
{
    private const int InFile = 0;
    private const int InBox = 1;

    private void ReadItems(Box meta)
    {
        var pictures = new HashSet<long>();
        Box? places = null, inside = null;
        var primary = 0L;
        foreach (var box in Box.In(file, meta.Content, meta.End))
        {
            switch (box.Type)
            {
                case "iinf":
                    ReadInfos(box, pictures);
                    break;
                case "iloc":
                    places = box;
                    break;
                case "idat":
                    inside = box;
                    AddData(box);
                    break;
                case "pitm":
                    primary = file.ReadNumberBigEndian(ReadVersion(box) == 0 ? 2 : 4);
                    break;
                default:
                    Read(box);
                    break;
            }
        }

        _hasPicture |= pictures.Contains(primary);
        if (places is not null)
        {
            ReadPlaces(places, inside, pictures);
        }
    }

    private int ReadVersion(Box box)
    {
        file.Position = box.Content;
        return (int)(file.ReadUInt32BigEndian() >> 24);
    }

    // Of one that is no picture nothing stays but that it is there.
    private void ReadInfos(Box infos, HashSet<long> pictures)
    {
        var start = infos.Content + (ReadVersion(infos) == 0 ? 6 : 8);
        foreach (var info in Box.In(file, start, infos.End))
        {
            var version = ReadVersion(info);
            var id = file.ReadNumberBigEndian(version < 3 ? 2 : 4);
            file.Skip(2);
            var end = file.Position;
            if (version >= 2 && file.ReadLetters(4) is "hvc1" or "hev1" or "lhv1" or "avc1" or "vvc1" or "av01" or "grid"
                or "iden" or "iovl" or "tmap")
            {
                pictures.Add(id);
                end = file.Position;
            }

            Zero(end, info.End);
        }
    }

    private void ReadPlaces(Box places, Box? inside, HashSet<long> pictures)
    {
        var version = ReadVersion(places);
        var lengths = file.ReadUInt16BigEndian();
        var (offset, length, start, index) = (
            lengths >> 12, (lengths >> 8) & 15, (lengths >> 4) & 15, version == 0 ? 0 : lengths & 15);
        for (var items = Number(version < 2 ? 2 : 4); items > 0; items--)
        {
            var id = Number(version < 2 ? 2 : 4);
            var method = version == 0 ? InFile : Number(2) & 15;
            Number(2);
            var from = Number(start) + (method == InBox ? inside?.Content ?? 0 : 0);
            for (var parts = Number(2); parts > 0; parts--)
            {
                Number(index);
                var first = from + Number(offset);
                var count = Number(length);
                if (method is InFile or InBox)
                {
                    var end = count == 0 ? file.Length : first + count;
                    Add(pictures.Contains(id) ? _kept : _dropped, first, end, (first, end));
                }
            }
        }

        long Number(int bytes) => file.Position + bytes <= places.End
            ? file.ReadNumberBigEndian(bytes)
            : throw new InvalidDataException("has a box that is damaged");
    }
}
