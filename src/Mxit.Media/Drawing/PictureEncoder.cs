using SkiaSharp;

namespace Mxit.Media.Drawing;

/// <summary>Writes pixels as files that hold nothing else.</summary>
internal static class PictureEncoder
{
    private const int JpegQuality = 88;

    /// <summary>Writes pixels as a file.</summary>
    /// <param name="pixels">The pixels, in sRGB.</param>
    /// <param name="encoding">As what they are written.</param>
    public static MadePicture Encode(SKPixmap pixels, PictureEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(pixels);

        // Without a colour space none is written; a picture without one is sRGB, as these pixels are.
        using var plain = pixels.WithColorSpace(null!);
        var isJpeg = encoding == PictureEncoding.Jpeg
            || (encoding == PictureEncoding.JpegUnlessTransparent && plain.ComputeIsOpaque());
        using var data = isJpeg
            ? plain.Encode(new SKJpegEncoderOptions(JpegQuality))
            : plain.Encode(SKPngEncoderOptions.Default);
        return data is null
            ? throw new InvalidOperationException("A picture could not be encoded.")
            : new MadePicture(data.ToArray(), isJpeg ? "image/jpeg" : "image/png", plain.Width, plain.Height);
    }
}
