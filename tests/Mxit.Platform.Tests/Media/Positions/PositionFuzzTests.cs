using CsCheck;
using Mxit.Platform.Media.Metadata;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Media.Positions;

/// <summary>Whatever a file is like, looking for its position ends, throws nothing and leaves a file of the same length without one.</summary>
public sealed class PositionFuzzTests
{
    private static readonly string[] Starts = ["jpeg", "png", "webp", "tiff", "heif", "mov"];

    [Fact]
    public void U_08_damaged_files_lose_their_position_or_stay_as_they_are()
    {
        byte[][] originals =
        [
            PositionFiles.FullJpeg(), PositionFiles.FullJpeg(isBigEndian: false), PositionFiles.FullPng(), PositionFiles.WebP(), PositionFiles.Heif(),
            PositionFiles.Heif(version: 2), PositionFiles.Tiff(isBigEndian: true, isBig: false), PositionFiles.Tiff(isBigEndian: false, isBig: true),
            PositionFiles.Video(), [.. PositionFiles.Jpeg(), .. PositionFiles.Video("mp42")], PositionFiles.VideoWithTrack("gpmd"),
        ];
        Sample(originals, 4_000, "0N0XIzNsQ0O2");
    }

    [Fact]
    public void U_08_damaged_photos_lose_their_position_or_stay_as_they_are() => Sample(
        [.. SharedData.Files("photos").Concat(SharedData.Files("photos-bad")).Select(File.ReadAllBytes)], 300, "0000KoJqD4Z4");

    [Fact]
    public void Random_bytes_are_no_trouble() =>
        Gen.Select(Gen.Int[0, Starts.Length - 1], Gen.Byte.Array[0, 600]).Sample(
            (kind, bytes) => Check([.. Start(Starts[kind]), .. bytes]),
            iter: 20_000,
            threads: 2,
            seed: "0000KoJqD4Z4");

    /// <summary>Entries, offsets and lengths with few values, so that parts of the file lie over each other all the time.</summary>
    [Fact]
    public void Parts_that_lie_over_each_other_are_no_trouble()
    {
        int[] tags = [0x8825, 0x8769, 0x014A, 0x0201, 0x0202, 0x02BC, 0x83BB, 0x8649, 0x0002];
        var entry = Gen.Select(Gen.Int[0, tags.Length - 1].Select(index => tags[index]), Gen.Int[1, 13], Gen.Int[0, 40], Gen.Int[0, 160], (number, type, count, value) =>
            new byte[] { (byte)(number >> 8), (byte)number, 0, (byte)type, 0, 0, 0, (byte)count, 0, 0, 0, (byte)value });
        var directory = Gen.Select(Gen.Int[0, 8], entry.Array[0, 6], Gen.Int[0, 160], (count, entries, next) =>
            new byte[] { 0, (byte)count }.Concat(entries.SelectMany(bytes => bytes)).Concat(new byte[] { 0, 0, 0, (byte)next }).ToArray());
        Gen.Select(Gen.Bool, directory.Array[1, 5]).Sample(
            (isBlock, directories) =>
            {
                byte[] tiff = [.. "MM\0*\0\0\0\b"u8, .. directories.SelectMany(bytes => bytes)];
                Check(isBlock ? PositionFiles.Jpeg((0xE1, [.. "Exif\0\0"u8, .. tiff])) : tiff);
            },
            iter: 30_000,
            threads: 2,
            seed: "0000KoJqD4Z4");
    }

    /// <summary>Even where damage makes the file readable in another way than it was meant.</summary>
    [Fact]
    public void U_08_a_reader_that_is_not_ours_finds_no_position_in_damaged_files_either()
    {
        byte[][] originals =
        [
            PositionFiles.FullJpeg(isExtended: false), PositionFiles.FullJpeg(isBigEndian: false, isExtended: false), PositionFiles.FullPng(),
            PositionFiles.WebP(), PositionFiles.Heif(isInPieces: false), PositionFiles.Tiff(isBigEndian: true, isBig: false), PositionFiles.Video(),
            File.ReadAllBytes(SharedData.Path("photos/DSCN0010.jpg")),
        ];
        Sample(originals, 400, "0000KoJqD4Z4", file => Assert.Empty(Reading.TryFindPositions(Without(file))));
    }

    [Fact]
    public void U_08_damage_right_behind_the_first_two_bytes_hides_no_position()
    {
        var photo = PositionFiles.FullJpeg(isBigEndian: false, isExtended: false);
        Assert.Empty(Reading.TryFindPositions(Without([.. photo[..2], .. Enumerable.Repeat((byte)'O', 25), .. photo[2..]])));
    }

    private static byte[] Without(byte[] file)
    {
        using var content = new MemoryStream(file);
        var layers = PositionFinder.Find(content, CancellationToken.None);
        content.Position = 0;
        using var without = new MemoryStream();
        PositionFinder.Apply(content, layers).CopyTo(without);
        return without.ToArray();
    }

    private static void Sample(byte[][] originals, int iterations, string seed, Action<byte[]>? check = null)
    {
        var place = Gen.Frequency((2, Gen.Int[0, 400]), (2, Gen.Int[0, 4_000]), (1, Gen.Int[0, 2_000_000]));
        foreach (var file in DamagedFiles.Make(originals, place, maxChanges: 6, iterations, seed))
        {
            (check ?? Check)(file);
        }
    }

    private static void Check(byte[] file)
    {
        using var content = new MemoryStream(file);
        var layers = PositionFinder.Find(content, CancellationToken.None);
        foreach (var layer in layers)
        {
            var end = 0L;
            foreach (var patch in layer)
            {
                Assert.InRange(patch.Offset, end, file.Length);
                Assert.InRange(patch.End, patch.Offset + 1, file.Length);
                end = patch.End;
            }
        }

        content.Position = 0;
        using var without = new MemoryStream();
        PositionFinder.Apply(content, layers).CopyTo(without);
        Assert.Equal(file.Length, without.Length);
        Assert.Empty(PositionFinder.Find(without, CancellationToken.None));
    }

    private static byte[] Start(string kind) => kind switch
    {
        "jpeg" => [0xFF, 0xD8, 0xFF, 0xE1, 1, 0, .. "Exif\0\0MM\0*\0\0\0\b"u8],
        "png" => [0x89, .. "PNG\r\n\u001A\n\0\0\0\u0040eXIfMM\0*\0\0\0\b"u8],
        "webp" => [.. "RIFF\0\0\0\0WEBPXMP \u0070\0\0\0"u8],
        "tiff" => [.. "II*\0\b\0\0\0"u8],
        "heif" => PositionFiles.Heif()[..60],
        _ => [.. PositionFiles.Video()[..20], 0, 0, 1, 0, .. "moov"u8],
    };
}
