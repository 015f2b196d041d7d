using System.Text;

namespace Mxit.Platform.Media.Metadata;

/// <summary>A box of the files that are made of such. Source: ISO/IEC 14496-12, section 4.2.</summary>
/// <param name="Type">Its four letters, in Latin-1.</param>
/// <param name="Whole">The box with its head.</param>
/// <param name="Content">What is in it; what of it is there, if the file is cut off.</param>
internal readonly record struct Box(string Type, FileWindow Whole, FileWindow Content)
{
    private const int HeadLength = 8;
    private const int LargeHeadLength = 16;

    private static readonly byte[] Free = [.. "free"u8];

    /// <summary>The boxes in a part of a file, up to one that is damaged.</summary>
    public static IEnumerable<Box> In(FileWindow part)
    {
        for (var position = 0L; ReadOrNull(part, position) is { } box; position += box.Whole.Length)
        {
            yield return box;
        }
    }

    /// <summary>The box at a position; <see langword="null"/> when there is none.</summary>
    public static Box? ReadOrNull(FileWindow part, long position)
    {
        Span<byte> type = stackalloc byte[4];
        if (!part.TryReadUInt32(position, out var length) || !part.TryRead(position + 4, type))
        {
            return null;
        }

        var head = HeadLength;
        if (length == 1)
        {
            head = LargeHeadLength;
            if (!part.TryReadUInt32(position + 8, out var high) || !part.TryReadUInt32(position + 12, out var low))
            {
                return null;
            }

            length = high > int.MaxValue ? long.MaxValue : (high << 32) | low;
        }
        else if (length == 0)
        {
            length = long.MaxValue;
        }

        var whole = part.Slice(position, length);
        return length >= head ? new Box(Encoding.Latin1.GetString(type), whole, whole.Slice(head)) : null;
    }

    /// <summary>Leaves a box of zeros that everybody skips.</summary>
    public void Empty(PatchCollector found)
    {
        Whole.Replace(found, 4, Free);
        Content.Fill(found, 0);
    }
}
