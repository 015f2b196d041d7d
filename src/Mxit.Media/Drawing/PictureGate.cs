using Mxit.Media.Headers;

namespace Mxit.Media.Drawing;

/// <summary>Lets only those pictures to the decoder that are of a format we take and no larger than we can afford.</summary>
internal static class PictureGate
{
    private const string Accepted = "Send a PNG, JPEG, GIF, WebP or BMP picture.";

    /// <summary>Reads the header of a picture and checks it.</summary>
    /// <exception cref="PictureRefusedException">It is not taken.</exception>
    public static PictureHeader Check(Stream picture, PictureLimits limits)
    {
        Span<byte> start = stackalloc byte[FormatDetector.Length];
        picture.Position = 0;
        start = start[..picture.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (FormatDetector.FindOrNull(start) is not { } format)
        {
            var kind = start.IsEmpty ? "empty" : FileKind.FindOrNull(start)?.Name ?? "not a picture";
            throw new PictureRefusedException($"The body is {kind}. {Accepted}");
        }

        picture.Position = 0;
        var header = Parse(picture, format);
        CheckSize(header, limits);
        CheckAnimation(header, limits);
        return header;
    }

    /// <summary>Checks how large a picture is.</summary>
    /// <exception cref="PictureRefusedException">It is too large.</exception>
    public static void CheckSize(PictureHeader header, PictureLimits limits)
    {
        if (header.Width <= 0 || header.Height <= 0)
        {
            throw new PictureRefusedException("The picture has no width or no height.");
        }

        if (header.Width > limits.MaxSide || header.Height > limits.MaxSide)
        {
            throw new PictureRefusedException(
                $"The picture is {header.Width} x {header.Height} pixels; at most {limits.MaxSide} are allowed on a side.");
        }

        var max = header.IsDecodedInRows ? Math.Max(limits.MaxPixels, limits.MaxBufferedPixels) : limits.MaxBufferedPixels;
        if (header.Pixels > max)
        {
            throw new PictureRefusedException(
                $"The picture is {header.Width} x {header.Height} pixels; at most {max} pixels are allowed in a picture of " +
                $"this kind.");
        }
    }

    private static void CheckAnimation(PictureHeader header, PictureLimits limits)
    {
        if (header.Frames == 0)
        {
            throw new PictureRefusedException("The file holds no picture.");
        }

        if (header.Frames > limits.MaxFrames)
        {
            throw new PictureRefusedException(
                $"The animation has {header.Frames} frames; at most {limits.MaxFrames} are allowed.");
        }

        if (header.Frames > 1 && header.Frames * header.Pixels > limits.MaxAnimationPixels)
        {
            throw new PictureRefusedException(
                $"The animation has {header.Frames} frames of {header.Width} x {header.Height} pixels; " +
                $"at most {limits.MaxAnimationPixels} pixels are allowed in all frames together.");
        }
    }

    private static PictureHeader Parse(Stream picture, PictureFormat format)
    {
        try
        {
            return HeaderParser.Parse(picture, format);
        }
        catch (EndOfStreamException)
        {
            throw new PictureRefusedException("The picture is cut off: the file ends within its header.");
        }
        catch (InvalidDataException fault)
        {
            throw new PictureRefusedException($"The picture is damaged: it {fault.Message}.");
        }
    }
}
