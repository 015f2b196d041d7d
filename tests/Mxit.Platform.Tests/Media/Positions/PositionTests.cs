using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using Mxit.Platform.Media.Metadata;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Media.Positions;

/// <summary>U-08: what others receive does not tell where it was made, and is the same otherwise.</summary>
public sealed class PositionTests
{
    public static TheoryData<string> Files =>
    [
        "jpeg", "jpeg, little-endian", "png", "webp", "webp with a name", "heif", "heif, version 0", "heif, version 2", "heif in its box",
        "gopro", "gopro, large and even", "apple track", "tiff", "tiff, little-endian", "big tiff", "big tiff, little-endian", "mov", "3gp", "jpeg with a video", "jpeg xl", "jpeg 2000",
    ];

    [Theory, MemberData(nameof(Files))]
    public async Task U_08_the_position_is_gone_and_nothing_else(string name)
    {
        var file = Make(name);
        Assert.True(Reading.HasSecret(file));

        var without = await Reading.RemoveAsync(file);

        Assert.False(Reading.HasSecret(without));
        Assert.Equal(Count(file, PositionFiles.Kept), Count(without, PositionFiles.Kept));
        Assert.Same(without, await Reading.RemoveAsync(without));
    }

    [Theory]
    [InlineData("jpeg without more")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("webp with a name")]
    [InlineData("heif in one piece")]
    [InlineData("tiff")]
    [InlineData("tiff, little-endian")]
    [InlineData("mov")]
    [InlineData("3gp")]
    public async Task U_08_a_reader_that_is_not_ours_finds_no_place_any_more(string name)
    {
        var file = Make(name);
        Assert.NotEmpty(Reading.PlacesIn(file));

        var without = await Reading.RemoveAsync(file);

        Assert.Empty(Reading.PlacesIn(without));
        Assert.Equal(Reading.OrientationOf(file), Reading.OrientationOf(without));
    }

    [Theory]
    [InlineData("jpeg without more")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task U_08_the_picture_stays_the_same_to_the_bit_and_as_it_is_turned(string name)
    {
        var file = Make(name);

        var without = await Reading.RemoveAsync(file);

        Reading.AssertSamePixels(file, without);
        Assert.Equal(6, Reading.OrientationOf(without));
    }

    [Theory]
    [InlineData("DSCN0010.jpg")]
    [InlineData("DSCN0012.jpg")]
    public async Task U_08_photos_do_not_tell_where_they_were_taken(string photo)
    {
        var file = await File.ReadAllBytesAsync(SharedData.Path(Path.Combine("photos", photo)));
        Assert.Contains(Reading.PlacesIn(file), place => place.StartsWith("GPS GPS Latitude", StringComparison.Ordinal));

        var without = await Reading.RemoveAsync(file);

        Assert.Empty(Reading.PlacesIn(without));
        Assert.DoesNotContain("WGS-84", Encoding.Latin1.GetString(without), StringComparison.Ordinal);
        Assert.Equal(Reading.OrientationOf(file), Reading.OrientationOf(without));
        Reading.AssertSamePixels(file, without);
        Assert.InRange(file.Zip(without).Count(pair => pair.First != pair.Second), 1, 300);
        Assert.Same(without, await Reading.RemoveAsync(without));
    }

    [Fact]
    public async Task U_08_photos_that_tell_no_position_are_not_touched()
    {
        foreach (var photo in SharedData.Files("photos").Where(photo => !Path.GetFileName(photo).StartsWith("DSCN", StringComparison.Ordinal)))
        {
            var file = await File.ReadAllBytesAsync(photo);

            if (Reading.PlacesIn(file).Count == 0)
            {
                Assert.Same(file, await Reading.RemoveAsync(file));
            }
            else
            {
                Assert.Empty(Reading.PlacesIn(await Reading.RemoveAsync(file)));
            }
        }
    }

    [Fact]
    public async Task Files_that_tell_no_position_are_not_touched()
    {
        byte[][] files =
        [
            [],
            "plain text"u8.ToArray(),
            TestPictures.Gif(),
            TestPictures.Bmp(),
            PositionFiles.Jpeg((0xE1, [.. "Exif\0\0"u8, .. PositionFiles.PlainExif()]), (0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(PositionFiles.PlainXmp())])),
            PositionFiles.Png(
                ("eXIf", PositionFiles.PlainExif()),
                ("zTXt", PositionFiles.PackedText("Raw profile type exif", PositionFiles.Hex("exif", PositionFiles.PlainExif()))),
                ("zTXt", PositionFiles.PackedText("Raw profile type icc", PositionFiles.Hex("icc", "<<<"u8.ToArray()))),
                ("iTXt", PositionFiles.InternationalText("XML:com.adobe.xmp", PositionFiles.PlainXmp(), isPacked: true))),
            new TestTiff(isBigEndian: true).Write(PositionFiles.Camera()),
        ];
        foreach (var file in files)
        {
            Assert.Same(file, await Reading.RemoveAsync(file));
        }
    }

    [Theory]
    [InlineData("tEXt", "Raw profile type exif")]
    [InlineData("zTXt", "Raw profile type exif")]
    [InlineData("zTXt", "Raw profile type APP1")]
    [InlineData("zTXt", "Raw profile type iptc")]
    [InlineData("zTXt", "Raw profile type xmp")]
    [InlineData("iTXt", "XML:com.adobe.xmp")]
    [InlineData("tEXt", "exif:GPSLatitude")]
    [InlineData("zTXt", "Raw profile type broken")]
    public async Task U_08_packed_texts_of_a_png_that_tell_a_position_become_chunks_that_everybody_skips(string type, string keyword)
    {
        var hex = keyword switch
        {
            "Raw profile type APP1" => PositionFiles.Hex("APP1", [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(PositionFiles.Xmp())]),
            "Raw profile type iptc" => PositionFiles.Hex("iptc", PositionFiles.Photoshop()),
            "Raw profile type xmp" => PositionFiles.Hex("xmp", Encoding.UTF8.GetBytes(PositionFiles.Xmp())),
            "exif:GPSLatitude" => PositionFiles.Secret,
            _ => PositionFiles.Hex("exif", [.. "Exif\0\0"u8, .. PositionFiles.Exif()]),
        };
        var content = (type, keyword) switch
        {
            (_, "Raw profile type broken") => [.. PositionFiles.PackedText("Raw profile type exif", hex)[..60]],
            ("zTXt", _) => PositionFiles.PackedText(keyword, hex),
            ("iTXt", _) => PositionFiles.InternationalText(keyword, PositionFiles.Xmp(), isPacked: true),
            _ => PositionFiles.Text(keyword, hex),
        };
        var file = PositionFiles.Png((type, content), ("tEXt", PositionFiles.Text("Comment", PositionFiles.Kept)));

        var without = await Reading.RemoveAsync(file);

        var place = Encoding.Latin1.GetString(without).IndexOf("mxEm", StringComparison.Ordinal);
        Assert.True(place > 0);
        Assert.Equal(TestPictures.Chunk("mxEm", new byte[content.Length]), without[(place - 4)..(place + 8 + content.Length)]);
        Assert.Contains(PositionFiles.Kept, Encoding.Latin1.GetString(without), StringComparison.Ordinal);
        Reading.AssertSamePixels(file, without);
        Assert.Same(without, await Reading.RemoveAsync(without));
    }

    [Theory]
    [InlineData("eXIf")]
    [InlineData("iTXt")]
    public async Task The_checksum_of_a_chunk_goes_with_what_is_in_it(string type)
    {
        var content = type == "eXIf" ? PositionFiles.Exif() : PositionFiles.InternationalText("XML:com.adobe.xmp", PositionFiles.Xmp());

        var without = await Reading.RemoveAsync(PositionFiles.Png((type, content)));

        var place = Encoding.Latin1.GetString(without).IndexOf(type, StringComparison.Ordinal);
        Assert.Equal(TestPictures.Chunk(type, without[(place + 4)..(place + 4 + content.Length)]), without[(place - 4)..(place + 8 + content.Length)]);
    }

    public static TheoryData<string> Damages =>
    [
        "no header", "first directory beyond the end", "first directory cut off", "position beyond the end", "position cut off",
        "values of the position beyond the end", "two positions in one entry", "position of a strange type", "cut off", "endless entries",
    ];

    [Theory, MemberData(nameof(Damages))]
    public async Task U_08_a_damaged_block_in_which_a_position_may_be_goes_as_a_whole(string damage)
    {
        var exif = Damage(damage);
        var file = PositionFiles.Jpeg((0xE1, [.. "Exif\0\0"u8, .. exif]), (0xFE, Encoding.ASCII.GetBytes(PositionFiles.Kept)));

        var without = await Reading.RemoveAsync(file);

        Assert.Equal(PositionFiles.Jpeg((0xE1, [.. "Exif\0\0"u8, .. new byte[exif.Length]]), (0xFE, Encoding.ASCII.GetBytes(PositionFiles.Kept))), without);
        Assert.Same(without, await Reading.RemoveAsync(without));
    }

    [Fact]
    public async Task U_08_directories_in_a_circle_are_gone_through_once()
    {
        var exif = PositionFiles.Exif();
        var link = 8 + 2 + (12 * BinaryPrimitives.ReadUInt16BigEndian(exif.AsSpan(8)));
        BinaryPrimitives.WriteInt32BigEndian(exif.AsSpan(link), 8);

        var without = await Reading.RemoveAsync(PositionFiles.Jpeg((0xE1, [.. "Exif\0\0"u8, .. exif])));

        Assert.Empty(Reading.PlacesIn(without));
        Assert.Equal(6, Reading.OrientationOf(without));
    }

    [Fact]
    public async Task U_08_exif_that_goes_on_in_another_segment_is_one_block()
    {
        var exif = new TestTiff(isBigEndian: true).Write(PositionFiles.Camera((0x9286, new byte[70_000]), (0x8825, PositionFiles.Gps())));
        var file = PositionFiles.Jpeg((0xE1, [.. "Exif\0\0"u8, .. exif[..65_000]]), (0xE1, [.. "Exif\0\0"u8, .. exif[65_000..]]));
        Assert.True(Reading.HasSecret(file));

        var without = await Reading.RemoveAsync(file);

        Assert.False(Reading.HasSecret(without));
        Assert.Equal(Count(file, PositionFiles.Kept), Count(without, PositionFiles.Kept));
    }

    [Theory]
    [InlineData("not closed")]
    [InlineData("with entities")]
    [InlineData("utf-16")]
    [InlineData("utf-16 without attributes")]
    public async Task U_08_xmp_that_is_not_well_formed_becomes_spaces(string damage)
    {
        var xmp = damage switch
        {
            "not closed" => Encoding.UTF8.GetBytes(PositionFiles.Xmp()[..^40]),
            "with entities" => Encoding.UTF8.GetBytes($"<!DOCTYPE x [<!ENTITY y \"{PositionFiles.Secret}\">]><x>&y;</x>"),
            "utf-16" => Encoding.Unicode.GetBytes(PositionFiles.Xmp()),
            _ => Encoding.BigEndianUnicode.GetBytes("<GPS>Zeerust</GPS>"),
        };
        var file = PositionFiles.Jpeg((0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. xmp]));

        var without = await Reading.RemoveAsync(file);

        var start = Encoding.Latin1.GetString(without).IndexOf("xap/1.0/", StringComparison.Ordinal) + 8;
        Assert.All(without[start..(start + xmp.Length)], value => Assert.Equal((byte)' ', value));
    }

    [Fact]
    public async Task U_08_xmp_without_its_places_is_well_formed_still()
    {
        var file = PositionFiles.Jpeg((0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(PositionFiles.Xmp())]));

        var without = Encoding.UTF8.GetString(await Reading.RemoveAsync(file));

        var start = without.IndexOf("<?xpacket", StringComparison.Ordinal);
        var end = without.IndexOf("<?xpacket end", StringComparison.Ordinal);
        var document = XDocument.Parse(without[start..end]);
        Assert.Equal(
            ["6", PositionFiles.Kept],
            document.Descendants().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName is "Orientation" or "format").Select(attribute => attribute.Value));
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("heif")]
    [InlineData("png")]
    [InlineData("webp")]
    public void Of_a_huge_file_little_is_read(string format)
    {
        const long Huge = 1L << 31;
        byte[] start = format switch
        {
            "mp4" => [.. PositionFiles.Video()[..20], 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0x70, 0, 0, 0],
            "heif" => PositionFiles.Heif(),
            "heif in one piece" => PositionFiles.Heif(isInPieces: false),
            "png" => [.. TestPictures.Png()[..33], 0x7F, 0, 0, 0, .. "prIv"u8],
            _ => [.. TestPictures.WebP()[..12], .. "priv"u8, 0, 0, 0, 0x7F],
        };
        var path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.Write(start);
            file.SetLength(Huge);
            using var counting = new CountingStream(file);

            _ = PositionFinder.Find(counting, CancellationToken.None);

            Assert.InRange(counting.BytesRead, 1, 1 << 20);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Make(string name) => name switch
    {
        "jpeg" => PositionFiles.FullJpeg(),
        "jpeg without more" => PositionFiles.FullJpeg(isExtended: false),
        "jpeg, little-endian" => PositionFiles.FullJpeg(isBigEndian: false),
        "png" => PositionFiles.FullPng(),
        "webp" => PositionFiles.WebP(),
        "webp with a name" => PositionFiles.WebP(isNamed: true),
        "heif" => PositionFiles.Heif(),
        "heif in one piece" => PositionFiles.Heif(isInPieces: false),
        "heif, version 0" => PositionFiles.Heif(version: 0),
        "heif, version 2" => PositionFiles.Heif(version: 2),
        "heif in its box" => PositionFiles.Heif(isInBox: true),
        "tiff" => PositionFiles.Tiff(isBigEndian: true, isBig: false),
        "tiff, little-endian" => PositionFiles.Tiff(isBigEndian: false, isBig: false),
        "big tiff" => PositionFiles.Tiff(isBigEndian: true, isBig: true),
        "big tiff, little-endian" => PositionFiles.Tiff(isBigEndian: false, isBig: true),
        "mov" => PositionFiles.Video(),
        "gopro" => PositionFiles.VideoWithTrack("gpmd"),
        "gopro, large and even" => PositionFiles.VideoWithTrack("gpmd", isLarge: true, isEven: true),
        "apple track" => PositionFiles.VideoWithTrack("mebx"),
        "3gp" => PositionFiles.Video("3gp4"),
        "jpeg with a video" => [.. PositionFiles.Jpeg(), .. "MotionPhoto_Data"u8, .. PositionFiles.Video("mp42")],
        "jpeg xl" => TestBoxes.Join(
            TestBoxes.Box("JXL ", [0x0D, 0x0A, 0x87, 0x0A]), TestBoxes.Box("Exif", [0, 0, 0, 0], PositionFiles.Exif()), TestBoxes.Box("xml ", Encoding.UTF8.GetBytes(PositionFiles.Xmp()))),
        "jpeg 2000" => TestBoxes.Join(
            TestBoxes.Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]),
            TestBoxes.Box("uuid", "JpgTiffExif->JP2"u8.ToArray(), PositionFiles.Exif()),
            TestBoxes.Box("uuid", Convert.FromHexString("33C7A4D2B81D4723A0BAF1A3E097AD38"), PositionFiles.Iptc())),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static byte[] Damage(string damage)
    {
        var exif = new TestTiff(isBigEndian: true).Write(PositionFiles.Camera((0x8825, PositionFiles.Gps())));
        var pointer = exif.AsSpan().IndexOf<byte>([0x88, 0x25]);
        var gps = BinaryPrimitives.ReadInt32BigEndian(exif.AsSpan(pointer + 8));
        switch (damage)
        {
            case "no header":
                exif[1] = (byte)'X';
                break;
            case "first directory beyond the end":
                exif[6] = 0x7F;
                break;
            case "first directory cut off":
                exif[8] = 0x10;
                break;
            case "position beyond the end":
                exif[pointer + 8] = 0x70;
                break;
            case "position cut off":
                exif[gps] = 0x10;
                break;
            case "values of the position beyond the end":
                exif[gps + 2 + (12 * 2) + 8] = 0x70;
                break;
            case "two positions in one entry":
                exif[pointer + 7] = 2;
                break;
            case "position of a strange type":
                exif[pointer + 3] = 2;
                break;
            case "cut off":
                return exif[..(gps + 40)];
            case "endless entries":
                // The second directory is the first again, from another entry on.
                BinaryPrimitives.WriteInt32BigEndian(exif.AsSpan(pointer + 8), 8);
                break;
        }

        return exif;
    }

    private static int Count(byte[] file, string text) => Encoding.Latin1.GetString(file).Split(text).Length - 1;

    private sealed class CountingStream(Stream inner) : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
