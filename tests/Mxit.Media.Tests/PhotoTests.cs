using System.Text;
using CsCheck;
using Mxit.TestKit;
using SkiaSharp;

namespace Mxit.Media.Tests;

/// <summary>Real pictures, good and bad.</summary>
public sealed class PhotoTests
{
    [Fact]
    public async Task U_24_photos_become_avatars_and_covers()
    {
        using var workshop = new Workshop();
        foreach (var photo in SharedData.Files("photos", "*.jpg"))
        {
            var made = await workshop.MakeAsync(await File.ReadAllBytesAsync(photo), [.. Workshop.Avatar, .. Workshop.Cover]);

            using var original = SKCodec.Create(photo);
            var side = Math.Min(480, Math.Min(original.Info.Width, original.Info.Height));
            Assert.Equal((side, side), (made[1].Width, made[1].Height));
            Assert.InRange(made[2].Width, 1, 1280);
            Assert.All(made, picture => Assert.Empty(TestPictures.MetadataIn(picture.Bytes.Span)));
        }
    }

    [Theory]
    [InlineData("Jobagent.tiff", "The body is a TIFF file.")]
    [InlineData("samplefilehub.heif", "The body is a HEIF picture.")]
    public async Task U_03_photos_of_other_formats_are_named(string photo, string text)
    {
        using var workshop = new Workshop();

        Assert.StartsWith(text, await workshop.RefuseAsync(await ReadAsync(photo)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_photos_are_mended_or_refused()
    {
        using var workshop = new Workshop();
        foreach (var photo in SharedData.Files("photos-bad"))
        {
            var result = await workshop.TryAsync(await File.ReadAllBytesAsync(photo));
            Assert.True(
                result.Outcome == PictureOutcome.Made
                    ? result.Pictures.Count == 2
                    : result is { Outcome: PictureOutcome.Refused, Text.Length: > 0 },
                photo);
            foreach (var made in result.Pictures)
            {
                using var opened = Workshop.Open(made);
                Assert.Equal((made.Width, made.Height), (opened.Width, opened.Height));
            }
        }
    }

    [Fact]
    public async Task U_08_where_a_photo_was_taken_is_not_told()
    {
        using var workshop = new Workshop();
        var photo = await ReadAsync("DSCN0010.jpg");
        Assert.Contains("WGS-84", Encoding.Latin1.GetString(photo), StringComparison.Ordinal);

        foreach (var made in await workshop.MakeAsync(photo, [.. Workshop.Avatar, .. Workshop.Cover]))
        {
            var text = Encoding.Latin1.GetString(made.Bytes.Span);
            Assert.All(
                ["Exif", "GPS", "WGS-84", "NIKON", "COOLPIX"],
                name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("portrait_6.jpg")]
    [InlineData("portrait_8.jpg")]
    public async Task U_08_photos_that_differ_in_their_orientation_look_alike(string photo)
    {
        using var workshop = new Workshop();
        var upright = Assert.Single(await workshop.MakeAsync(await ReadAsync("portrait_1.jpg"), Workshop.Cover));

        var turned = Assert.Single(await workshop.MakeAsync(await ReadAsync(photo), Workshop.Cover));

        Assert.Equal((450, 600), (turned.Width, turned.Height));
        Assert.InRange(Difference(upright, turned, SKEncodedOrigin.TopLeft), 0, 6);
    }

    [Fact]
    public async Task U_08_a_photo_on_its_head_is_put_on_its_feet()
    {
        using var workshop = new Workshop();
        var photo = await ReadAsync("landscape_3.jpg");

        var made = Assert.Single(await workshop.MakeAsync(photo, Workshop.Cover));

        // The decoder of SKBitmap ignores the orientation.
        using var srgb = SKColorSpace.CreateSrgb();
        using var stored = SKBitmap.Decode(photo, new SKImageInfo(600, 450, SKColorType.Rgba8888, SKAlphaType.Opaque, srgb));
        var asStored = new MadePicture(
            TestPictures.Encode(stored, SKEncodedImageFormat.Png), "image/png", stored.Width, stored.Height);
        Assert.InRange(Difference(asStored, made, SKEncodedOrigin.BottomRight), 0, 6);
        Assert.InRange(Difference(asStored, made, SKEncodedOrigin.TopLeft), 25, 255);
    }

    [Fact]
    public async Task U_24_damage_of_any_kind_leads_to_a_picture_or_a_refusal()
    {
        using var workshop = new Workshop(
            settings => (settings.Workers, settings.MaxPixels, settings.MaxBufferedPixels) = (2, 4_000_000, 4_000_000));
        using var animation = new MemoryStream(TestPictures.Gif(60, 40, 4));
        byte[][] originals =
        [
            await ReadAsync("Canon_40D.jpg"), await ReadAsync("BlueSquare.jpg"), await ReadAsync("portrait_6.jpg"),
            await ReadAsync("DSCN0010.jpg"),
            TestPictures.Png(80, 60), TestPictures.Gif(80, 60), animation.ToArray(), TestPictures.WebP(80, 60),
            TestPictures.LosslessWebP(80, 60), TestPictures.Bmp(30, 20), TestPictures.Turned(6),
            TestPictures.Turned(6, SKEncodedImageFormat.Png),
        ];

        // Most of the damage is in the first bytes, where the headers are.
        var place = Gen.Frequency((3, Gen.Int[0, 400]), (2, Gen.Int[0, 200_000]));
        foreach (var damaged in DamagedFiles.Make(originals, place, maxChanges: 8, count: 1_500, "0N0XIzNsQ0O2"))
        {
            var result = await workshop.TryAsync(damaged, [.. Workshop.Avatar, .. Workshop.Cover]);
            Assert.True(
                result.Outcome == PictureOutcome.Made
                    ? result.Pictures.Count == 3
                    : result is { Outcome: PictureOutcome.Refused, Text.Length: > 0 });
        }
    }

    // By how much the shades of two pictures differ on the average, seen from afar.
    private static double Difference(MadePicture one, MadePicture other, SKEncodedOrigin turn)
    {
        const int Side = 30;
        using var first = Workshop.Open(one).Resize(
            new SKImageInfo(Side, Side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var second = Workshop.Open(other).Resize(
            new SKImageInfo(Side, Side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        var sum = 0;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var a = first.GetPixel(x, y);
                var b = turn == SKEncodedOrigin.BottomRight ? second.GetPixel(Side - 1 - x, Side - 1 - y) : second.GetPixel(x, y);
                sum += Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);
            }
        }

        return sum / (Side * Side * 3.0);
    }

    private static Task<byte[]> ReadAsync(string photo) => File.ReadAllBytesAsync(SharedData.Path(Path.Combine("photos", photo)));
}
