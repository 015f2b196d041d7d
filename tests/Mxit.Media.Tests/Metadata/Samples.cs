using System.IO.Compression;
using System.Text;
using SkiaSharp;
using static Mxit.Media.Tests.Metadata.TestBoxes;

namespace Mxit.Media.Tests.Metadata;

/// <summary>
/// Files of every format with metadata of every kind, each of which holds <see cref="Secret"/>. Written by hand.
/// </summary>
internal static class Samples
{
    /// <summary>In every metadata, and nowhere else.</summary>
    public const string Secret = "Zeerust";

    /// <summary>In film and sound.</summary>
    public const string Kept = "Film of Thandi";

    private static readonly (int, int)[] Latitude = [(33, 1), (55, 1), (294_321, 10_000)];
    private static readonly (int, int)[] Longitude = [(18, 1), (25, 1), (268_765, 10_000)];

    /// <summary>The names of all files, and their extensions.</summary>
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["jpeg.jpg"] = () => Jpeg(),
        ["jpeg, little-endian.jpg"] = () => Jpeg(isBigEndian: false),
        ["jpeg with a video.jpg"] = () => [.. Jpeg(), .. "MotionPhoto_Data"u8, .. Film("mp42")],
        ["jpeg with pictures behind.jpg"] = () => [.. Jpeg(), .. Jpeg(isBigEndian: false), .. Text()],
        ["progressive.jpg"] = () => WithSegments(Progressive()),
        ["png.png"] = () => Png(TestPictures.Png()),
        ["moving png.png"] = () => Png(MovingPng()),
        ["webp.webp"] = () => WebP(TestPictures.WebP()),
        ["lossless webp.webp"] = () => WebP(TestPictures.LosslessWebP()),
        ["moving webp.webp"] = MovingWebP,
        ["gif.gif"] = () => Gif(1),
        ["moving gif.gif"] = () => Gif(3),
        ["bmp.bmp"] = Bmp,
        ["heif.heic"] = () => Heif(),
        ["heif, version 0.heic"] = () => Heif(version: 0),
        ["heif, version 2.heic"] = () => Heif(version: 2),
        ["heif in its box.heic"] = () => Heif(isInBox: true),
        ["avif.avif"] = () => Heif(brand: "avif", kind: "av01"),
        ["mov.mov"] = () => Film("qt  "),
        ["mp4.mp4"] = () => Film("mp42", isLarge: true),
        ["3gp.3gp"] = () => Film("3gp4", isEven: true),
        ["m4a.m4a"] = () => Film("M4A ", isSoundOnly: true),
        ["mov that begins with its data.mov"] = () => Film(""),
    };

    public static byte[] Text(string more = "") => Encoding.UTF8.GetBytes($"{Secret}{more}");

    /// <summary>A block of EXIF with what cameras write: a position, notes, texts, a small picture with the same.</summary>
    public static byte[] Exif(bool isBigEndian = true, int orientation = 6)
    {
        var preview = TestPictures.WithJpegSegment(
            TestPictures.Jpeg(16, 8), 0xE1, [.. "Exif\0\0"u8, .. new TestTiff(!isBigEndian).Write(Camera(orientation))]);
        return new TestTiff(isBigEndian).Write(
            Camera(orientation), TestTiff.Directory.Of(
                (0x0103, 6), (0x0201, new TestTiff.Place(preview)), (0x0202, preview.Length)));
    }

    public static string Xmp(string name = "") => $"""
        <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="{name}" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
          xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dwc="http://rs.tdwg.org/dwc/index.htm" xmlns:cell="http://developer.sonyericsson.com/cell/1.0/"
          xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6" exif:GPSLatitude="33,55.490535S" photoshop:City="{Secret}"
          cell:mcc="655" cell:cellid="{Secret}-42" dwc:decimalLatitude="-33.9248" dwc:locality="{Secret}">
          <dc:coverage>{Secret}</dc:coverage>
          <dc:description><rdf:Alt><rdf:li xml:lang="x-default">At home in {Secret}</rdf:li></rdf:Alt></dc:description>
        </rdf:Description></rdf:RDF></x:xmpmeta>
        <?xpacket end="w"?>
        """;

    /// <summary>Captions, keywords and a city, as newspapers write them.</summary>
    public static byte[] Photoshop()
    {
        byte[] iptc =
            [.. Field(90, Secret), .. Field(101, Secret), .. Field(120, $"The market of {Secret}"), .. Field(25, Secret)];
        return [.. "Photoshop 3.0\0"u8, .. Resource(0x0404, iptc), .. Resource(
            0x040C, TestPictures.WithJpegSegment(TestPictures.Jpeg(8, 8), 0xFE, Text())), .. Resource(0x0422, Exif()),
                .. Resource(0x03F0, [7, .. Text()])];
    }

    /// <summary>A colour profile, which stays.</summary>
    public static byte[] Profile()
    {
        using var space = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        using var bitmap = new SKBitmap(new SKImageInfo(4, 4, SKColorType.Rgba8888, SKAlphaType.Opaque, space));
        using var data = bitmap.Encode(SKEncodedImageFormat.Webp, 90);
        var webp = data.ToArray();
        var start = webp.AsSpan().IndexOf("ICCP"u8);
        return webp.AsSpan(start + 8, BitConverter.ToInt32(webp, start + 4)).ToArray();
    }

    public static byte[] Jpeg(bool isBigEndian = true) =>
        [.. WithSegments(TestPictures.Jpeg(), isBigEndian), .. Text(" behind the end")];

    public static byte[] ProfileSegment(byte[] profile, int number = 1, int count = 1) =>
        [.. "ICC_PROFILE\0"u8, (byte)number, (byte)count, .. profile];

    /// <summary>Some of each segment that programs write into a JPEG, and before its end.</summary>
    public static byte[] WithSegments(byte[] jpeg, bool isBigEndian = true)
    {
        (byte Marker, byte[] Content)[] segments =
        [
            (0xE0, [.. "JFIF\0"u8, 1, 2, 1, 0, 72, 0, 72, 7, 1, .. Text(" preview"), .. new byte[6]]),
            (0xE0, [.. "JFXX\0"u8, 0x10, .. TestPictures.WithJpegSegment(TestPictures.Jpeg(8, 8), 0xFE, Text())]),
            (0xE1, [.. "Exif\0\0"u8, .. Exif(isBigEndian)]),
            (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(Xmp())]),
            (0xE1, [.. "http://ns.adobe.com/xmp/extension/\0"u8, .. new byte[40], .. Encoding.UTF8.GetBytes(Xmp())]),
            (0xE1, [.. "FLIR\0\u0001\0\0"u8, .. "FFF\0"u8, .. Text(" in a thermal picture")]),
            (0xE1, [.. Text(" in a segment without a name")]),
            (0xE2, ProfileSegment(Profile())),
            (0xE2, [.. "MPF\0"u8, .. new TestTiff(isBigEndian).Write(TestTiff.Directory.Of((0xB000, "0100"), (0xB003, Secret)))]),
            (0xE2, [.. "FPXR\0"u8, .. Text()]),
            (0xE3, [.. "Meta\0\0"u8, .. Exif()]),
            (0xE4, [.. "SCALADO\0"u8, .. Text()]),
            (0xE5, [.. "RMETA\0"u8, .. Text()]),
            (0xE6, [.. "GoPro\0"u8, .. "GPS5"u8, .. Text()]),
            (0xE7, [.. "DJI-DBG\0"u8, .. Text()]),
            (0xE8, [.. "SPIFF\0"u8, .. Text()]),
            (0xE9, [.. "Media Jukebox\0"u8, .. Text()]),
            (0xEA, [.. "AROT\0\0"u8, .. Text()]),
            (0xEB, [.. "JP\0\u0001\0\0\0\u0001"u8, .. Box("jumb", Text(" in C2PA"))]),
            (0xEC, [.. "Ducky\0\u0002"u8, .. Text()]),
            (0xED, Photoshop()),
            (0xED, [.. "Adobe_CM"u8, .. Text()]),
            (0xEE, [.. "Adobe\0\u0064\0\0\0\0\u0001"u8, .. Text()]),
            (0xEF, [.. "Q 95 "u8, .. Text()]),
            (0xFE, Text(" in a comment")),
        ];
        jpeg = segments.Reverse().Aggregate(
            jpeg, (file, segment) => TestPictures.WithJpegSegment(file, segment.Marker, segment.Content));
        return [.. jpeg[..^2], .. TestPictures.WithJpegSegment([0xFF, 0xD8, 0xFF, 0xD9], 0xFE, Text())[2..]];
    }

    /// <summary>A progressive picture with two scans: black, since its coefficients are all zero.</summary>
    public static byte[] Progressive() =>
    [
        0xFF, 0xD8,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
        0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0,
        0xFF, 0xC4, 0, 20, 0, 1, .. new byte[15], 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x7F,
        0xFF, 0xC4, 0, 20, 0x10, 1, .. new byte[15], 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0x7F,
        0xFF, 0xD9,
    ];

    public static byte[] Png(byte[] png)
    {
        (string Type, byte[] Content)[] chunks =
        [
            ("iCCP", [.. Text(), 0, 0, .. Pack(Profile())]),
            ("eXIf", Exif()),
            ("tEXt", [.. "Comment\0"u8, .. Text()]),
            ("zTXt", [.. "Raw profile type exif\0\0"u8, .. Pack(
                Encoding.ASCII.GetBytes($"\nexif\n 8\n{Convert.ToHexString(Exif())}\n"))]),
            ("zTXt", [.. Text(), 0, 0, .. Pack(Text())]),
            ("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Encoding.UTF8.GetBytes(Xmp())]),
            ("iTXt", [.. "Title\0\u0001\0en\0"u8, .. Text(), 0, .. Pack(Text())]),
            ("tIME", [7, 0xEA, 1, 2, 3, 4, 5]),
            ("caBX", Text(" in C2PA")),
            ("prVt", Text()),
            ("dSIG", Text()),
            ("sPLT", [.. Text(), 0, 8]),
            ("pCAL", [.. Text(), 0, .. new byte[12]]),
            ("iDOT", Text()),
            ("gAMA", [0, 0, 0xB1, 0x8F, .. Text()]),
            ("pHYs", [.. new byte[9], .. Text()]),
        ];
        png = chunks.Reverse().Aggregate(png, (file, chunk) => TestPictures.WithPngChunk(file, chunk.Type, chunk.Content));
        var end = TestPictures.Chunk("IEND", []);
        return [.. png[..^12], .. TestPictures.Chunk("tEXt", [.. "Author\0"u8, .. Text()]), .. TestPictures.Chunk("eXIf", Exif()),
            .. end, .. Text(" behind the end")];
    }

    /// <summary>A PNG of two frames.</summary>
    public static byte[] MovingPng()
    {
        var png = TestPictures.Png();
        var data = png.AsSpan().IndexOf("IDAT"u8) - 4;
        var pixels = png.AsSpan(data + 8, (png[data + 2] << 8) | png[data + 3]).ToArray();
        byte[] Control(byte number) =>
            TestPictures.Chunk("fcTL", [0, 0, 0, number, 0, 0, 0, 40, 0, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 10, 0, 0]);
        return
        [
            .. png[..33], .. TestPictures.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), .. Control(0),
            .. TestPictures.Chunk("IDAT", pixels),
            .. Control(1), .. TestPictures.Chunk("fdAT", [0, 0, 0, 2, .. pixels]), .. TestPictures.Chunk("IEND", []),
        ];
    }

    public static byte[] WebP(byte[] webp, byte[]? exif = null) => Riff(
        Chunk("VP8X", [0x2C, 1, 2, 3, 39, 0, 0, 29, 0, 0]), Chunk("ICCP", [.. Profile(), .. Text()]), webp[12..],
        Chunk("EXIF", exif ?? Exif(isBigEndian: false)),
        Chunk("XMP ", Encoding.UTF8.GetBytes(Xmp())), Chunk("prIv", Text()), Chunk("C2PA", Text()));

    /// <summary>A WebP of two frames.</summary>
    public static byte[] MovingWebP()
    {
        byte[] Frame() =>
            Chunk("ANMF",
                [.. new byte[6], 39, 0, 0, 29, 0, 0, 100, 0, 0, 0, .. TestPictures.LosslessWebP()[12..],
                    .. Chunk("prIv", Text())]);
        return Riff(
            Chunk("VP8X", [0x0E, 0, 0, 0, 39, 0, 0, 29, 0, 0]), Chunk("ANIM", [0, 0, 0, 0, 0, 0]), Frame(), Frame(),
            Chunk("EXIF", Exif()), Chunk("XMP ", Encoding.UTF8.GetBytes(Xmp())));
    }

    public static byte[] Gif(int frames)
    {
        var gif = TestPictures.Gif(frames: frames);
        byte[] extensions =
        [
            0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 5, 0, 0,
            0x21, 0xFE, .. Blocks(Text(" in a comment")),
            0x21, 0xFF, 11, .. "XMP DataXMP"u8, .. Encoding.UTF8.GetBytes(Xmp()), 1,
            .. Enumerable.Range(0, 256).Select(value => (byte)(255 - value)), 0,
            0x21, 0xFF, 11, .. "ICCRGBG1012"u8, .. Blocks(Text()),
            0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, .. Blocks(Text()),
            0x21, 0x77, .. Blocks(Text()),
            0x21, 0xF9, 4, 0, 10, 0, 0, 0,
            0x21, 0x01, 12, .. new byte[12], .. Blocks(Text(" on the picture")),
            0x21, 0xF9, 4, 0, 20, 0, 0, 0,
            0x21, 0xFE, .. Blocks(Text()),
        ];
        return [.. gif[..25], .. extensions, .. gif[25..^2], .. Blocks(Text(" behind the pixels")), 0x21, 0xFE, .. Blocks(Text()),
            0x3B, .. Text(" behind the end")];
    }

    public static byte[] Bmp()
    {
        var bmp = TestPictures.Bmp();
        bmp[10] = 74;
        bmp[2] += 20;
        "Zeer"u8.CopyTo(bmp.AsSpan(6));
        return [.. bmp[..54], .. Text(), .. new byte[13], .. bmp[54..]];
    }

    /// <summary>
    /// A HEIF file of one picture, with Exif, XMP and an address. The picture is a few bytes that cannot be decoded.
    /// </summary>
    public static byte[] Heif(int version = 1, bool isInBox = false, string brand = "heic", string kind = "hvc1")
    {
        byte[] exif = [0, 0, 0, 6, .. "Exif\0\0"u8, .. Exif()];
        var xmp = Encoding.UTF8.GetBytes(Xmp());
        byte[] picture = [1, 2, 3, 4, 5, 6, 7, 8];
        byte[] data = [.. picture, .. exif, .. xmp, .. Text(" that is no item")];
        byte[] Build(int offset) => Join(
            Box("ftyp", Encoding.ASCII.GetBytes($"{brand}\0\0\0\0mif1{brand}")),
            Box(
                "meta",
                [0, 0, 0, 0],
                Box("hdlr", new byte[8], "pict"u8.ToArray(), new byte[12], Text(), [0]),
                Box("pitm", [0, 0, 0, 0, 0, 1]),
                Box("iref", [0, 0, 0, 0], Box("cdsc", [0, 2, 0, 1, 0, 1]), Box("cdsc", [0, 3, 0, 1, 0, 1])),
                Box("iprp", Box(
                    "ipco",
                    Box("ispe", [0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0, 30]),
                    Box("irot", [1]),
                    Box("colr", "prof"u8.ToArray(), Profile()),
                    Box("colr", "prof"u8.ToArray(), Text()),
                    Box("udes", [0, 0, 0, 0], "en\0"u8.ToArray(), Text(), [0]),
                    Box("uuid", new byte[16], Text())), Box("ipma", [0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 3, 1, 2, 3])),
                Items(version, offset, isInBox,
                [
                    (1, kind, "", [(0, picture.Length)]), (2, "Exif", "", [(8, 60), (68, exif.Length - 60)]),
                    (3, "mime", "application/rdf+xml", [(8 + exif.Length, xmp.Length)]),
                    (4, "uri ", Secret, [(8 + exif.Length, 9)]),
                ]),
                Box("xml ", [0, 0, 0, 0], Encoding.UTF8.GetBytes(Xmp())),
                isInBox ? Box("idat", data) : []),
            Box("uuid", new byte[16], Encoding.UTF8.GetBytes(Xmp())),
            Box("mpvd", Film("mp42")),
            Box("free", Text()),
            isInBox ? [] : Box("mdat", data),
            Box("sefd", Text()));
        var file = Build(0);
        return Build(isInBox ? 0 : file.AsSpan().IndexOf<byte>([.. "mdat"u8, 1, 2, 3, 4]) + 4);
    }

    /// <summary>
    /// A film with sound, a track of positions and one of subtitles, and with all that telephones and cameras write. Film and
    /// sound are a few bytes that cannot be decoded.
    /// </summary>
    public static byte[] Film(
        string brand, bool isLarge = false, bool isEven = false, bool isSoundOnly = false, string places = "mebx")
    {
        byte[] film = Encoding.ASCII.GetBytes(Kept), sound = [9, 8, 7, 6], place = Text(isEven ? "" : " 33.9 S"),
        subtitle = Text(" on the film");
        byte[] start = brand.Length == 0 ? [] : Box("ftyp", Encoding.ASCII.GetBytes($"{brand}\0\0\0\0{brand}"));

        // Two rounds of film, sound, positions and subtitles, with something between that belongs to none.
        byte[] round = [.. film, .. sound, .. place, .. place, .. subtitle];
        var data = start.Length + 8;
        int[] At(int offset) => [data + offset, data + offset + round.Length];
        var (afterFilm, afterSound) = (film.Length, film.Length + sound.Length);
        int[] Sizes(int length, int count) => isEven ? [length] : [.. Enumerable.Repeat(length, count)];
        byte[] Trak(string handler, string format, int offset, int length, int samples) => Track(
            handler, format, isLarge, At(offset), Sizes(length, 2 * samples), isEven ? 2 * samples : null, samples);
        byte[] moov = Box(
            "moov",
            Box("mvhd", [0, 0, 0, 0, 0xE0, 1, 2, 3, 0xE0, 1, 2, 3, 0, 0, 0x03, 0xE8], new byte[84]),
            isSoundOnly ? [] : Trak("vide", "avc1", 0, film.Length, 1),
            Trak("soun", "mp4a", afterFilm, sound.Length, 1),
            Trak("meta", places, afterSound, place.Length, 2),
            Trak("text", "tx3g", afterSound + (2 * place.Length), subtitle.Length, 1),
            Box(
                "udta",
                QuickTimeText("\u00A9xyz", $"+33.925-018.424/{Secret}"),
                QuickTimeText("\u00A9nam", Secret),
                Box("loci", [0, 0, 0, 0, 0x15, 0xC7], Encoding.ASCII.GetBytes($"{Secret}\0"), new byte[13],
                    "earth\0\0"u8.ToArray()),
                Box("albm", [0, 0, 0, 0, 0x15, 0xC7], Text(), [0]),
                Box("GPMF", Text()),
                Box("XMP_", Encoding.UTF8.GetBytes(Xmp())),
                [0, 0, 0, 0]),
            Box(
                "meta",
                Handler("mdta"),
                Keys("com.apple.quicktime.make", "com.apple.quicktime.location.ISO6709"),
                Box("ilst", Value("\0\0\0\u0001", Secret), Value("\0\0\0\u0002", $"+33.9249-018.4241+015.000/{Secret}"))),
            Box("uuid", new byte[16], Text()),
            Box("iods", Text()));
        return Join(
            start,
            Box("mdat", round, round),
            Box("wide"),
            moov,
            Box("uuid", Convert.FromHexString("BE7ACFCB97A942E89C71999491E3AFAC"), Encoding.UTF8.GetBytes(Xmp())),
            Box("free", "freeGPS "u8.ToArray(), Text()),
            Box("meta", [0, 0, 0, 0], Handler("mdir"), Box("ilst", Value("\u00A9nam", Secret))),
            Text(" behind the end"));
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

    public static byte[] Riff(params byte[][] chunks) =>
        [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Sum(chunk => chunk.Length)), .. "WEBP"u8, .. Join(chunks),
            .. Text(" behind the end")];

    public static byte[] Chunk(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length % 2]];

    private static byte[] Blocks(byte[] content) =>
        [.. content.Chunk(255).SelectMany(block => new[] { (byte)block.Length }.Concat(block)), 0];

    private static TestTiff.Directory Camera(int orientation) => TestTiff.Directory.Of(
        (0x010E, $"The market of {Secret}"),
        (0x010F, Secret),
        (0x0112, orientation),
        (0x8298, $"(c) {Secret}"),
        (0x9C9B, Encoding.Unicode.GetBytes(Secret)),
        (0x8769, TestTiff.Directory.Of(
            (0x9003, "2026:01:02 03:04:05"), (0x927C, Text(" in the notes of the maker")),
            (0x9286, Encoding.ASCII.GetBytes($"ASCII\0\0\0{Secret}")), (0xA433, Secret))),
        (0x8825, TestTiff.Directory.Of(
            (1, "S"), (2, Latitude), (3, "E"), (4, Longitude), (18, "WGS-84"), (28, Text()), (29, "2026:01:02"))));

    private static byte[] Field(byte number, string text) =>
        [0x1C, 2, number, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Resource(int id, byte[] data) =>
        [.. "8BIM"u8, (byte)(id >> 8), (byte)id, 0, 0, 0, 0, (byte)(data.Length >> 8), (byte)data.Length, .. data,
            .. new byte[data.Length % 2]];
}
