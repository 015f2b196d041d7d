using System.Text;
using Mxit.Media.Headers;
using Mxit.Media.Tests.Metadata;

namespace Mxit.Media.Tests;

/// <summary>What files are called.</summary>
public sealed class MediaTypesTests
{
    private static readonly string[] OfPictures =
    [
        "image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/heic", "image/avif",
        "image/svg+xml",
        "image/x-icon", "image/vnd.adobe.photoshop", "image/jxl", "image/jp2",
    ];

    public static TheoryData<byte[], string> OfEveryFormat => new()
    {
        { TestPictures.Png(), "image/png" },
        { TestPictures.Jpeg(), "image/jpeg" },
        { TestPictures.Gif(), "image/gif" },
        { TestPictures.WebP(), "image/webp" },
        { TestPictures.Bmp(), "image/bmp" },
        { Samples.Heif(), "image/heif" },
        { Samples.Heif(brand: "avif"), "image/avif" },
        { "II*\0\u0008\0\0\0"u8.ToArray(), "image/tiff" },
        { "8BPS\0\u0001"u8.ToArray(), "image/vnd.adobe.photoshop" },
        { [0, 0, 1, 0, 1, 0, 16, 16], "image/vnd.microsoft.icon" },
        { "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(), "image/svg+xml" },
    };

    [Theory, MemberData(nameof(OfEveryFormat))]
    public void U_03_a_picture_keeps_its_type_whatever_picture_it_is_called(byte[] picture, string expected)
    {
        foreach (var declared in OfPictures)
        {
            // One format may have several names.
            var found = MediaTypes.FindOrNull(picture, declared);
            Assert.True(found == expected || (found == declared && SameFormat(declared, expected)), $"{declared} became {found}");
        }
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("BMW")]
    [InlineData("BM, and then a text of some length")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("%PDF-1.7")]
    [InlineData("PK\u0003\u0004 an archive \u0001")]
    [InlineData("\u0001\u0002\u0003")]
    [InlineData("MZ\0\u0001")]
    [InlineData("\0\0\0\u0018ftypisom")]
    public void U_03_what_is_no_picture_is_called_none(string content)
    {
        var bytes = Encoding.Latin1.GetBytes(content);
        foreach (var declared in OfPictures)
        {
            Assert.Null(MediaTypes.FindOrNull(bytes, declared));
            Assert.Null(MediaTypes.FindOrNull(bytes, declared + "; charset=utf-8"));
        }

        Assert.Equal("text/css", MediaTypes.FindOrNull(bytes, "text/css"));
        Assert.Null(MediaTypes.FindOrNull(bytes, null));
    }

    [Fact]
    public void U_03_formats_that_no_bytes_tell_keep_their_name_unless_the_bytes_tell_otherwise()
    {
        Assert.Equal("image/vnd.wap.wbmp", MediaTypes.FindOrNull([0, 0, 16, 16, 1, 2], "image/vnd.wap.wbmp"));
        Assert.Equal("image/x-adobe-dng", MediaTypes.FindOrNull("II*\0"u8, "image/x-adobe-dng"));
        Assert.Null(MediaTypes.FindOrNull("<script>"u8, "image/vnd.wap.wbmp"));
        Assert.Null(MediaTypes.FindOrNull("PK\u0003\u0004"u8, "image/vnd.wap.wbmp"));
        Assert.Equal("image/png", MediaTypes.FindOrNull(TestPictures.Png(), "image/vnd.wap.wbmp"));
    }

    private static bool SameFormat(string declared, string expected) => (declared, expected) is
        ("image/heic", "image/heif") or ("image/x-icon", "image/vnd.microsoft.icon");
}
