namespace Mxit.Media.Headers;

/// <summary>BMP. Source: BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPINFOHEADER of the Windows documentation.</summary>
internal static class BmpHeader
{
    private const int FileHeaderLength = 14;
    private const int CoreHeaderLength = 12;

    public static PictureHeader Parse(FileReader reader)
    {
        reader.Skip(FileHeaderLength);
        var length = reader.ReadUInt32();
        if (length == CoreHeaderLength)
        {
            return new PictureHeader(PictureFormat.Bmp, reader.ReadUInt16(), reader.ReadUInt16());
        }

        if (length < CoreHeaderLength)
        {
            throw new InvalidDataException("has no BMP header");
        }

        // A negative height means that the rows go from top to bottom.
        return new PictureHeader(PictureFormat.Bmp, reader.ReadInt32(), Math.Abs((long)reader.ReadInt32()));
    }
}
