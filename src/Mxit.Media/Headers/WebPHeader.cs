using System.Buffers.Binary;

namespace Mxit.Media.Headers;

/// <summary>WebP. Source: RFC 9649; the header of VP8 frames: RFC 6386, section 9.1.</summary>
internal static class WebPHeader
{
    private const int ContainerLength = 12;

    public static PictureHeader Parse(FileReader reader)
    {
        reader.Skip(ContainerLength);
        var type = reader.Read(4).ToArray().AsSpan();
        var length = reader.ReadUInt32();
        if (type.SequenceEqual("VP8 "u8))
        {
            return ReadLossy(reader);
        }

        if (type.SequenceEqual("VP8L"u8))
        {
            return ReadLossless(reader);
        }

        return type.SequenceEqual("VP8X"u8)
            ? ReadExtended(reader, length)
            : throw new InvalidDataException("holds no WebP frame");
    }

    private static PictureHeader ReadLossy(FileReader reader)
    {
        reader.Skip(3);
        if (!reader.Read(3).SequenceEqual<byte>([0x9D, 0x01, 0x2A]))
        {
            throw new InvalidDataException("does not begin with a key frame");
        }

        return new PictureHeader(
            PictureFormat.WebP, reader.ReadUInt16() & 0x3FFF, reader.ReadUInt16() & 0x3FFF, IsDecodedInRows: true);
    }

    private static PictureHeader ReadLossless(FileReader reader)
    {
        if (reader.ReadByte() != 0x2F)
        {
            throw new InvalidDataException("does not begin as lossless WebP does");
        }

        var bits = reader.ReadUInt32();
        return new PictureHeader(PictureFormat.WebP, (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
    }

    private static PictureHeader ReadExtended(FileReader reader, uint length)
    {
        reader.Skip(4);
        var header = new PictureHeader(
            PictureFormat.WebP, reader.ReadUInt24() + 1, reader.ReadUInt24() + 1, Frames: 0, IsDecodedInRows: true);
        reader.Skip(Math.Max(0L, length - 10L) + (length & 1));
        while (reader.ReadAtMost(8) is { Length: 8 } chunk)
        {
            var type = chunk[..4];
            var isAnimated = type.SequenceEqual("ANMF"u8);
            var isLossless = type.SequenceEqual("VP8L"u8);
            header = header with
            {
                Frames = header.Frames + (isAnimated || isLossless || type.SequenceEqual("VP8 "u8) ? 1 : 0),
                IsDecodedInRows = header.IsDecodedInRows && !isAnimated && !isLossless && !type.SequenceEqual("ALPH"u8),
            };
            var isExif = type.SequenceEqual("EXIF"u8);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var end = reader.Position + size + (size & 1);
            if (isExif)
            {
                header = header with
                {
                    Orientation = ExifOrientation.Find(reader.ReadAtMost((int)Math.Min(size, FileReader.MaxRead))),
                };
            }

            reader.Position = Math.Min(end, reader.Length);
        }

        return header;
    }
}
