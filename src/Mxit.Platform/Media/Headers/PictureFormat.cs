namespace Mxit.Platform.Media.Headers;

/// <summary>The formats of pictures that are taken.</summary>
internal enum PictureFormat
{
    Png,
    Jpeg,
    Gif,
    WebP,
    Bmp,
}
