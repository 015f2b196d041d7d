using SkiaSharp;

namespace Mxit.Media.Drawing;

/// <summary>Where an original comes to lie in a picture made of it.</summary>
internal static class Layout
{
    /// <summary>By how much the original is made smaller, or larger, for a size.</summary>
    public static float Scale(PictureSize size, int width, int height)
    {
        var (horizontal, vertical) = ((float)size.Width / width, (float)size.Height / height);
        return size.Fit switch
        {
            PictureFit.Fill => Math.Max(horizontal, vertical),
            PictureFit.Crop => Math.Min(1, Math.Max(horizontal, vertical)),
            _ => Math.Min(1, Math.Min(horizontal, vertical)),
        };
    }

    /// <summary>How large the picture becomes.</summary>
    public static SKSizeI Measure(PictureSize size, int width, int height)
    {
        if (size.Fit == PictureFit.Fill)
        {
            return new SKSizeI(size.Width, size.Height);
        }

        var scale = Scale(size, width, height);
        if (size.Fit == PictureFit.Within)
        {
            return new SKSizeI(Round(width * scale, size.Width), Round(height * scale, size.Height));
        }

        // What is too small for the size keeps the proportions of the size.
        var part = Math.Min(1, Math.Min(width * scale / size.Width, height * scale / size.Height));
        return new SKSizeI(Round(size.Width * part, size.Width), Round(size.Height * part, size.Height));
    }

    private static int Round(float length, int max) => Math.Clamp((int)MathF.Round(length), 1, max);
}
