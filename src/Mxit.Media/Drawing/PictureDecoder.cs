using Mxit.Media.Headers;
using SkiaSharp;

namespace Mxit.Media.Drawing;

/// <summary>Decodes a picture that the gate let through, no larger than is needed.</summary>
internal static class PictureDecoder
{
    // What libjpeg can decode to directly, in eighths; libwebp can do any.
    private const int ScaleSteps = 8;

    /// <summary>Decodes a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="header">What the gate found.</param>
    /// <param name="sizes">What is to be made of it.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="PictureRefusedException">It cannot be decoded.</exception>
    public static DecodedPicture Decode(
        DecoderStream picture, PictureHeader header, IReadOnlyList<PictureSize> sizes, PictureLimits limits)
    {
        using var codec = SKCodec.Create(picture, out var result);
        if (codec is null || codec.EncodedFormat != ToSkia(header.Format))
        {
            throw Refuse(result);
        }

        // Decoders have their own view of some headers; theirs counts in the end.
        PictureGate.CheckSize(header with { Width = codec.Info.Width, Height = codec.Info.Height }, limits);
        var origin = header.Orientation == ExifOrientation.None ? codec.EncodedOrigin : (SKEncodedOrigin)header.Orientation;
        var isTurned = DecodedPicture.IsTurned(origin);
        var (width, height) = isTurned ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
        var needed = sizes.Max(wanted => Layout.Scale(wanted, width, height));
        var size = ChooseSize(codec, needed, limits.MaxBufferedPixels);
        using var srgb = SKColorSpace.CreateSrgb();
        var info = new SKImageInfo(
            size.Width,
            size.Height,
            SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul,
            srgb);
        var pixels = new SKBitmap();
        try
        {
            if (!pixels.TryAllocPixels(info, SKBitmapAllocFlags.ZeroPixels))
            {
                throw new InsufficientMemoryException("There is no memory for the pixels of a picture.");
            }

            result = codec.GetPixels(info, pixels.GetPixels());
            if (result != SKCodecResult.Success)
            {
                throw Refuse(result);
            }
        }
        catch
        {
            pixels.Dispose();
            throw;
        }

        return new DecodedPicture(pixels, origin, width, height);
    }

    private static SKSizeI ChooseSize(SKCodec codec, float needed, int maxPixels)
    {
        var chosen = codec.GetScaledDimensions(1f / ScaleSteps);
        for (var step = 2; step <= ScaleSteps && (float)(step - 1) / ScaleSteps < needed; step++)
        {
            var larger = codec.GetScaledDimensions((float)step / ScaleSteps);
            if ((long)larger.Width * larger.Height > maxPixels)
            {
                break;
            }

            chosen = larger;
        }

        return chosen;
    }

    private static PictureRefusedException Refuse(SKCodecResult result) => new(result switch
    {
        SKCodecResult.IncompleteInput => "The picture is cut off: the file ends before its last pixel.",
        SKCodecResult.Success or SKCodecResult.Unimplemented or SKCodecResult.InvalidConversion =>
            "The picture is of a rare kind that cannot be decoded; save it anew as an ordinary JPEG or PNG.",
        _ => "The picture is damaged and cannot be decoded.",
    });

    private static SKEncodedImageFormat ToSkia(PictureFormat format) => format switch
    {
        PictureFormat.Png => SKEncodedImageFormat.Png,
        PictureFormat.Jpeg => SKEncodedImageFormat.Jpeg,
        PictureFormat.Gif => SKEncodedImageFormat.Gif,
        PictureFormat.WebP => SKEncodedImageFormat.Webp,
        PictureFormat.Bmp => SKEncodedImageFormat.Bmp,
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
