using Mxit.Media;

namespace Mxit.Platform.Pictures;

/// <summary>The sizes in which pictures of people are kept. Others cannot be asked for.</summary>
internal static class PictureSizes
{
    /// <summary>
    /// Of an avatar: 96 by 96 PNG, the size that programs of the time expect (wire document, section 4.4), and for pages up to
    /// 480 by 480, JPEG or, when something of it is transparent, PNG. Both show the middle of the original; the larger is never
    /// larger than the original.
    /// </summary>
    public static IReadOnlyList<PictureSize> Avatar { get; } =
    [
        new(96, 96, PictureFit.Fill, PictureEncoding.Png),
        new(480, 480, PictureFit.Crop, PictureEncoding.JpegUnlessTransparent),
    ];

    /// <summary>
    /// Of a cover: all of the original as JPEG, at most 1280 wide and 1280 high, never larger than the original.
    /// </summary>
    public static IReadOnlyList<PictureSize> Cover { get; } =
    [
        new(1280, 1280, PictureFit.Within, PictureEncoding.Jpeg),
    ];
}
