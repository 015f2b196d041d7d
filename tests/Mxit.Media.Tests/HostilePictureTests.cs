using Mxit.Media.Drawing;
using Mxit.Media.Headers;
using SkiaSharp;

namespace Mxit.Media.Tests;

/// <summary>Small files that would cost much. They are turned away at the gate, which has no decoder behind it.</summary>
public sealed class HostilePictureTests
{
    public static TheoryData<string, string> TooLarge => new()
    {
        { "png of 100,000 x 100,000", "100000 x 100000" },
        { "png of 1 x 500 million", "1 x 500000000" },
        { "png of 4 billion x 4 billion", "4294967295 x 4294967295" },
        { "jpeg of 64,250 x 64,250", "64250 x 64250" },
        { "jpeg of 20,000 x 20,000", "20000 x 20000" },
        { "progressive jpeg of 5,000 x 5,000", "5000 x 5000" },
        { "gif of 65,535 x 65,535", "65535 x 65535" },
        { "gif with a frame that sticks out", "65535 x 10" },
        { "gif of 100,000 frames", "100000 frames" },
        { "gif of 900 frames of 1,000 x 1,000", "900 frames of 1000 x 1000" },
        { "bmp of 2 billion x 2 billion", "2147483647 x 2147483647" },
        { "webp of 16,384 x 16,384 without loss", "16384 x 16384" },
        { "webp canvas of 16 million x 16 million", "16777216 x 16777216" },
        { "jpeg of 101 scans", "more than 100 scans" },
    };

    [Theory, MemberData(nameof(TooLarge))]
    public void U_05_what_a_header_claims_is_refused_before_anything_is_decoded(string name, string reason)
    {
        using var file = new MemoryStream(Make(name));
        var settings = new PictureLimits();
        _ = Assert.Throws<PictureRefusedException>(() => PictureGate.Check(file, settings));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.Throws<PictureRefusedException>(() => PictureGate.Check(file, settings));

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.True(allocated < 64 * 1024, $"{allocated} bytes were allocated for a file of {file.Length} bytes");
    }

    [Theory, MemberData(nameof(TooLarge))]
    public async Task U_05_the_sender_is_told(string name, string reason)
    {
        using var workshop = new Workshop();

        Assert.Contains(reason, await workshop.RefuseAsync(Make(name)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_fifty_byte_png_of_the_books_is_that_small() =>
        Assert.InRange(TestPictures.PngClaiming(100_000, 100_000).Length, 40, 70);

    [Theory]
    [InlineData("png", 0, 10)]
    [InlineData("png", 10, 0)]
    [InlineData("jpeg", 0, 10)]
    [InlineData("jpeg", 10, 0)]
    [InlineData("bmp", -5, 10)]
    [InlineData("bmp", 10, 0)]
    [InlineData("gif", 0, 0)]
    public async Task Pictures_without_a_size_are_refused(string format, int width, int height)
    {
        using var workshop = new Workshop();

        var refused = await workshop.RefuseAsync(format switch
        {
            "png" => TestPictures.PngClaiming((uint)width, (uint)height),
            "jpeg" => TestPictures.JpegClaiming(width, height),
            "bmp" => BmpClaiming(width, height),
            _ => [.. TestPictures.Gif()[..6], 0, 0, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x3B],
        });

        Assert.Equal("The picture has no width or no height.", refused);
    }

    [Fact]
    public void U_07_a_large_jpeg_is_decoded_small()
    {
        using var large = new SKBitmap(6_000, 4_000, SKColorType.Rgb565, SKAlphaType.Opaque);
        large.Erase(SKColors.Teal);
        var file = TestPictures.Encode(large, SKEncodedImageFormat.Jpeg);
        using var stream = new MemoryStream(file);
        using var source = new DecoderStream(stream, CancellationToken.None);
        var settings = new PictureLimits();

        var header = PictureGate.Check(stream, settings);
        using var avatar = PictureDecoder.Decode(source, header, Workshop.Avatar, settings);

        Assert.Equal((6_000L, 4_000L, true), (header.Width, header.Height, header.IsDecodedInRows));
        Assert.Equal((750, 500), (avatar.Pixels.Width, avatar.Pixels.Height));
        Assert.Equal((6_000, 4_000), (avatar.OriginalWidth, avatar.OriginalHeight));
    }

    [Fact]
    public void U_07_what_is_decoded_stays_below_the_cap_whatever_its_shape()
    {
        using var wide = new SKBitmap(20_000, 100, SKColorType.Rgb565, SKAlphaType.Opaque);
        wide.Erase(SKColors.Teal);
        using var stream = new MemoryStream(TestPictures.Encode(wide, SKEncodedImageFormat.Jpeg));
        using var source = new DecoderStream(stream, CancellationToken.None);
        var settings = new PictureLimits { MaxBufferedPixels = 200_000 };

        using var avatar = PictureDecoder.Decode(source, PictureGate.Check(stream, settings), Workshop.Avatar, settings);

        Assert.InRange(avatar.Pixels.Width * avatar.Pixels.Height, 1, 200_000);
    }

    [Theory]
    [InlineData("lossy", true)]
    [InlineData("lossless", false)]
    [InlineData("transparent", false)]
    public void Which_webp_is_decoded_in_rows_is_seen_in_its_header(string kind, bool isDecodedInRows)
    {
        using var transparent = new SKBitmap(40, 30);
        transparent.Erase(new SKColor(200, 100, 50, 100));
        var file = kind switch
        {
            "lossy" => TestPictures.WebP(),
            "lossless" => TestPictures.LosslessWebP(),
            _ => TestPictures.Encode(transparent, SKEncodedImageFormat.Webp),
        };

        var header = HeaderParser.Parse(new MemoryStream(file), PictureFormat.WebP);

        Assert.Equal((40L, 30L, 1, isDecodedInRows), (header.Width, header.Height, header.Frames, header.IsDecodedInRows));
    }

    private static byte[] Make(string name) => name switch
    {
        "png of 100,000 x 100,000" => TestPictures.PngClaiming(100_000, 100_000),
        "png of 1 x 500 million" => TestPictures.PngClaiming(1, 500_000_000),
        "png of 4 billion x 4 billion" => TestPictures.PngClaiming(uint.MaxValue, uint.MaxValue),
        "jpeg of 64,250 x 64,250" => TestPictures.JpegClaiming(64_250, 64_250),
        "jpeg of 20,000 x 20,000" => TestPictures.JpegClaiming(20_000, 20_000),
        "progressive jpeg of 5,000 x 5,000" => TestPictures.JpegClaiming(5_000, 5_000, 0xC2),
        "gif of 65,535 x 65,535" => TestPictures.GifOfEmptyFrames(65_535, 65_535, 1),
        "gif with a frame that sticks out" =>
            [.. TestPictures.GifOfEmptyFrames(10, 10, 1)[..^1], 0x2C, 0xFE, 0xFF, 0, 0, 1, 0, 1, 0, 0, 2, 0, 0x3B],
        "gif of 100,000 frames" => TestPictures.GifOfEmptyFrames(10, 10, 100_000),
        "gif of 900 frames of 1,000 x 1,000" => TestPictures.GifOfEmptyFrames(1_000, 1_000, 900),
        "bmp of 2 billion x 2 billion" => BmpClaiming(int.MaxValue, -int.MaxValue),
        "webp of 16,384 x 16,384 without loss" =>
            [.. "RIFF"u8, 20, 0, 0, 0, .. "WEBPVP8L"u8, 5, 0, 0, 0, 0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0],
        "webp canvas of 16 million x 16 million" =>
            [.. "RIFF"u8, 40, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, .. "VP8L"u8, 0, 0,
                0, 0],
        "jpeg of 101 scans" =>
            [.. TestPictures.JpegClaiming(10, 10, 0xC2)[..^2], .. Enumerable.Repeat<byte[]>(
                [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 5, 0, 0xAB, 0xFF, 0], 100).SelectMany(scan => scan), 0xFF, 0xD9],
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static byte[] BmpClaiming(int width, int height) =>
        [.. "BM"u8, .. new byte[12], 40, 0, 0, 0, .. BitConverter.GetBytes(width), .. BitConverter.GetBytes(height), 1, 0, 24, 0,
            .. new byte[24]];
}
