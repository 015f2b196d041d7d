using SkiaSharp;

namespace Mxit.Media.Drawing;

/// <summary>The pixels of a picture in sRGB, as they lie in the file, and how to turn them upright.</summary>
/// <param name="Pixels">The pixels; disposed together with this.</param>
/// <param name="Origin">Where the upper left corner of the upright picture is.</param>
/// <param name="OriginalWidth">How wide the upright original is, which may have been decoded at a smaller scale.</param>
/// <param name="OriginalHeight">How high it is.</param>
internal sealed record DecodedPicture(SKBitmap Pixels, SKEncodedOrigin Origin, int OriginalWidth, int OriginalHeight)
    : IDisposable
{
    /// <summary>How wide these pixels are when turned upright.</summary>
    public int Width => IsTurned(Origin) ? Pixels.Height : Pixels.Width;

    /// <summary>How high these pixels are when turned upright.</summary>
    public int Height => IsTurned(Origin) ? Pixels.Width : Pixels.Height;

    /// <summary>Whether width and height change places.</summary>
    public static bool IsTurned(SKEncodedOrigin origin) =>
        origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom
        or SKEncodedOrigin.LeftBottom;

    /// <summary>Turns the pixels upright. Source: Exif 2.32, section 4.6.4, tag Orientation.</summary>
    public SKMatrix ToUpright() => Origin switch
    {
        SKEncodedOrigin.TopRight => Matrix(-1, 0, Width, 0, 1, 0),
        SKEncodedOrigin.BottomRight => Matrix(-1, 0, Width, 0, -1, Height),
        SKEncodedOrigin.BottomLeft => Matrix(1, 0, 0, 0, -1, Height),
        SKEncodedOrigin.LeftTop => Matrix(0, 1, 0, 1, 0, 0),
        SKEncodedOrigin.RightTop => Matrix(0, -1, Width, 1, 0, 0),
        SKEncodedOrigin.RightBottom => Matrix(0, -1, Width, -1, 0, Height),
        SKEncodedOrigin.LeftBottom => Matrix(0, 1, 0, -1, 0, Height),
        _ => SKMatrix.Identity,
    };

    public void Dispose() => Pixels.Dispose();

    private static SKMatrix Matrix(float scaleX, float skewX, float moveX, float skewY, float scaleY, float moveY) =>
        new(scaleX, skewX, moveX, skewY, scaleY, moveY, 0, 0, 1);
}
