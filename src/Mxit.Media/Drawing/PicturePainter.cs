using SkiaSharp;

namespace Mxit.Media.Drawing;

/// <summary>Makes a picture of a decoded one: upright, in its size, with pixels and nothing else.</summary>
internal static class PicturePainter
{
    public static MadePicture Paint(DecodedPicture original, PictureSize size)
    {
        var measure = Layout.Measure(size, original.OriginalWidth, original.OriginalHeight);
        using var canvasPixels = new SKBitmap(new SKImageInfo(
            measure.Width, measure.Height, SKColorType.Rgba8888, SKAlphaType.Premul, original.Pixels.ColorSpace));
        using (var canvas = new SKCanvas(canvasPixels))
        {
            var isOnWhite = size.Encoding == PictureEncoding.Jpeg || original.Pixels.AlphaType == SKAlphaType.Opaque;
            canvas.Clear(isOnWhite ? SKColors.White : SKColors.Transparent);
            canvas.SetMatrix(original.ToUpright().PostConcat(Place(original, measure)));
            original.Pixels.SetImmutable();
            using var image = SKImage.FromBitmap(original.Pixels);
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        using var pixels = canvasPixels.PeekPixels();
        return PictureEncoder.Encode(pixels, size.Encoding);
    }

    // The middle of the original lies on the middle of the picture, which it covers as far as its proportions allow.
    private static SKMatrix Place(DecodedPicture original, SKSizeI measure)
    {
        var scale = Math.Max((float)measure.Width / original.Width, (float)measure.Height / original.Height);
        return new SKMatrix(
            scale, 0, (measure.Width - (original.Width * scale)) / 2,
            0, scale, (measure.Height - (original.Height * scale)) / 2,
            0, 0, 1);
    }
}
