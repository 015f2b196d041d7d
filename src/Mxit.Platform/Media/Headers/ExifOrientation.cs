using System.Buffers.Binary;

namespace Mxit.Platform.Media.Headers;

/// <summary>
/// Finds how a picture is turned in a block of EXIF. The decoder does so for JPEG and WebP, but not for PNG. Source: Exif 2.32,
/// section 4.6; TIFF 6.0, section 2.
/// </summary>
internal static class ExifOrientation
{
    /// <summary>Upright as it is.</summary>
    public const int None = 1;

    private const int EntryLength = 12;
    private const int OrientationTag = 0x0112;
    private const int ShortType = 3;

    /// <summary>The orientation, 1 to 8; 1 when there is none.</summary>
    public static int Find(ReadOnlySpan<byte> exif)
    {
        var isBigEndian = exif.StartsWith("MM\0*"u8);
        if (exif.Length < 8 || (!isBigEndian && !exif.StartsWith("II*\0"u8)))
        {
            return None;
        }

        var offset = ReadUInt32(exif[4..], isBigEndian);
        if (offset > exif.Length - 2)
        {
            return None;
        }

        var entries = exif[((int)offset + 2)..];
        for (var count = ReadUInt16(exif[(int)offset..], isBigEndian); count > 0 && entries.Length >= EntryLength; count--)
        {
            if (ReadUInt16(entries, isBigEndian) == OrientationTag && ReadUInt16(entries[2..], isBigEndian) == ShortType)
            {
                return ReadUInt16(entries[8..], isBigEndian) is >= 1 and <= 8 and var orientation ? orientation : None;
            }

            entries = entries[EntryLength..];
        }

        return None;
    }

    private static int ReadUInt16(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
