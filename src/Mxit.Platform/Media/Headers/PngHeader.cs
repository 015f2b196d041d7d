namespace Mxit.Platform.Media.Headers;

/// <summary>PNG and APNG. Source: PNG specification, third edition, sections 5, 11.2.1 and 11.3.6.</summary>
internal static class PngHeader
{
    private const int SignatureLength = 8;
    private const int ChecksumLength = 4;

    public static PictureHeader Parse(HeaderReader reader)
    {
        reader.Skip(SignatureLength);
        if (reader.ReadUInt32BigEndian() != 13 || !reader.Read(4).SequenceEqual("IHDR"u8))
        {
            throw new InvalidDataException("does not begin with the header chunk of a PNG");
        }

        var width = reader.ReadUInt32BigEndian();
        var height = reader.ReadUInt32BigEndian();
        reader.Skip(5 + ChecksumLength);
        return new PictureHeader(PictureFormat.Png, width, height, ReadFrames(reader));
    }

    // An animation says so before the first pixels.
    private static int ReadFrames(HeaderReader reader)
    {
        while (true)
        {
            var length = reader.ReadUInt32BigEndian();
            var type = reader.Read(4);
            if (type.SequenceEqual("IDAT"u8) || type.SequenceEqual("IEND"u8))
            {
                return 1;
            }

            if (type.SequenceEqual("acTL"u8))
            {
                return (int)Math.Min(reader.ReadUInt32BigEndian(), int.MaxValue);
            }

            reader.Skip(length + (long)ChecksumLength);
        }
    }
}
