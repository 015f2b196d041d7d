using static Mxit.Media.Headers.JpegMarkers;

namespace Mxit.Media.Headers;

/// <summary>JPEG. Source: ITU T.81, annex B.</summary>
internal static class JpegHeader
{
    /// <summary>
    /// A progressive picture has about ten scans. Each costs the decoder a walk over all pixels, however few bytes it has, so
    /// that thousands of them keep it busy for hours.
    /// </summary>
    public const int MaxScans = 100;

    private const int EndOfFile = -1;

    public static PictureHeader Parse(FileReader reader)
    {
        var header = default(PictureHeader);
        var exif = new JpegExif();
        var components = 0;
        var scans = 0;
        while (true)
        {
            var marker = ReadMarker(reader);
            switch (marker)
            {
                case StartOfImage or TemporaryUse or (>= FirstRestart and <= LastRestart):
                    break;

                case EndOfImage or EndOfFile:
                    if (scans == 0)
                    {
                        throw new InvalidDataException("holds no scan");
                    }

                    return header with { Orientation = exif.Orientation };

                case >= FirstFrame and <= LastFrame and not (HuffmanTables or Extension or ArithmeticConditioning):
                    if (components > 0)
                    {
                        throw new InvalidDataException("holds more than one frame header");
                    }

                    (header, components) = ReadFrameHeader(reader, marker);
                    break;

                case StartOfScan:
                    if (components == 0)
                    {
                        throw new InvalidDataException("has a scan before its frame header");
                    }

                    if (++scans > MaxScans)
                    {
                        throw new InvalidDataException($"has more than {MaxScans} scans");
                    }

                    var isWhole = ReadScanHeader(reader) == components;
                    header = header with { IsDecodedInRows = header.IsDecodedInRows && isWhole && scans == 1 };
                    if (header.IsDecodedInRows)
                    {
                        // The first scan holds all there is.
                        return header with { Orientation = exif.Orientation };
                    }

                    break;

                case App1:
                    exif.Add(reader.Read(Math.Max(0, reader.ReadUInt16BigEndian() - LengthLength)));
                    break;

                default:
                    reader.Skip(Math.Max(0, reader.ReadUInt16BigEndian() - LengthLength));
                    break;
            }
        }
    }

    // Between scans there are coded pixels, in which FF 00 stands for FF.
    private static int ReadMarker(FileReader reader)
    {
        while (reader.SkipTo(0xFF))
        {
            int code;
            do
            {
                code = reader.ReadByteOrEnd();
            }
            while (code == 0xFF);

            if (code != 0)
            {
                return code;
            }
        }

        return EndOfFile;
    }

    private static (PictureHeader Header, int Components) ReadFrameHeader(FileReader reader, int kind)
    {
        var length = reader.ReadUInt16BigEndian();
        reader.Skip(1);
        var height = reader.ReadUInt16BigEndian();
        var width = reader.ReadUInt16BigEndian();
        var components = reader.ReadByte();
        reader.Skip(Math.Max(0, length - 8));
        return components == 0
            ? throw new InvalidDataException("has no colours")
            : (new PictureHeader(PictureFormat.Jpeg, width, height, IsDecodedInRows: kind is BaselineFrame or SequentialFrame),
                components);
    }

    private static int ReadScanHeader(FileReader reader)
    {
        var length = reader.ReadUInt16BigEndian();
        var components = reader.ReadByte();
        reader.Skip(Math.Max(0, length - 3));
        return components;
    }
}
