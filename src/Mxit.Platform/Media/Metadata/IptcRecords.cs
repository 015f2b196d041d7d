using System.Buffers.Binary;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// IPTC, the older form: numbered fields one after the other. What names a place becomes spaces. Source: IPTC-NAA Information
/// Interchange Model, version 4.2, chapters 3 and 6.
/// </summary>
internal static class IptcRecords
{
    private const byte Marker = 0x1C;
    private const int ApplicationRecord = 2;
    private const int ExtendedLength = 0x8000;
    private const int MaxLengthOfLength = 4;

    /// <summary>Finds the places. Behind damage everything becomes zero.</summary>
    public static void Find(FileWindow records, PatchCollector found)
    {
        Span<byte> head = stackalloc byte[5];
        var position = 0L;
        while (records.TryRead(position, head) && head[0] == Marker)
        {
            var start = position + head.Length;
            var length = (long)BinaryPrimitives.ReadUInt16BigEndian(head[3..]);
            if (length >= ExtendedLength && !TryReadLength(records, ref start, out length))
            {
                break;
            }

            if (length > records.Length - start)
            {
                break;
            }

            if (head[1] == ApplicationRecord && IsPlace(head[2]))
            {
                records.Fill(found, start, length, (byte)' ');
            }

            position = start + length;
        }

        records.Fill(found, position, records.Length - position, 0);
    }

    // Longer fields tell first how many bytes their length has.
    private static bool TryReadLength(FileWindow records, ref long start, out long length)
    {
        Span<byte> bytes = stackalloc byte[MaxLengthOfLength];
        length = 0;
        if (!records.TryReadUInt16(start - 2, out var count) || (count & ~ExtendedLength) > MaxLengthOfLength)
        {
            return false;
        }

        bytes = bytes[..(count & ~ExtendedLength)];
        if (!records.TryRead(start, bytes))
        {
            return false;
        }

        foreach (var value in bytes)
        {
            length = (length << 8) | value;
        }

        start += bytes.Length;
        return true;
    }

    // Content location code and name, city, sublocation, province, country code and name.
    private static bool IsPlace(byte field) => field is 26 or 27 or 90 or 92 or 95 or 100 or 101;
}
