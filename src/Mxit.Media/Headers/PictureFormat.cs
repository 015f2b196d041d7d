namespace Mxit.Media.Headers;

/// <summary>The formats of pictures that are taken.</summary>
internal enum PictureFormat
{
    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>GIF.</summary>
    Gif,

    /// <summary>WebP.</summary>
    WebP,

    /// <summary>BMP.</summary>
    Bmp,
}
