namespace Mxit.Media.Headers;

/// <summary>
/// Reads the header of a picture, in managed code and with next to no memory, so that what is too large never reaches a
/// decoder.
/// </summary>
internal static class HeaderParser
{
    /// <summary>Reads the header.</summary>
    /// <param name="stream">The picture, from its start; stands somewhere afterwards.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="EndOfStreamException">The file ends before the header does.</exception>
    /// <exception cref="InvalidDataException">This is no header of the format; the message ends a sentence "The picture
    /// ...".</exception>
    public static PictureHeader Parse(Stream stream, PictureFormat format)
    {
        var reader = new FileReader(stream);
        return format switch
        {
            PictureFormat.Png => PngHeader.Parse(reader),
            PictureFormat.Jpeg => JpegHeader.Parse(reader),
            PictureFormat.Gif => GifHeader.Parse(reader),
            PictureFormat.WebP => WebPHeader.Parse(reader),
            PictureFormat.Bmp => BmpHeader.Parse(reader),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }
}
