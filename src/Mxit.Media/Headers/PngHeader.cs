namespace Mxit.Media.Headers;

/// <summary>PNG and APNG. Source: PNG specification, third edition, sections 5, 11.2.1 and 11.3.6.</summary>
internal static class PngHeader
{
    private const int SignatureLength = 8;
    private const int ChecksumLength = 4;

    /// <summary>The orientation stands near the start of what may be long.</summary>
    private const int MaxExifLength = 4 * 1024;

    public static PictureHeader Parse(FileReader reader)
    {
        reader.Skip(SignatureLength);
        if (reader.ReadUInt32BigEndian() != 13 || !reader.Read(4).SequenceEqual("IHDR"u8))
        {
            throw new InvalidDataException("does not begin with the header chunk of a PNG");
        }

        var width = reader.ReadUInt32BigEndian();
        var height = reader.ReadUInt32BigEndian();
        reader.Skip(5 + ChecksumLength);
        return ReadChunks(reader, new PictureHeader(PictureFormat.Png, width, height));
    }

    // Up to the first pixels: an animation says so before them, and so do cameras how they were held.
    private static PictureHeader ReadChunks(FileReader reader, PictureHeader header)
    {
        while (true)
        {
            long rest = reader.ReadUInt32BigEndian();
            var type = reader.Read(4);
            if (type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8))
            {
                return header;
            }

            if (type.SequenceEqual("acTL"u8) && rest >= 4)
            {
                header = header with { Frames = (int)Math.Min(reader.ReadUInt32BigEndian(), int.MaxValue) };
                rest -= 4;
            }
            else if (type.SequenceEqual("eXIf"u8))
            {
                var exif = reader.Read((int)Math.Min(rest, MaxExifLength));
                header = header with { Orientation = ExifOrientation.Find(exif) };
                rest -= exif.Length;
            }

            reader.Skip(rest + ChecksumLength);
        }
    }
}
