using SkiaSharp;

namespace Mxit.Media.Tests.Metadata;

/// <summary>U-08: however odd EXIF is, what a picture says of its orientation is heard, and no more is made of it.</summary>
public sealed class OrientationTests
{
    public static TheoryData<string, int> Odd => new()
    {
        { "plain", 6 },
        { "little-endian", 6 },
        { "an empty GPS directory", 6 },
        { "a GPSDateStamp of 20 characters", 6 },
        { "a GPS directory beyond the end", 6 },
        { "a GPS directory that is the first again", 6 },
        { "more entries than there are", 6 },
        { "an endless chain of directories", 6 },
        { "entries that are not in order", 6 },
        { "an orientation that is a long number", 6 },
        { "an orientation that is a byte", 6 },
        { "an orientation that says to be many", 6 },
        { "two orientations, of which the first is none", 6 },
        { "the directory far behind the header", 6 },
        { "cut off behind the orientation", 6 },
        { "another number than 42", 6 },
        { "a name that ends with FF", 6 },
        { "in front of JFIF", 6 },
        { "behind the tables", 6 },
        { "the second of two, the first of which has none", 6 },
        { "the first of two", 6 },
        { "in two segments", 6 },
        { "behind FLIR", 6 },
        { "orientation 0", 1 },
        { "orientation 9", 1 },
        { "orientation of a text", 1 },
        { "no header", 1 },
        { "the directory beyond the end", 1 },
        { "nothing behind the name", 1 },
        { "only in the small picture", 1 },
    };

    [Theory, MemberData(nameof(Odd))]
    public async Task U_08_a_photo_is_as_upright_for_others_as_its_owner_sees_it(string name, int orientation)
    {
        var photo = Make(name);

        var clean = Cleaning.Clean(photo);

        Assert.Equal(orientation == 1 ? null : orientation, MetadataReaders.OrientationOf(clean));
        using var codec = SKCodec.Create(new MemoryStream(clean));
        Assert.Equal(orientation, (int)codec.EncodedOrigin);
        Cleaning.AssertSamePixels(photo, clean);

        // So are avatars, covers and thumbnails, made of either.
        using var workshop = new Workshop();
        var expected = orientation == 1 ? (80, 60) : (60, 80);
        foreach (var file in new[] { photo, clean })
        {
            var cover = Assert.Single(await workshop.MakeAsync(file, Workshop.Cover));
            Assert.Equal(expected, (cover.Width, cover.Height));
        }
    }

    public static TheoryData<SKEncodedImageFormat, int> Formats => new(
        from format in new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp }
        from orientation in Enumerable.Range(1, 8)
        select (format, orientation));

    [Theory, MemberData(nameof(Formats))]
    public async Task U_08_each_orientation_stays_in_each_format(SKEncodedImageFormat format, int orientation)
    {
        var photo = TestPictures.Turned(orientation, format);
        using var workshop = new Workshop();

        var made = Assert.Single(await workshop.MakeAsync(Cleaning.Clean(photo), Workshop.Cover));

        using var upright = Workshop.Open(made);
        Assert.Equal((80, 60), (upright.Width, upright.Height));
        var colors =
            new[] { upright.GetPixel(10, 10), upright.GetPixel(70, 10), upright.GetPixel(10, 50), upright.GetPixel(70, 50) };
        foreach (var (expected, actual) in TestPictures.Corners.Zip(colors))
        {
            Assert.InRange(
                Math.Abs(expected.Red - actual.Red) + Math.Abs(expected.Green - actual.Green) + Math.Abs(
                    expected.Blue - actual.Blue), 0, 60);
        }
    }

    [Fact]
    public void U_08_exif_of_webp_may_have_the_name_that_it_has_in_jpeg() =>
        Assert.Equal(
            6, MetadataReaders.OrientationOf(
                Cleaning.Clean(Samples.WebP(TestPictures.WebP(), [.. "Exif\0\0"u8, .. Samples.Exif()]))));

    private static byte[] Make(string name)
    {
        var photo = TestPictures.Jpeg(80, 60);
        byte[] With(params byte[][] segments) =>
            segments.Reverse().Aggregate(photo, (file, segment) => TestPictures.WithJpegSegment(file, 0xE1, segment));
        byte[] Named(byte[] block) => [.. "Exif\0\0"u8, .. block];
        byte[] Block(params (int Tag, object Value)[] entries) =>
            new TestTiff(isBigEndian: true).Write(TestTiff.Directory.Of(entries));
        byte[] Entry(byte type, byte count, params byte[] value) =>
            [.. "MM\0*\0\0\0\b"u8, 0, 1, 1, 0x12, 0, type, 0, 0, 0, count, .. value, 0, 0, 0, 0];
        return name switch
        {
            "plain" => With(Named(Samples.Exif())),
            "little-endian" => With(Named(Samples.Exif(isBigEndian: false))),
            "an empty GPS directory" => With(Named(Block((0x0112, 6), (0x8825, TestTiff.Directory.Of())))),
            "a GPSDateStamp of 20 characters" =>
                With(Named(Block((0x0112, 6), (0x8825, TestTiff.Directory.Of((0x001D, "2026:01:02 03:04:05")))))),
            "a GPS directory beyond the end" => With(Named(Block((0x0112, 6), (0x8825, new byte[] { 0x7F, 0, 0, 0 })))),
            "a GPS directory that is the first again" => With(Named(Block((0x0112, 6), (0x8825, new byte[] { 0, 0, 0, 8 })))),
            "more entries than there are" => With(Named([.. "MM\0*\0\0\0\b"u8, 0xFF, 0xFF, .. Block((0x0112, 6))[10..]])),
            "an endless chain of directories" => With(Named([.. Block((0x0112, 6))[..^4], 0, 0, 0, 8])),
            "entries that are not in order" =>
                With(Named(
                    [.. "II*\0\b\0\0\0"u8, 2, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0,
                        0])),
            "an orientation that is a long number" => With(Named(Entry(4, 1, 0, 0, 0, 6))),
            "an orientation that is a byte" => With(Named(Entry(1, 1, 6, 0, 0, 0))),
            "an orientation that says to be many" => With(Named(Entry(3, 200, 0, 6, 0, 0))),
            "two orientations, of which the first is none" =>
                With(Named([.. "MM\0*\0\0\0\b"u8, 0, 2, .. Entry(3, 1, 0, 0, 0, 0)[10..22], .. Entry(3, 1, 0, 6, 0, 0)[10..]])),
            "the directory far behind the header" =>
                With(Named([.. "MM\0*\0\0\u0040\b"u8, .. new byte[0x4000], .. Block((0x0112, 6))[8..]])),
            "cut off behind the orientation" => With(
                Named([.. Block((0x0112, 6), (0x010F, "a maker whose name is missing"))[..9], 9, .. Block((0x0112, 6))[10..22]])),
            "another number than 42" => With(Named([.. "MMOR"u8, .. Block((0x0112, 6))[4..]])),
            "a name that ends with FF" => With([.. "Exif\0\u00FF"u8[..5], 0xFF, .. Block((0x0112, 6))]),
            "in front of JFIF" => With(Named(Block((0x0112, 6)))),
            "behind the tables" => BehindTables(photo, Named(Block((0x0112, 6)))),
            "the second of two, the first of which has none" => With(Named(Block((0x010F, "maker"))), Named(Block((0x0112, 6)))),
            "the first of two" => With(Named(Block((0x0112, 6))), Named(Block((0x0112, 3)))),
            "in two segments" => With(
                Named([.. "MM\0*\0\0\u0040\b"u8, .. new byte[0x3000]]), Named([.. new byte[0x1000], .. Block((0x0112, 6))[8..]])),
            "behind FLIR" => With([.. "FLIR\0\u0001\0\0"u8, .. new byte[5_000]], Named(Block((0x0112, 6)))),
            "orientation 0" => With(Named(Block((0x0112, 0)))),
            "orientation 9" => With(Named(Block((0x0112, 9)))),
            "orientation of a text" => With(Named(Block((0x0112, "6")))),
            "no header" => With(Named([.. "XX"u8, .. Block((0x0112, 6))[2..]])),
            "the directory beyond the end" => With(Named([.. "MM\0*\u007F\0\0\b"u8, .. Block((0x0112, 6))[8..]])),
            "nothing behind the name" => With(Named([])),
            "only in the small picture" =>
                With(Named(Block((0x010F, TestPictures.WithJpegSegment(photo, 0xE1, Named(Block((0x0112, 6)))))))),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static byte[] BehindTables(byte[] photo, byte[] segment)
    {
        var frame = photo.AsSpan().IndexOf<byte>([0xFF, 0xC0]);
        return [.. photo[..frame], .. TestPictures.WithJpegSegment(photo[..2], 0xE1, segment)[2..], .. photo[frame..]];
    }
}
