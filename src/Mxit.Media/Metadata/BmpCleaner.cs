using Mxit.Media.Headers;

namespace Mxit.Media.Metadata;

/// <summary>
/// BMP: header, colours and pixels stay, and nothing between them. There must be nothing behind them, since only the length of
/// the file tells whether they are all there. Source: BITMAPFILEHEADER and BITMAPINFOHEADER of the Windows documentation.
/// </summary>
internal static class BmpCleaner
{
    private const int FileHeaderLength = 14;
    private const int MaxPadding = 3;
    private const int BitFields = 3;

    public static PieceList Clean(FileReader file)
    {
        file.Position = 10;
        var (offset, length) = (file.ReadUInt32(), file.ReadUInt32());
        var (width, height) = ((long)file.ReadInt32(), Math.Abs((long)file.ReadInt32()));
        var (_, depth, packing, packed) = (file.ReadUInt16(), file.ReadUInt16(), file.ReadUInt32(), file.ReadUInt32());
        var (_, _, colors) = (file.ReadUInt32(), file.ReadUInt32(), file.ReadUInt32());
        var head = FileHeaderLength + length + (packing == BitFields && length == 40 ? 12 : 0)
            + (4L * (depth is > 0 and <= 8 && colors == 0 ? 1 << depth : colors));
        var pixels = packing is 0 or BitFields ? ((width * depth) + 31) / 32 * 4 * height : packed;

        // A longer header can hold a profile; packing above these is another format inside.
        if (length is < 40 or > 108 || packing > BitFields || width <= 0 || head > offset || file.Length - offset - pixels is < 0
            or > MaxPadding)
        {
            throw new InvalidDataException("is damaged, or of a rare kind");
        }

        var clean = new PieceList(file);
        clean.Copy(0, 6);
        clean.Fill(4);
        clean.Copy(10, head - 10);
        clean.Fill(offset - head);
        clean.Copy(offset, pixels);
        return clean;
    }
}
