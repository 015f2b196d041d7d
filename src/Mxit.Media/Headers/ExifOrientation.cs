using System.Buffers.Binary;

namespace Mxit.Media.Headers;

/// <summary>
/// How a picture is turned, in a block of EXIF. Nothing else in the block matters, however odd it is. Source: Exif 2.32, sections
/// 4.5 and 4.6; TIFF 6.0, section 2.
/// </summary>
internal static class ExifOrientation
{
    /// <summary>Upright as it is.</summary>
    public const int None = 1;

    private const int NameLength = 6;
    private const int HeaderLength = 8;
    private const int EntryLength = 12;
    private const int OrientationTag = 0x0112;
    private const int ByteType = 1;
    private const int ShortType = 3;
    private const int LongType = 4;

    /// <summary>Whether a block has the name before it that it has in JPEG.</summary>
    public static bool HasName(ReadOnlySpan<byte> block) => block.Length >= NameLength && block.StartsWith("Exif\0"u8);

    /// <summary>A block without the name before it.</summary>
    public static ReadOnlySpan<byte> WithoutName(ReadOnlySpan<byte> block) => HasName(block) ? block[NameLength..] : block;

    /// <summary>Whether a block, without a name, begins as one does.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> block) =>
        block.Length >= HeaderLength && (block.StartsWith("MM"u8) || block.StartsWith("II"u8));

    /// <summary>The orientation, 1 to 8, in a block with or without a name; 1 when there is none.</summary>
    public static int Find(ReadOnlySpan<byte> block)
    {
        var exif = WithoutName(block);
        var isBigEndian = exif.StartsWith("MM"u8);
        if (!HasHeader(exif) || ReadUInt32(exif[4..], isBigEndian) is var offset && offset > exif.Length - 2)
        {
            return None;
        }

        var entries = exif[((int)offset + 2)..];
        for (var count = ReadUInt16(exif[(int)offset..], isBigEndian); count > 0 && entries.Length >= EntryLength; count--)
        {
            if (ReadUInt16(entries, isBigEndian) == OrientationTag && ReadValue(entries, isBigEndian) is >= 1 and <= 8
                and var found)
            {
                return (int)found;
            }

            entries = entries[EntryLength..];
        }

        return None;
    }

    /// <summary>A block, without a name, that holds an orientation and nothing else.</summary>
    public static byte[] Write(int orientation) =>
        [.. "MM\0*\0\0\0\b"u8, 0, 1, OrientationTag >> 8, OrientationTag & 0xFF, 0, ShortType, 0, 0, 0, 1, 0, (byte)orientation,
            0, 0, 0, 0, 0, 0];

    private static long ReadValue(ReadOnlySpan<byte> entry, bool isBigEndian) => ReadUInt16(entry[2..], isBigEndian) switch
    {
        ByteType => entry[8],
        ShortType => ReadUInt16(entry[8..], isBigEndian),
        LongType => ReadUInt32(entry[8..], isBigEndian),
        _ => 0,
    };

    private static int ReadUInt16(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
