namespace Mxit.Media.Headers;

/// <summary>GIF. Source: GIF89a specification, sections 17 to 27.</summary>
internal static class GifHeader
{
    private const int SignatureLength = 6;
    private const byte ImageSeparator = 0x2C;
    private const byte ExtensionIntroducer = 0x21;

    public static PictureHeader Parse(FileReader reader)
    {
        reader.Skip(SignatureLength);
        long width = reader.ReadUInt16();
        long height = reader.ReadUInt16();
        var flags = reader.ReadByte();
        reader.Skip(2);
        SkipColorTable(reader, flags);
        var frames = 0;
        while (true)
        {
            switch (reader.ReadByteOrEnd())
            {
                case ImageSeparator:
                    frames++;

                    // A frame that sticks out makes the picture larger for some decoders.
                    var left = reader.ReadUInt16();
                    var top = reader.ReadUInt16();
                    width = Math.Max(width, left + reader.ReadUInt16());
                    height = Math.Max(height, top + reader.ReadUInt16());
                    SkipColorTable(reader, reader.ReadByte());
                    reader.Skip(1);
                    SkipBlocks(reader);
                    break;

                case ExtensionIntroducer:
                    reader.Skip(1);
                    SkipBlocks(reader);
                    break;

                default:
                    // The trailer, the end of the file, or what no viewer reads.
                    return new PictureHeader(PictureFormat.Gif, width, height, frames);
            }
        }
    }

    private static void SkipColorTable(FileReader reader, byte flags)
    {
        if ((flags & 0x80) != 0)
        {
            reader.Skip(3L << ((flags & 0x07) + 1));
        }
    }

    private static void SkipBlocks(FileReader reader)
    {
        while (reader.ReadByteOrEnd() is > 0 and var length)
        {
            reader.Skip(length);
        }
    }
}
