using System.Text;
using Mxit.Media.Metadata;
using Mxit.TestKit;
using SkiaSharp;

namespace Mxit.Media.Tests.Metadata;

/// <summary>U-08: what others receive holds no metadata but orientation and colour profile, and is the same otherwise.</summary>
public sealed class MetadataRemoverTests
{
    // Real ones, some of them damaged, and of no other formats than those that are cleaned.
    private static readonly string[] Photos = ["photos/*.jpg", "photos/*.heif", "photos-bad/*.jpg"];

    public static TheoryData<string> All => [.. Samples.All.Keys];

    public static TheoryData<string> Pictures =>
        [.. Samples.All.Keys.Where(name => Path.GetExtension(name) is ".jpg" or ".png" or ".webp" or ".gif" or ".bmp")];

    public static TheoryData<string> Films =>
        [.. Samples.All.Keys.Where(name => Path.GetExtension(name) is ".mov" or ".mp4" or ".3gp" or ".m4a")];

    public static TheoryData<string> Items => [.. Samples.All.Keys.Where(name => Path.GetExtension(name) is ".heic" or ".avif")];

    [Theory, MemberData(nameof(All))]
    public void U_08_nothing_that_was_written_into_any_metadata_is_left(string name)
    {
        var file = Samples.All[name]();
        Assert.True(Cleaning.HasSecret(file));

        var clean = Cleaning.Clean(file);

        Assert.False(Cleaning.HasSecret(clean), Encoding.Latin1.GetString(clean));
        Assert.Same(clean, Cleaning.Clean(clean));
    }

    [Theory, MemberData(nameof(All))]
    public void U_08_a_library_that_is_not_ours_finds_nothing_but_the_picture(string name)
    {
        // It does not know films that begin with their data.
        if (name != "mov that begins with its data.mov")
        {
            Assert.Empty(MetadataReaders.FindWithLibrary(Cleaning.Clean(Samples.All[name]())));
        }
    }

    [Fact]
    public async Task U_08_exiftool_finds_nothing_but_the_picture()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            foreach (var (name, make) in Samples.All)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), make());
            }

            Assert.NotEmpty(await MetadataReaders.FindWithExifToolAsync(folder.FullName));
            foreach (var (name, make) in Samples.All)
            {
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), Cleaning.Clean(make()));
            }

            var found = await MetadataReaders.FindWithExifToolAsync(folder.FullName);
            Assert.True(found.Count == 0, string.Join('\n', found));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task U_08_neither_finds_anything_in_real_photos()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            foreach (var photo in PhotoFiles())
            {
                if (Cleaning.TryClean(await File.ReadAllBytesAsync(photo)) is not { } clean)
                {
                    Assert.Contains("photos-bad", photo, StringComparison.Ordinal);
                    continue;
                }

                Assert.Empty(MetadataReaders.FindWithLibrary(clean));
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, Path.GetFileName(photo)), clean);
            }

            var found = await MetadataReaders.FindWithExifToolAsync(folder.FullName);
            Assert.True(found.Count == 0, string.Join('\n', found));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void U_08_real_photos_keep_their_pixels_and_their_orientation()
    {
        foreach (var photo in PhotoFiles().Where(photo => photo.EndsWith("jpg", StringComparison.Ordinal)))
        {
            var file = File.ReadAllBytes(photo);
            if (Cleaning.TryClean(file) is { } clean)
            {
                AssertSamePicture(file, clean);
                Assert.True(ScanOf(file).AsSpan().SequenceEqual(ScanOf(clean)));
            }
        }
    }

    [Theory, MemberData(nameof(Pictures))]
    public void U_08_pixels_profile_and_orientation_stay(string name)
    {
        var file = Samples.All[name]();

        var clean = Cleaning.Clean(file);

        AssertSamePicture(file, clean);
        if (Path.GetExtension(name) is ".jpg" or ".png" or ".webp")
        {
            Assert.Equal(6, MetadataReaders.OrientationOf(clean));
        }
    }

    [Theory, MemberData(nameof(Films))]
    public void U_08_film_and_sound_stay_where_they_are_and_nothing_else_does(string name)
    {
        var file = Samples.All[name]();

        var clean = Cleaning.Clean(file);

        Assert.Equal(file.AsSpan().IndexOf("mdat"u8), clean.AsSpan().IndexOf("mdat"u8));
        var (film, sound) = (name == "m4a.m4a" ? "" : Samples.Kept, "\u0009\u0008\u0007\u0006");
        var start = file.AsSpan().IndexOf("mdat"u8) + 4;
        var end = start + file.AsSpan(start).IndexOf("wide"u8) - 4;
        Assert.Equal(
            $"{film}{sound}{film}{sound}", Encoding.Latin1.GetString(clean.AsSpan(start, end - start)).Replace(
                "\0", "", StringComparison.Ordinal));
        var at = file.AsSpan(start).IndexOf(Encoding.ASCII.GetBytes(sound));
        Assert.Equal(at, clean.AsSpan(start).IndexOf(Encoding.ASCII.GetBytes(sound)));
    }

    [Theory, MemberData(nameof(Items))]
    public void U_08_the_picture_of_heif_and_avif_stays_where_it_is_as_it_is_turned(string name)
    {
        var file = Samples.All[name]();

        var clean = Cleaning.Clean(file);

        byte[] picture = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal(file.Length, clean.Length);
        Assert.Equal(file.AsSpan().IndexOf(picture), clean.AsSpan().IndexOf(picture));
        Assert.True(clean.AsSpan().IndexOf<byte>([.. "irot"u8, 1]) > 0);
        Assert.True(clean.AsSpan().IndexOf([.. "prof"u8, .. Samples.Profile()]) > 0);
    }

    [Fact]
    public void U_08_a_profile_in_several_segments_stays_and_one_that_is_none_does_not()
    {
        var profile = Samples.Profile();
        byte[] WithProfiles(params byte[][] segments) => segments.Reverse().Aggregate(
            TestPictures.Jpeg(), (file, segment) => TestPictures.WithJpegSegment(file, 0xE2, segment));

        var whole = WithProfiles(
            Samples.ProfileSegment(profile[..200], 1, 3), Samples.ProfileSegment(profile[200..300], 2, 3),
            Samples.ProfileSegment(profile[300..], 3, 3));
        Assert.Equal(whole.Length, Cleaning.Clean(whole).Length);
        foreach (var wrong in new[]
        {
            WithProfiles(Samples.ProfileSegment([.. profile, .. Samples.Text()])),
            WithProfiles(Samples.ProfileSegment(Samples.Text())),
            WithProfiles(Samples.ProfileSegment([.. profile.Select(value => value == 'a' ? (byte)'b' : value)])),
            WithProfiles(Samples.ProfileSegment(profile[..300], 1, 3), Samples.ProfileSegment(profile[300..], 3, 3)),
        })
        {
            Assert.Equal(Cleaning.Clean(TestPictures.Jpeg()), Cleaning.Clean(wrong));
        }
    }

    [Fact]
    public void A_file_without_metadata_is_not_copied()
    {
        byte[][] files =
        [
            TestPictures.Png(), TestPictures.WebP(), TestPictures.LosslessWebP(), TestPictures.Gif(), TestPictures.Gif(frames: 3),
            TestPictures.Bmp(),
            TestPictures.Jpeg(), Cleaning.Clean(TestPictures.Turned(6)), TestPictures.Turned(8, SKEncodedImageFormat.Png),
            TestPictures.Turned(3, SKEncodedImageFormat.Webp),
        ];
        foreach (var file in files)
        {
            Assert.Same(file, Cleaning.Clean(file));
        }
    }

    [Fact]
    public void The_file_reads_the_same_in_pieces_of_any_length()
    {
        var file = Samples.Png(TestPictures.Png());
        using var content = new MemoryStream(file);
        var removal = MetadataRemover.Remove(content, null, null, default);
        foreach (var length in new[] { 1, 7, 100_000 })
        {
            using var clean = removal.Open(content);
            using var copy = new MemoryStream();
            clean.CopyTo(copy, length);
            Assert.Equal(Cleaning.Clean(file), copy.ToArray());
        }
    }

    [Fact]
    public void Who_does_not_wait_any_more_stops_the_work()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => MetadataRemover.Remove(new MemoryStream(TestPictures.Png()), null, null, stop.Token));
    }

    private static IEnumerable<string> PhotoFiles() =>
        Photos.SelectMany(pattern => SharedData.Files(Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern)));

    private static void AssertSamePicture(byte[] file, byte[] clean)
    {
        using var before = SKCodec.Create(new MemoryStream(file));
        using var after = SKCodec.Create(new MemoryStream(clean));
        Assert.Equal(
            (before.EncodedOrigin, before.FrameCount, before.RepetitionCount),
            (after.EncodedOrigin, after.FrameCount, after.RepetitionCount));
        Assert.Equal(before.FrameInfo.Select(frame => frame.Duration), after.FrameInfo.Select(frame => frame.Duration));
        Assert.True(SKColorSpace.Equal(before.Info.ColorSpace, after.Info.ColorSpace));
        Cleaning.AssertSamePixels(file, clean);
    }

    // From the header of the last frame to the end of the picture, without what is not coded pixels.
    private static byte[] ScanOf(byte[] jpeg)
    {
        var start = jpeg.AsSpan().LastIndexOf<byte>([0xFF, 0xDA, 0]);
        var end = start + jpeg.AsSpan(start).IndexOf<byte>([0xFF, 0xD9]);
        return jpeg[start..end];
    }
}
