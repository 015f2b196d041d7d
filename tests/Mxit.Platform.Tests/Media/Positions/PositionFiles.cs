using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mxit.Platform.Tests.Media.Positions;

/// <summary>Files that tell where they were made, written by hand.</summary>
internal static class PositionFiles
{
    /// <summary>In every text about the place, and nowhere else.</summary>
    public const string Secret = "Zeerust";

    /// <summary>What stays.</summary>
    public const string Kept = "Pentax of Thandi";

    private const int GpsPointer = 0x8825;

    /// <summary>Degrees that occur nowhere else: 33 55' 29.4321" S, 18 25' 26.8765" E.</summary>
    public static readonly (int, int)[] Latitude = [(33, 1), (55, 1), (294_321, 10_000)];
    public static readonly (int, int)[] Longitude = [(18, 1), (25, 1), (268_765, 10_000)];

    public static TestTiff.Directory Gps() => TestTiff.Directory.Of(
        (0, new byte[] { 2, 3, 0, 0 }),
        (1, "S"),
        (2, Latitude),
        (3, "E"),
        (4, Longitude),
        (6, new[] { (1_234_567, 1_000) }),
        (18, "WGS-84"),
        (27, Encoding.ASCII.GetBytes($"ASCII\0\0\0{Secret}")),
        (29, "2026:01:02"));

    public static TestTiff.Directory Camera(params (int Tag, object Value)[] more) => TestTiff.Directory.Of(
        [(0x010F, Kept), (0x0112, 6), (0x8769, TestTiff.Directory.Of((0x9003, "2026:01:02 03:04:05"), (0xA433, Kept))), .. more]);

    /// <summary>A block of Exif with a position, the orientation 6, and a small picture with Exif of its own.</summary>
    public static byte[] Exif(bool isBigEndian = true)
    {
        var preview = Jpeg((0xE1, [.. "Exif\0\0"u8, .. new TestTiff(!isBigEndian).Write(Camera((GpsPointer, Gps())))]));
        return new TestTiff(isBigEndian).Write(
            Camera((GpsPointer, Gps())), TestTiff.Directory.Of((0x0103, 6), (0x0201, new TestTiff.Place(preview)), (0x0202, preview.Length)));
    }

    /// <summary>The same without a position.</summary>
    public static byte[] PlainExif(bool isBigEndian = true) => new TestTiff(isBigEndian).Write(Camera());

    public static byte[] Tiff(bool isBigEndian, bool isBig)
    {
        var page = Camera((0x0100, 1), (0x0101, 1), (0x0103, 1), (0x0106, 1), (0x0111, new TestTiff.Place([0x55])), (0x0117, 1), (GpsPointer, Gps()), (0x02BC, Encoding.UTF8.GetBytes(Xmp())), (0x83BB, Iptc()));
        return new TestTiff(isBigEndian, isBig).Write(page, Camera((0x014A, TestTiff.Directory.Of((0x010F, Kept), (GpsPointer, Gps())))));
    }

    /// <summary>XMP with a position as attributes, as elements, and with places in words.</summary>
    public static string Xmp(string more = "") => $"""
        <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
          xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:gps="http://ns.adobe.com/exif/1.0/"
          tiff:Orientation="6" dc:format='{Kept}' exif:GPSLatitude="33,55.490535S" gps:GPSMapDatum='{Secret}' photoshop:City = "{Secret}"
          Iptc4xmpCore:Location="{Secret} &amp; more">
          <exif:GPSLongitude>18,25.447942E</exif:GPSLongitude>
          <photoshop:Country><![CDATA[{Secret} < {Secret}]]></photoshop:Country>
          <photoshop:State>{Secret}<!-- {Secret} --></photoshop:State>
          <Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource">
            <Iptc4xmpExt:City>{Secret}</Iptc4xmpExt:City><Iptc4xmpExt:Anything Iptc4xmpExt:Name="{Secret}"/><dc:other>{Secret}</dc:other>
          </rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>
          <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{Kept}</rdf:li></rdf:Alt></dc:title>
          {more}
        </rdf:Description></rdf:RDF></x:xmpmeta>
        <?xpacket end="w"?>
        """;

    public static string PlainXmp() =>
        $"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Make="{Kept}"/></rdf:RDF></x:xmpmeta>""";

    public static byte[] Iptc() =>
        [.. Field(5, Kept), .. Field(90, Secret), .. Field(92, Secret), .. Field(95, Secret), .. Field(100, "ZAF"), .. Field(101, Secret), .. Field(27, Secret)];

    public static byte[] Photoshop() => [.. Resource(0x03ED, new byte[16]), .. Resource(0x0404, Iptc()), .. Resource(0x0422, Exif()), .. Resource(0x0424, Encoding.UTF8.GetBytes(Xmp()))];

    public static byte[] Jpeg(params (byte Marker, byte[] Content)[] segments) =>
        segments.Reverse().Aggregate(TestPictures.Jpeg(40, 30), (jpeg, segment) => TestPictures.WithJpegSegment(jpeg, segment.Marker, segment.Content));

    /// <summary>A JPEG with everything in it at once.</summary>
    public static byte[] FullJpeg(bool isBigEndian = true, bool isExtended = true) =>
    [
        .. Jpeg([
            (0xE1, [.. "Exif\0\0"u8, .. Exif(isBigEndian)]),
            (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(Xmp())]),
            .. isExtended ? ExtendedXmp() : [],
            (0xED, [.. "Photoshop 3.0\0"u8, .. Photoshop()[..500]]),
            (0xED, [.. "Photoshop 3.0\0"u8, .. Photoshop()[500..]])]),
        .. Jpeg((0xE1, [.. "Exif\0\0"u8, .. Exif(!isBigEndian)])),
    ];

    public static byte[] Png(params (string Type, byte[] Content)[] chunks) =>
        chunks.Reverse().Aggregate(TestPictures.Png(40, 30), (png, chunk) => TestPictures.WithPngChunk(png, chunk.Type, chunk.Content));

    public static byte[] Text(string keyword, string text) => Encoding.Latin1.GetBytes($"{keyword}\0{text}");

    public static byte[] PackedText(string keyword, string text) => [.. Encoding.Latin1.GetBytes(keyword), 0, 0, .. Pack(Encoding.UTF8.GetBytes(text))];

    public static byte[] InternationalText(string keyword, string text, bool isPacked = false) =>
        [.. Encoding.Latin1.GetBytes(keyword), 0, (byte)(isPacked ? 1 : 0), 0, .. "en\0Title\0"u8, .. isPacked ? Pack(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text)];

    public static string Hex(string kind, byte[] content) =>
        $"\n{kind}\n    {content.Length}\n{string.Join('\n', Convert.ToHexStringLower(content).Chunk(72).Select(line => new string(line)))}\n";

    public static byte[] FullPng() => Png(
        ("eXIf", Exif()),
        ("iTXt", InternationalText("XML:com.adobe.xmp", Xmp())),
        ("zTXt", PackedText("Raw profile type exif", Hex("exif", [.. "Exif\0\0"u8, .. Exif()]))),
        ("tEXt", Text("Comment", Kept)));

    public static byte[] WebP(bool isNamed = false)
    {
        byte[] exif = [.. isNamed ? "Exif\0\0"u8 : [], .. Exif(isBigEndian: false)];
        byte[] chunks =
        [
            .. "WEBPVP8X"u8, 10, 0, 0, 0, 0x0C, 0, 0, 0, 39, 0, 0, 29, 0, 0, .. TestPictures.WebP(40, 30)[12..],
            .. Chunk("EXIF", exif), .. Chunk("XMP ", Encoding.UTF8.GetBytes(Xmp())),
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    /// <summary>A HEIF file with Exif, in two pieces, and XMP. Its picture is left out.</summary>
    public static byte[] Heif(int version = 1, bool isInBox = false, bool isInPieces = true)
    {
        byte[] exif = [0, 0, 0, 6, .. "Exif\0\0"u8, .. Exif()];
        var xmp = Encoding.UTF8.GetBytes(Xmp());
        byte[] Build(int data) => TestBoxes.Join(
            TestBoxes.Box("ftyp", "heic\0\0\0\0mif1heic"u8.ToArray()),
            TestBoxes.Box(
                "meta",
                [0, 0, 0, 0],
                TestBoxes.Handler("pict"),
                TestBoxes.Box("pitm", [0, 0, 0, 0, 0, 1]),
                TestBoxes.Box("iref", [0, 0, 0, 0], TestBoxes.Box("cdsc", [0, 2, 0, 1, 0, 1]), TestBoxes.Box("cdsc", [0, 3, 0, 1, 0, 1])),
                TestBoxes.Items(version, data, isInBox, [(1, "hvc1", "", [(0, 4)]), (2, "Exif", "", isInPieces ? [(4, 100), (104, exif.Length - 100)] : [(4, exif.Length)]), (3, "mime", "application/rdf+xml", [(4 + exif.Length, xmp.Length)])]),
                isInBox ? TestBoxes.Box("idat", [1, 2, 3, 4], exif, xmp) : []),
            isInBox ? [] : TestBoxes.Box("mdat", [1, 2, 3, 4], exif, xmp));
        var length = Build(0).Length;
        return Build(isInBox ? 0 : length - xmp.Length - exif.Length - 4);
    }

    /// <summary>A video with its position in all the ways that telephones know. Its film is left out.</summary>
    public static byte[] Video(string brand = "qt  ") => TestBoxes.Join(
        TestBoxes.Box("ftyp", Encoding.ASCII.GetBytes($"{brand}\0\0\0\0{brand}")),
        TestBoxes.Box("mdat", new byte[1_000]),
        TestBoxes.Box(
            "moov",
            TestBoxes.Box("mvhd", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x03, 0xE8], new byte[84]),
            TestBoxes.Box("trak", TestBoxes.Box("udta", TestBoxes.QuickTimeText("\u00A9xyz", $"+33.925-018.424/{Secret}"))),
            TestBoxes.Box(
                "udta",
                TestBoxes.QuickTimeText("\u00A9xyz", $"+33.925-018.424/{Secret}"),
                TestBoxes.QuickTimeText("\u00A9mak", Kept),
                TestBoxes.Box("loci", [0, 0, 0, 0, 0x15, 0xC7], Encoding.ASCII.GetBytes($"{Secret}\0"), new byte[13], "earth\0\0"u8.ToArray()),
                TestBoxes.Box("XMP_", Encoding.UTF8.GetBytes(Xmp()))),
            TestBoxes.Box(
                "meta",
                TestBoxes.Handler("mdta"),
                TestBoxes.Keys("com.apple.quicktime.make", "com.apple.quicktime.location.ISO6709", "com.apple.quicktime.location.name"),
                TestBoxes.Box(
                    "ilst",
                    TestBoxes.Value("\0\0\0\u0001", Kept),
                    TestBoxes.Value("\0\0\0\u0002", $"+33.9249-018.4241+015.000/{Secret}"),
                    TestBoxes.Value("\0\0\0\u0003", Secret)))),
        TestBoxes.Box("uuid", Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC"), Encoding.UTF8.GetBytes(Xmp())));

    /// <summary>A video with a track that tells the position every second, and one with film.</summary>
    /// <param name="format">The format of the track.</param>
    /// <param name="isLarge">Its offsets have 8 bytes.</param>
    /// <param name="isEven">All its samples have one length.</param>
    public static byte[] VideoWithTrack(string format, bool isLarge = false, bool isEven = false)
    {
        // Two chunks of two samples and one of one, with film between them.
        string[] samples = isEven
            ? [Secret, Secret, Secret, Secret, Secret]
            : [$"{Secret} 1", $"{Secret} 22", $"{Secret} 333", $"{Secret}", $"{Secret} 55555"];
        var film = Encoding.ASCII.GetBytes(Kept);
        var chunks = new[] { samples[..2], samples[2..4], samples[4..] }.Select(chunk => Encoding.ASCII.GetBytes(string.Concat(chunk))).ToArray();
        byte[] start = TestBoxes.Box("ftyp", "qt  \0\0\0\0"u8.ToArray());
        var offsets = new List<int>();
        var data = new List<byte>(new byte[8]);
        foreach (var chunk in chunks)
        {
            data.AddRange(film);
            offsets.Add(start.Length + data.Count);
            data.AddRange(chunk);
        }

        data.AddRange(film);
        return TestBoxes.Join(
            start,
            TestBoxes.Box("mdat", [.. data.Skip(8)]),
            TestBoxes.Box(
                "moov",
                TestBoxes.Track("avc1", false, [start.Length + 8], [film.Length], (1, 1)),
                TestBoxes.Track(format, isLarge, [.. offsets], isEven ? [Secret.Length] : [.. samples.Select(sample => sample.Length)], (1, 2), (3, 1))));
    }

    public static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    private static IEnumerable<(byte, byte[])> ExtendedXmp()
    {
        // Cut in the middle of names and values, and not in order.
        var packet = Encoding.UTF8.GetBytes(Xmp());
        var pieces = packet.Chunk(700).Select((piece, index) => (Offset: index * 700, piece)).Reverse();
        foreach (var (offset, piece) in pieces)
        {
            var head = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(head, packet.Length);
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), offset);
            yield return (0xE1, [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. "0123456789ABCDEF0123456789ABCDEF"u8, .. head, .. piece]);
        }
    }

    private static byte[] Field(byte number, string text) => [0x1C, 2, number, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Resource(int id, byte[] data) =>
        [.. "8BIM"u8, (byte)(id >> 8), (byte)id, 0, 0, .. Number(data.Length), .. data, .. new byte[data.Length % 2]];

    private static byte[] Chunk(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length % 2]];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
