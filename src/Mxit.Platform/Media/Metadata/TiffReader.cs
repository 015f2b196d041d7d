using System.Buffers.Binary;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Reads the numbers of TIFF and of BigTIFF, whose offsets have 8 bytes, in the order of bytes that the file has. Source: TIFF
/// 6.0, section 2; BigTIFF by its design page at awaresystems.be.
/// </summary>
internal sealed class TiffReader
{
    private const int Magic = 42;
    private const int BigMagic = 43;

    // Raw pictures of some cameras: Olympus, and Panasonic and Leica.
    private const int OlympusMagic = 0x4F52;
    private const int OtherOlympusMagic = 0x5352;
    private const int PanasonicMagic = 0x55;

    private readonly FileWindow _window;

    private TiffReader(FileWindow window, bool isBigEndian, bool isBig) =>
        (_window, IsBigEndian, IsBig) = (window, isBigEndian, isBig);

    public bool IsBigEndian { get; }

    /// <summary>Whether it is BigTIFF.</summary>
    public bool IsBig { get; }

    /// <summary>How long offsets are, and values that stand in an entry.</summary>
    public int OffsetLength => IsBig ? 8 : 4;

    /// <summary>How long the number of entries is.</summary>
    public int CountLength => IsBig ? 8 : 2;

    /// <summary>How long an entry is.</summary>
    public int EntryLength => 4 + (2 * OffsetLength);

    /// <summary>Where the offset of the first directory stands.</summary>
    public int FirstOffset => IsBig ? 8 : 4;

    public static bool HasHeader(FileWindow window) => OpenOrNull(window) is not null;

    /// <summary>Whether a file begins as TIFF does.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> start)
    {
        if (start.Length < 4 || !(start.StartsWith("II"u8) || start.StartsWith("MM"u8)))
        {
            return false;
        }

        var magic = start[0] == 'M' ? BinaryPrimitives.ReadUInt16BigEndian(start[2..]) : BinaryPrimitives.ReadUInt16LittleEndian(start[2..]);
        return magic is Magic or BigMagic or OlympusMagic or OtherOlympusMagic or PanasonicMagic;
    }

    /// <summary><see langword="null"/> when there is no header.</summary>
    public static TiffReader? OpenOrNull(FileWindow window)
    {
        Span<byte> start = stackalloc byte[4];
        return window.TryRead(0, start) && IsHeader(start)
            ? new TiffReader(window, start[0] == 'M', start[2] == BigMagic || start[3] == BigMagic)
            : null;
    }

    public bool TryReadUInt16(long position, out int value)
    {
        var isThere = TryRead(position, 2, out var number);
        value = (int)number;
        return isThere;
    }

    /// <summary>An offset, or a count of values.</summary>
    public bool TryReadOffset(long position, out long value) => TryRead(position, OffsetLength, out value);

    public bool TryReadCount(long position, out long value) => TryRead(position, CountLength, out value);

    /// <summary>A number of 2, 4 or 8 bytes; one that is too large for us is larger than any file all the same.</summary>
    public bool TryRead(long position, int length, out long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        value = 0;
        if (!_window.TryRead(position, bytes[..length]))
        {
            return false;
        }

        var number = 0UL;
        for (var index = 0; index < length; index++)
        {
            number = (number << 8) | bytes[IsBigEndian ? index : length - 1 - index];
        }

        value = (long)Math.Min(number, long.MaxValue);
        return true;
    }
}
