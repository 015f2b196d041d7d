using System.Text;
using Mxit.TestKit;

namespace Mxit.Media.Tests.Metadata;

/// <summary>U-08: what cannot be cleaned is not handed on in secret, and what is no picture is left alone.</summary>
public sealed class RefusalTests
{
    private const string Stays = "Its metadata cannot be removed; it may tell where, when and by whom the file was made.";

    public static TheoryData<string, string> Refused => new()
    {
        { "tiff", "a TIFF file." },
        { "big tiff", "a TIFF file." },
        { "rw2", "a raw picture." },
        { "orf", "a raw picture." },
        { "raf", "a raw picture." },
        { "cr3", "a raw picture." },
        { "x3f", "a raw picture." },
        { "psd", "a Photoshop document." },
        { "jpeg xl", "a JPEG XL picture." },
        { "jpeg xl in boxes", "a JPEG XL picture." },
        { "jpeg 2000", "a JPEG 2000 picture." },
        { "svg", "an SVG drawing." },
        { "xmp", "an XMP file." },
        { "xmp in utf-16", "an XMP file." },
        { "matroska", "a video." },
        { "avi", "a video." },
        { "mpeg", "a video." },
        { "transport stream", "a video." },
        { "fragmented mp4", "a video that has a box of a rare kind." },
        { "mjpeg in mov", "a video that consists of pictures that can have metadata of their own." },
        { "mov that refers to another file", "a video that refers to other files." },
        { "mp4 without moov", "a video that holds neither picture, video nor sound that is known." },
        { "heif of jpeg", "a HEIF picture that holds neither picture, video nor sound that is known." },
        { "boxes in boxes", "a video that has boxes in boxes without end." },
        { "a box longer than its parent", "a video that has a box that is damaged." },
        { "jpeg without end", "a JPEG picture that ends too early." },
        { "jpeg cut off in a segment", "a JPEG picture that ends too early." },
        { "jpeg without scan", "a JPEG picture that holds no scan." },
        { "jpeg in a jpeg", "a JPEG picture that goes on where it has to end." },
        { "jpeg with text for an end", "a JPEG picture that goes on where it has to end." },
        { "jpeg with tables too long", "a JPEG picture that has a segment that is damaged, or of a rare kind." },
        { "lossless jpeg-ls", "a JPEG picture that has a segment that is damaged, or of a rare kind." },
        { "png cut off", "a PNG picture that ends too early." },
        { "png with a wrong checksum", "a PNG picture that has a chunk that is damaged, or that it cannot be shown without." },
        { "png of apple", "a PNG picture that does not begin with the header chunk of a PNG, or has no pixels." },
        { "png with a chunk of its own", "a PNG picture that has a chunk that is damaged, or that it cannot be shown without." },
        { "gif cut off", "a GIF picture that ends too early." },
        { "gif of nonsense", "a GIF picture that has a frame that is damaged." },
        { "webp cut off", "a WebP picture that has a chunk that is longer than the file." },
        { "bmp with a profile", "a BMP picture that is damaged, or of a rare kind." },
        { "bmp with something behind", "a BMP picture that is damaged, or of a rare kind." },
    };

    [Theory, MemberData(nameof(Refused))]
    public void U_08_a_picture_that_cannot_be_cleaned_is_refused_with_the_reason(string name, string reason) =>
        Assert.Equal($"The file is {reason} {Stays}", Cleaning.Refuse(Make(name)));

    [Theory]
    [InlineData("photo.jpg", null)]
    [InlineData("photo.NEF", null)]
    [InlineData("photo.heic", "application/octet-stream")]
    [InlineData("film.mts", null)]
    [InlineData("photo", "image/jpeg")]
    [InlineData("film", "video/mp4")]
    [InlineData("scan.tga", null)]
    public void U_08_bytes_of_an_unknown_kind_that_say_to_be_a_picture_are_refused(
        string fileName, string? mediaType) => Assert.Equal(
        $"The file is a picture or a video of an unknown kind. {Stays}",
        Cleaning.Refuse([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], fileName, mediaType));

    [Fact]
    public void U_08_a_sidecar_is_known_by_its_name_too() =>
        Assert.NotNull(Cleaning.Refuse("nothing that looks like XMP"u8.ToArray(), "DSC_0001.XMP"));

    [Theory]
    [InlineData("notes.txt", "text/plain", "BM is short for British Museum, MM for thousands and IIRC for memory.")]
    [InlineData("profile.jpg", "image/jpeg", "bytes")]
    [InlineData("empty.jpg", "image/jpeg", "")]
    [InlineData("page.html", "text/html", "<!doctype html><html></html>")]
    [InlineData("data.xml", "text/xml", "<?xml version='1.0'?><data/>")]
    [InlineData("track.gpx", null, "<?xml version='1.0'?><gpx></gpx>")]
    [InlineData("a.pdf", null, "%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3")]
    [InlineData("a.zip", null, "PK\u0003\u0004\0\0")]
    [InlineData("a.gz", null, "\u001F\u008B\b\0")]
    [InlineData("a.mp3", "audio/mpeg", "ID3\u0004\0\0")]
    [InlineData("a.ogg", "audio/ogg", "OggS\0\u0002")]
    [InlineData("a.weba", "audio/webm", "\u001AE\u00DF\u00A3\u0001\0")]
    [InlineData("a.bin", null, "\0\u0001\u0002\u0003")]
    public void What_is_no_picture_is_handed_on_as_it_is(string fileName, string? mediaType, string content) =>
        Assert.Null(Cleaning.Refuse(Encoding.Latin1.GetBytes(content), fileName, mediaType));

    [Fact]
    public void U_08_real_photos_of_other_formats_are_refused() => Assert.Equal(
        $"The file is a TIFF file. {Stays}", Cleaning.Refuse(File.ReadAllBytes(SharedData.Path("photos/Jobagent.tiff"))));

    private static byte[] Make(string name)
    {
        var jpeg = TestPictures.Jpeg();
        var gif = TestPictures.Gif();
        byte[] film = Samples.Film("mp42");
        return name switch
        {
            "tiff" => new TestTiff(isBigEndian: true).Write(TestTiff.Directory.Of((0x010F, Samples.Secret))),
            "big tiff" => new TestTiff(isBigEndian: false, isBig: true).Write(TestTiff.Directory.Of((0x010F, Samples.Secret))),
            "rw2" => [.. "IIU\0\u0018\0\0\0"u8],
            "orf" => [.. "IIRO\b\0\0\0"u8],
            "raf" => [.. "FUJIFILMCCD-RAW 0201\0"u8],
            "cr3" => TestBoxes.Box("ftyp", "crx \0\0\0\u0001crx isom"u8.ToArray()),
            "x3f" => [.. "FOVb\0\0\u0003\0"u8],
            "psd" => [.. "8BPS\0\u0001"u8],
            "jpeg xl" => [0xFF, 0x0A, 0, 0],
            "jpeg xl in boxes" =>
                TestBoxes.Join(TestBoxes.Box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]), TestBoxes.Box("Exif", Samples.Exif())),
            "jpeg 2000" => TestBoxes.Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]),
            "svg" => [.. "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"u8],
            "xmp" => Encoding.UTF8.GetBytes(Samples.Xmp()),
            "xmp in utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Samples.Xmp())],
            "matroska" => [0x1A, 0x45, 0xDF, 0xA3, 1, 0],
            "avi" => [.. "RIFF\u0010\0\0\0AVI LIST"u8],
            "mpeg" => [0, 0, 1, 0xBA, 0x44],
            "transport stream" => [.. Enumerable.Range(0, 400).Select(index => index % 188 == 0 ? (byte)'G' : (byte)(index % 7))],
            "fragmented mp4" => TestBoxes.Join(film[..20], TestBoxes.Box("moof", new byte[8]), film[20..]),
            "mjpeg in mov" => Replace(film, "avc1", "jpeg"),
            "mov that refers to another file" => Replace(film, "url \0\0\0\u0001", "url \0\0\0\0"),
            "mp4 without moov" =>
                TestBoxes.Join(TestBoxes.Box("ftyp", "mp42\0\0\0\0"u8.ToArray()), TestBoxes.Box("mdat", new byte[8])),
            "heif of jpeg" => Samples.Heif(kind: "jpeg"),
            "boxes in boxes" =>
                Enumerable.Range(0, 2_000).Aggregate(new byte[8], (inner, _) => TestBoxes.Box("edts", inner)) is var nested
                ? TestBoxes.Join(TestBoxes.Box("ftyp", "mp42\0\0\0\0"u8.ToArray()), TestBoxes.Box("moov", nested)) : [],
            "a box longer than its parent" => Replace(film, "\0\0\0\u006Cmvhd", "\0\u0010\0\u006Cmvhd"),
            "jpeg without end" => jpeg[..^2],
            "jpeg cut off in a segment" => TestPictures.WithJpegSegment(jpeg, 0xE1, new byte[5_000])[..2_000],
            "jpeg without scan" => [.. jpeg[..jpeg.AsSpan().IndexOf<byte>([0xFF, 0xDA])], 0xFF, 0xD9],
            "jpeg in a jpeg" => [.. jpeg[..^2], .. jpeg],
            "jpeg with text for an end" =>
                [.. TestPictures.WithJpegSegment([.. jpeg[..2], .. jpeg[2..^2]], 0xFE, [1]), 0xFF, 0xFE, 0, 3, 1,
                    .. Samples.Text(), 0xFF, 0xD9],
            "jpeg with tables too long" => TestPictures.WithJpegSegment(jpeg, 0xDB, [.. new byte[65], .. Samples.Text()]),
            "lossless jpeg-ls" => TestPictures.WithJpegSegment(jpeg, 0xF7, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
            "png cut off" => TestPictures.Png()[..^20],
            "png with a wrong checksum" => [.. TestPictures.Png()[..^14], 1, .. TestPictures.Png()[^13..]],
            "png of apple" =>
                [.. TestPictures.Png()[..8], .. TestPictures.Chunk("CgBI", [0x50, 0, 0x20, 2]), .. TestPictures.Png()[8..]],
            "png with a chunk of its own" => TestPictures.WithPngChunk(TestPictures.Png(), "GPSx", Samples.Text()),
            "gif cut off" => gif[..^10],
            "gif of nonsense" => [.. gif[..(gif.Length - 40)], .. Enumerable.Repeat((byte)0xFF, 38), 0, 0x3B],
            "webp cut off" => TestPictures.WebP()[..^10],
            "bmp with something behind" => [.. TestPictures.Bmp(), .. Samples.Text()],
            "bmp with a profile" => WithLongHeader(TestPictures.Bmp()),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static byte[] Replace(byte[] file, string old, string with) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file).Replace(old, with, StringComparison.Ordinal));

    private static byte[] WithLongHeader(byte[] bmp)
    {
        bmp[14] = 124;
        return bmp;
    }
}
