using System.Text;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;

namespace Mxit.Media.Tests;

/// <summary>What becomes of pictures of every format.</summary>
public sealed class PictureMakerTests
{
    public static TheoryData<string> Formats => ["png", "jpeg", "gif", "webp", "lossless webp", "bmp", "moving gif"];

    [Theory, MemberData(nameof(Formats))]
    public async Task U_01_each_format_becomes_an_avatar_in_both_sizes(string format)
    {
        using var workshop = new Workshop();

        var made = await workshop.MakeAsync(Picture(format, 600, 500), Workshop.Avatar);

        Assert.Equal(("image/png", 96, 96), (made[0].MediaType, made[0].Width, made[0].Height));
        Assert.Equal(("image/jpeg", 480, 480), (made[1].MediaType, made[1].Width, made[1].Height));
        Assert.All(made, AssertCorners);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task U_01_each_format_becomes_a_cover(string format)
    {
        using var workshop = new Workshop();

        var cover = Assert.Single(await workshop.MakeAsync(Picture(format, 1600, 400), Workshop.Cover));

        Assert.Equal(("image/jpeg", 1280, 320), (cover.MediaType, cover.Width, cover.Height));
        AssertCorners(cover);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(50, 40, 40)]
    [InlineData(40, 50, 40)]
    [InlineData(2000, 1, 1)]
    [InlineData(481, 2000, 480)]
    public async Task The_size_for_pages_is_never_larger_than_the_original(int width, int height, int expected)
    {
        using var workshop = new Workshop();

        var made = await workshop.MakeAsync(TestPictures.Png(width, height), Workshop.Avatar);

        Assert.Equal((96, 96), (made[0].Width, made[0].Height));
        Assert.Equal((expected, expected), (made[1].Width, made[1].Height));
    }

    [Theory]
    [InlineData(200, 100, 200, 100)]
    [InlineData(1280, 3, 1280, 3)]
    [InlineData(3000, 1, 1280, 1)]
    [InlineData(600, 2560, 300, 1280)]
    public async Task A_cover_keeps_its_proportions(int width, int height, int expectedWidth, int expectedHeight)
    {
        using var workshop = new Workshop();

        var cover = Assert.Single(await workshop.MakeAsync(TestPictures.Jpeg(width, height), Workshop.Cover));

        Assert.Equal((expectedWidth, expectedHeight), (cover.Width, cover.Height));
    }

    [Fact]
    public async Task What_is_transparent_stays_so_in_an_avatar_and_is_white_in_a_cover()
    {
        using var workshop = new Workshop();
        using var bitmap = new SKBitmap(300, 300);
        bitmap.Erase(SKColors.Transparent);
        bitmap.Erase(SKColors.Red, new SKRectI(100, 100, 200, 200));
        var file = TestPictures.Encode(bitmap, SKEncodedImageFormat.Png);

        var avatar = await workshop.MakeAsync(file, Workshop.Avatar);
        var cover = Assert.Single(await workshop.MakeAsync(file, Workshop.Cover));

        Assert.Equal(["image/png", "image/png"], avatar.Select(made => made.MediaType));
        using var large = Workshop.Open(avatar[1]);
        Assert.Equal((0, SKColors.Red), ((int)large.GetPixel(10, 10).Alpha, large.GetPixel(150, 150)));
        using var opened = Workshop.Open(cover);
        Assert.Equal("image/jpeg", cover.MediaType);
        Assert.True(IsNear(SKColors.White, opened.GetPixel(10, 10)));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public async Task U_08_pictures_are_turned_upright_by_their_orientation(int orientation)
    {
        using var workshop = new Workshop();
        foreach (var format in new[] { SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Png, SKEncodedImageFormat.Webp })
        {
            var cover = Assert.Single(await workshop.MakeAsync(TestPictures.Turned(orientation, format), Workshop.Cover));

            Assert.Equal((80, 60), (cover.Width, cover.Height));
            AssertCorners(cover);
        }
    }

    [Fact]
    public async Task U_08_no_metadata_is_left()
    {
        using var workshop = new Workshop();
        var secret = "GPS 33.9249 S 18.4241 E"u8.ToArray();
        byte[][] files =
        [
            TestPictures.WithJpegSegment(TestPictures.WithJpegSegment(TestPictures.Turned(6), 0xFE, secret), 0xED, secret),
            TestPictures.WithPngChunk(
                TestPictures.WithPngChunk(TestPictures.Png(), "tEXt", [.. "Comment\0"u8, .. secret]), "eXIf",
                [.. TestPictures.ExifOrientation(1), .. secret]),
            [.. TestPictures.Gif()[..^1], 0x21, 0xFE, (byte)secret.Length, .. secret, 0, 0x3B],
        ];
        foreach (var file in files)
        {
            Assert.Contains("GPS", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
            foreach (var made in await workshop.MakeAsync(file, [.. Workshop.Avatar, .. Workshop.Cover]))
            {
                Assert.Empty(TestPictures.MetadataIn(made.Bytes.Span));
            }
        }
    }

    [Fact]
    public async Task U_04_what_hides_in_a_picture_is_gone()
    {
        using var workshop = new Workshop();
        var script = "<script>alert(1)</script><?php system($_GET[0]); ?>"u8.ToArray();
        byte[] archive = [.. "PK\u0003\u0004"u8, .. new byte[26], .. "evil.jar"u8];
        byte[][] files =
        [
            [.. TestPictures.Png(), .. script, .. archive],
            [.. TestPictures.Jpeg(), .. script, .. archive],
            [.. TestPictures.Gif(), .. script, .. archive],
            [.. TestPictures.Bmp(), .. script, .. archive],
            TestPictures.WithPngChunk(TestPictures.Png(), "tEXt", script),
            TestPictures.WithJpegSegment(TestPictures.Jpeg(), 0xFE, script),
        ];
        foreach (var file in files)
        {
            foreach (var made in await workshop.MakeAsync(file, [.. Workshop.Avatar, .. Workshop.Cover]))
            {
                var text = Encoding.Latin1.GetString(made.Bytes.Span);
                Assert.DoesNotContain("script", text, StringComparison.Ordinal);
                Assert.DoesNotContain("PK\u0003\u0004", text, StringComparison.Ordinal);
                Assert.True(text.StartsWith("\u0089PNG", StringComparison.Ordinal)
                    ? text.EndsWith("IEND\u00AE\u0042\u0060\u0082", StringComparison.Ordinal)
                    : text.EndsWith("\u00FF\u00D9", StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("", "The body is empty.")]
    [InlineData("hello", "The body is not a picture.")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "The body is an SVG drawing.")]
    [InlineData("<?xml version='1.0'?>\n<!-- x --><svg/>", "The body is an SVG drawing.")]
    [InlineData("\uFEFF  <!DOCTYPE html><title>x", "The body is an HTML page.")]
    [InlineData("<script>alert(1)</script>", "The body is an HTML page.")]
    [InlineData("<?xml version='1.0'?><a/>", "The body is an XML document.")]
    [InlineData("%PDF-1.7", "The body is a PDF document.")]
    [InlineData("II*\0\b\0\0\0", "The body is a TIFF file.")]
    [InlineData("\0\0\0\u0018ftypheic", "The body is a HEIF picture.")]
    [InlineData("\0\0\0\u0018ftypavif", "The body is an AVIF picture.")]
    [InlineData("\0\0\0\u0018ftypisom", "The body is a video.")]
    [InlineData("\0\0\u0001\0\u0001\0", "The body is an icon (ICO).")]
    [InlineData("PK\u0003\u0004", "The body is a ZIP archive.")]
    [InlineData("GIF89", "The body is not a picture.")]
    [InlineData("\u0089PNG", "The body is not a picture.")]
    public async Task U_03_other_files_are_refused_and_named(string body, string text)
    {
        using var workshop = new Workshop();

        var refused = await workshop.RefuseAsync(
            Encoding.UTF8.GetBytes(body) is var bytes && body.StartsWith('\u0089') ? [0x89, .. "PNG"u8] : bytes);

        Assert.Equal($"{text} Send a PNG, JPEG, GIF, WebP or BMP picture.", refused);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Pictures_that_end_early_are_refused_wherever_they_end(string format)
    {
        using var workshop = new Workshop();
        var file = Picture(format, 64, 48);
        var end = format switch
        {
            "bmp" => file.Length - 1,
            "png" => file.Length - 30,
            "moving gif" => file.Length / 4,
            _ => file.Length - 3,
        };
        for (var length = end; length > 0; length -= Math.Max(1, length / 25))
        {
            var result = await workshop.TryAsync(file[..length]);
            Assert.True(result.Outcome == PictureOutcome.Refused, $"{length} of {file.Length} bytes were enough");
            Assert.NotEmpty(result.Text!);
        }
    }

    [Fact]
    public async Task U_06_a_gif_that_does_not_move_is_like_any_other_picture()
    {
        using var workshop = new Workshop(
            settings => (settings.MaxFrames, settings.MaxAnimationPixels, settings.MaxBufferedPixels) = (1, 10_000, 1_000_000));

        Assert.Equal(2, (await workshop.MakeAsync(TestPictures.Gif(900, 900), Workshop.Avatar)).Length);
    }

    [Fact]
    public async Task U_06_the_first_frame_becomes_the_picture_and_frames_are_limited()
    {
        using var workshop = new Workshop(settings => (settings.MaxFrames, settings.MaxAnimationPixels) = (20, 20_000));

        AssertCorners((await workshop.MakeAsync(TestPictures.Gif(40, 30, 10), Workshop.Avatar))[0]);
        Assert.Contains(
            "21 frames; at most 20", await workshop.RefuseAsync(TestPictures.GifOfEmptyFrames(40, 30, 21)),
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 20000 pixels", await workshop.RefuseAsync(TestPictures.GifOfEmptyFrames(40, 30, 19)),
            StringComparison.Ordinal);
        Assert.Contains(
            "holds no picture", await workshop.RefuseAsync(TestPictures.GifOfEmptyFrames(40, 30, 0)), StringComparison.Ordinal);
        Assert.Contains(
            "21 frames", await workshop.RefuseAsync(
                TestPictures.WithPngChunk(TestPictures.Png(), "acTL", [0, 0, 0, 21, 0, 0, 0, 0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task U_07_a_picture_that_takes_too_long_is_given_up()
    {
        var clock = new FakeTimeProvider();
        using var workshop = new Workshop(clock: clock);
        using var slow = new HookedStream(TestPictures.Png(800, 800), reads =>
        {
            if (reads == 3)
            {
                clock.Advance(TimeSpan.FromSeconds(11));
            }
        });

        var result = await workshop.Maker.MakeAsync(slow, Workshop.Avatar, CancellationToken.None);

        Assert.Equal(
            (PictureOutcome.Refused, true), (
                result.Outcome, result.Text!.Contains("longer than 10 s", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task U_07_a_few_are_made_at_a_time_and_a_few_wait()
    {
        using var workshop = new Workshop(settings => (settings.Workers, settings.MaxWaiting) = (1, 1));
        using var started = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        using var busy = new HookedStream(TestPictures.Png(), reads =>
        {
            if (reads == 1)
            {
                started.Release();
                goOn.Wait();
            }
        });
        var first = workshop.Maker.MakeAsync(busy, Workshop.Avatar, CancellationToken.None);
        await started.WaitAsync();
        var second = workshop.TryAsync(TestPictures.Png());

        var third = await workshop.TryAsync(TestPictures.Png());
        goOn.Set();

        Assert.Equal(PictureOutcome.Overloaded, third.Outcome);
        Assert.Equal(PictureOutcome.Made, (await first).Outcome);
        Assert.Equal(PictureOutcome.Made, (await second).Outcome);
    }

    [Fact]
    public async Task A_sender_who_goes_away_stops_the_work_and_frees_the_worker()
    {
        using var workshop = new Workshop(settings => (settings.Workers, settings.MaxWaiting) = (1, 0));
        using var gone = new CancellationTokenSource();
        using var file = new HookedStream(TestPictures.Png(800, 800), reads =>
        {
            if (reads == 3)
            {
                gone.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => workshop.Maker.MakeAsync(file, Workshop.Avatar, gone.Token));

        Assert.Equal(PictureOutcome.Made, (await workshop.TryAsync(TestPictures.Png())).Outcome);
    }

    [Fact]
    public async Task Colours_of_another_colour_space_are_those_of_srgb_afterwards()
    {
        using var workshop = new Workshop();
        using var wide = SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Srgb, SKColorSpaceXyz.DisplayP3);
        using var bitmap = new SKBitmap(new SKImageInfo(100, 100, SKColorType.Rgba8888, SKAlphaType.Opaque, wide));
        bitmap.Pixels = [.. Enumerable.Repeat(new SKColor(100, 200, 100), 100 * 100)];

        var made = await workshop.MakeAsync(TestPictures.Encode(bitmap, SKEncodedImageFormat.Png), Workshop.Avatar);

        // In the file stand the numbers of the wider space, of which red is 126.
        using var opened = Workshop.Open(made[0]);
        Assert.InRange(opened.GetPixel(50, 50).Red, 97, 103);
        Assert.InRange(opened.GetPixel(50, 50).Green, 197, 203);
        Assert.Empty(TestPictures.MetadataIn(made[0].Bytes.Span));
    }

    internal static void AssertCorners(MadePicture picture)
    {
        using var opened = Workshop.Open(picture);
        for (var corner = 0; corner < 4; corner++)
        {
            var color = opened.GetPixel(
                opened.Width * (corner % 2 == 0 ? 1 : 3) / 4, opened.Height * (corner < 2 ? 1 : 3) / 4);
            Assert.True(IsNear(TestPictures.Corners[corner], color), $"corner {corner} is {color}");
        }
    }

    /// <summary>Names of what stands in a picture beside its pixels.</summary>
    private static bool IsNear(SKColor expected, SKColor actual) =>
        Math.Abs(expected.Red - actual.Red) < 20 && Math.Abs(expected.Green - actual.Green) < 20
        && Math.Abs(expected.Blue - actual.Blue) < 20;

    private static byte[] Picture(string format, int width, int height) => format switch
    {
        "png" => TestPictures.Png(width, height),
        "jpeg" => TestPictures.Jpeg(width, height),
        "gif" => TestPictures.Gif(width, height),
        "moving gif" => TestPictures.Gif(width, height, 3),
        "webp" => TestPictures.WebP(width, height),
        "lossless webp" => TestPictures.LosslessWebP(width, height),
        _ => TestPictures.Bmp(width, height),
    };

    private sealed class HookedStream(byte[] bytes, Action<int> onRead) : MemoryStream(bytes)
    {
        private int _reads;

        // MemoryStream itself comes here from its span overload, since this is no MemoryStream of its own.
        public override int Read(byte[] buffer, int offset, int count)
        {
            onRead(++_reads);
            return base.Read(buffer, offset, Math.Min(count, 600));
        }
    }
}
