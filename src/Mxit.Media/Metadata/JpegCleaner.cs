using Mxit.Media.Headers;
using static Mxit.Media.Headers.JpegMarkers;

namespace Mxit.Media.Metadata;

/// <summary>
/// JPEG: the segments that it takes to decode the picture stay, and the colour profile; of others the orientation. Behind the end
/// of the picture nothing stays. Source: ITU T.81, annex B; JFIF 1.02; ICC.1:2022, annex B.4.
/// </summary>
/// <remarks>
/// Whether what stays ends where it says shows only by what follows. So what is behind it has to be in order, and all that is
/// behind the first scan. Elsewhere, what no decoder reads is left out.
/// </remarks>
internal sealed class JpegCleaner(FileReader file)
{
    private const int JfifLength = 14;
    private const int AdobeLength = 12;
    private const int ProfileNameLength = 14;

    private readonly JpegExif _exif = new();
    private readonly List<(long Start, int Length, int Number, int Count, byte[] Head)> _profile = [];
    private readonly PieceList _rest = new();
    private byte[] _jfif = [];
    private byte[] _adobe = [];
    private bool _hasFrame;
    private bool _hasScan;
    private bool _isKept;

    public static PieceList Clean(FileReader file) => new JpegCleaner(file).Clean();

    private PieceList Clean()
    {
        file.Position = 2;
        for (var marker = ReadMarker(); marker != EndOfImage; marker = ReadMarker())
        {
            ReadSegment(marker);
        }

        var clean = new PieceList(file);
        clean.Add([0xFF, StartOfImage, .. _jfif]);
        if (_exif.Orientation != ExifOrientation.None)
        {
            clean.Add(Segment(App1, [.. "Exif\0\0"u8, .. ExifOrientation.Write(_exif.Orientation)]));
        }

        CopyProfile(clean);
        clean.Add(_adobe);
        clean.AddAll(_rest);
        clean.Add(0xFF, _hasScan ? (byte)EndOfImage : throw new InvalidDataException("holds no scan"));
        return clean;
    }

    private static byte[] Segment(int marker, byte[] content) =>
        [0xFF, (byte)marker, (byte)((content.Length + LengthLength) >> 8), (byte)(content.Length + LengthLength), .. content];

    private static bool AreTables(ReadOnlySpan<byte> content, Func<ReadOnlySpan<byte>, int> measure)
    {
        while (content.Length > 0 && measure(content) is var length && length <= content.Length)
        {
            content = content[length..];
        }

        return content.IsEmpty;
    }

    private int ReadMarker()
    {
        bool isMarker;
        int code;
        do
        {
            var start = file.Position;
            var isNext = file.SkipTo(0xFF) ? file.Position == start : throw new EndOfStreamException();
            do
            {
                code = file.ReadByte();
            }
            while (code == 0xFF);
            isMarker = code is >= FirstFrame and not (>= FirstRestart and <= StartOfImage);
            if (code == StartOfImage || ((_hasScan || _isKept) && !(isNext && isMarker)))
            {
                throw new InvalidDataException("goes on where it has to end");
            }
        }
        while (!isMarker);
        return code;
    }

    private void ReadSegment(int marker)
    {
        var start = file.Position - 2;
        var length = file.ReadUInt16BigEndian() - LengthLength;
        var content = length < 0 ? throw new InvalidDataException("has a segment without a length") : file.Read(length);
        _isKept = true;
        switch (marker)
        {
            case App0 when _jfif.Length == 0 && length >= JfifLength && content.StartsWith("JFIF\0"u8):
                // Without the small picture that can be in it.
                _jfif = Segment(App0, [.. content[..(JfifLength - 2)], 0, 0]);
                break;
            case App2 when length > ProfileNameLength && content.StartsWith("ICC_PROFILE\0"u8):
                var head = content[ProfileNameLength..Math.Min(length, ProfileNameLength + IccProfile.HeaderLength)];
                _profile.Add((start, length, content[12], content[13], head.ToArray()));
                break;
            case App14 when length >= AdobeLength && content.StartsWith("Adobe"u8):
                _adobe = Segment(App14, [.. content[..AdobeLength]]);
                break;
            case (>= App0 and <= App15) or Comment:
                _isKept = false;
                _exif.Add(marker == App1 && !_hasScan ? content : []);
                break;
            case >= FirstFrame and <= LastFrame and not (HuffmanTables or Extension or ArithmeticConditioning)
                when !_hasFrame && length >= 6 && length == 6 + (3 * content[5]):
                _hasFrame = true;
                Keep(start);
                break;
            case StartOfScan when _hasFrame && length > 0 && length == 4 + (2 * content[0]):
                _hasScan = true;
                SkipScan();
                Keep(start);
                break;
            case QuantizationTables when AreTables(content, table => 1 + (64 << ((table[0] >> 4) & 1))):
            case HuffmanTables when AreTables(
                content, table => table.Length < 17 ? 17 : 17 + table[1..17].ToArray().Sum(count => count)):
            case ArithmeticConditioning when length <= 16:
            case RestartInterval or NumberOfLines when length == 2:
                Keep(start);
                break;
            default:
                // One that says to be longer than it is would bring along what follows it.
                throw new InvalidDataException("has a segment that is damaged, or of a rare kind");
        }
    }

    private void Keep(long start) => _rest.Copy(start, file.Position - start);

    // Among coded pixels FF 00 stands for FF, and restart markers divide them.
    private void SkipScan()
    {
        while (file.SkipTo(0xFF))
        {
            var end = file.Position;
            int code;
            do
            {
                code = file.ReadByteOrEnd();
            }
            while (code == 0xFF);
            if (code is not (0 or (>= FirstRestart and <= LastRestart)))
            {
                file.Position = end;
                return;
            }
        }
    }

    // It is in several segments when it does not fit in one.
    private void CopyProfile(PieceList clean)
    {
        _profile.Sort((one, other) => one.Number.CompareTo(other.Number));
        var isWhole = _profile.Select((part, index) => part.Number == index + 1 && part.Count == _profile.Count)
            .All(isRight => isRight);
        if (isWhole && _profile.Count > 0
            && IccProfile.Fills(_profile[0].Head, _profile.Sum(part => (long)part.Length - ProfileNameLength)))
        {
            _profile.ForEach(part => clean.Copy(part.Start, 2 + LengthLength + part.Length));
        }
    }
}
