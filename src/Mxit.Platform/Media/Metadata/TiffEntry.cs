namespace Mxit.Platform.Media.Metadata;

/// <summary>An entry of a directory of TIFF.</summary>
/// <param name="Position">Where the entry is.</param>
/// <param name="Tag">What it tells.</param>
/// <param name="Type">Of what kind its values are.</param>
/// <param name="Count">How many there are.</param>
/// <param name="ValuePosition">Where they are.</param>
/// <param name="ValueLength">How many bytes they have.</param>
/// <param name="IsInside">Whether they are in the entry itself.</param>
internal readonly record struct TiffEntry(
    long Position, int Tag, int Type, long Count, long ValuePosition, long ValueLength, bool IsInside)
{
    // By type: BYTE, ASCII, SHORT, LONG, RATIONAL, the signed ones, FLOAT, DOUBLE, IFD; LONG8, SLONG8, IFD8 of BigTIFF.
    private static ReadOnlySpan<byte> Lengths => [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

    /// <summary>Whether the values can be offsets of directories.</summary>
    public bool HasOffsets => Type is 3 or 4 or 13 or 16 or 18;

    private int ItemLength => Type < Lengths.Length ? Lengths[Type] : 0;

    /// <summary>Reads an entry; <see langword="null"/> when the file ends before it does.</summary>
    public static TiffEntry? ReadOrNull(TiffReader reader, long position)
    {
        if (!reader.TryReadUInt16(position, out var tag)
            || !reader.TryReadUInt16(position + 2, out var type)
            || !reader.TryReadOffset(position + 4, out var count)
            || !reader.TryReadOffset(position + 4 + reader.OffsetLength, out var offset))
        {
            return null;
        }

        var itemLength = type < Lengths.Length ? Lengths[type] : 0;
        var length = itemLength == 0 || count <= long.MaxValue / itemLength ? count * itemLength : long.MaxValue;
        var isInside = length <= reader.OffsetLength;
        return new TiffEntry(
            position, tag, type, count, isInside ? position + 4 + reader.OffsetLength : offset, length, isInside);
    }

    /// <summary>Reads one of the values as an offset.</summary>
    public bool TryReadOffset(TiffReader reader, long index, out long offset) =>
        reader.TryRead(ValuePosition + (index * ItemLength), ItemLength, out offset);

    /// <summary>Whether the values end within a length.</summary>
    public bool FitsIn(long length) => IsInside || (ValueLength <= length && ValuePosition <= length - ValueLength);
}
