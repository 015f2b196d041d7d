namespace Mxit.Media;

/// <summary>How a picture is to be made.</summary>
/// <param name="Width">The widest that it may be, in pixels.</param>
/// <param name="Height">The highest that it may be, in pixels.</param>
/// <param name="Fit">How the original is fitted into that.</param>
/// <param name="Encoding">As what it is written.</param>
internal sealed record PictureSize(int Width, int Height, PictureFit Fit, PictureEncoding Encoding);

/// <summary>How an original is fitted into a size.</summary>
internal enum PictureFit
{
    /// <summary>Exactly this size: the middle of the original, enlarged if need be.</summary>
    Fill,

    /// <summary>These proportions: the middle of the original, made smaller but never larger.</summary>
    Crop,

    /// <summary>All of the original, in its own proportions, made smaller but never larger.</summary>
    Within,
}

/// <summary>As what a picture is written.</summary>
internal enum PictureEncoding
{
    /// <summary>PNG.</summary>
    Png,

    /// <summary>JPEG, on white.</summary>
    Jpeg,

    /// <summary>JPEG, or PNG when something of it is transparent.</summary>
    JpegUnlessTransparent,
}
