using System.Text;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// What a video tells of itself, as QuickTime and iTunes write it: values, and names for them, by number or by four letters.
/// Source: QuickTime File Format specification, metadata atoms.
/// </summary>
internal static class VideoTags
{
    private const int ValueStart = 8;
    private const int KeyHeadLength = 8;
    private const int TextType = 1;

    /// <summary>Finds the values that stand for a place.</summary>
    /// <param name="keys">The names; <see langword="null"/> when the values have four letters.</param>
    /// <param name="list">The values.</param>
    /// <param name="found">Gets the patches.</param>
    public static void Find(FileWindow? keys, FileWindow list, PatchCollector found)
    {
        var numbers = keys is null ? [] : ReadPlaces(keys);
        foreach (var item in Box.In(list))
        {
            var isPlace = keys is null
                ? item.Type == "\u00A9xyz" || (item.Type == "----" && PlaceNames.IsPlaceKey(ReadName(item)))
                : item.Whole.TryReadUInt32(4, out var number) && numbers.Contains(number);
            if (isPlace)
            {
                Blank(item, found);
            }
        }
    }

    private static HashSet<long> ReadPlaces(FileWindow keys)
    {
        var numbers = new HashSet<long>();
        var position = (long)KeyHeadLength;
        for (var number = 1L; keys.TryReadUInt32(position, out var length) && length >= KeyHeadLength; number++)
        {
            if (PlaceNames.IsPlaceKey(Read(keys.Slice(position + KeyHeadLength, length - KeyHeadLength))))
            {
                numbers.Add(number);
            }

            position += length;
        }

        return numbers;
    }

    private static string ReadName(Box item)
    {
        foreach (var box in Box.In(item.Content))
        {
            if (box.Type == "name")
            {
                return Read(box.Content);
            }
        }

        return "";
    }

    private static string Read(FileWindow name)
    {
        Span<byte> bytes = stackalloc byte[PlaceNames.MaxLength];
        return Encoding.Latin1.GetString(bytes[..name.Read(0, bytes)]);
    }

    private static void Blank(Box item, PatchCollector found)
    {
        foreach (var data in Box.In(item.Content))
        {
            if (data.Type == "data" && data.Content.TryReadUInt32(0, out var type))
            {
                data.Content.Slice(ValueStart).Fill(found, (byte)(type == TextType ? ' ' : 0));
            }
        }
    }
}
