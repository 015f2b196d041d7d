namespace Mxit.Media.Headers;

/// <summary>What a picture says of itself before anything of it is decoded.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Width">In pixels, before it is turned upright.</param>
/// <param name="Height">In pixels, before it is turned upright.</param>
/// <param name="Frames">How many pictures it holds; 1 for one that does not move.</param>
/// <param name="IsDecodedInRows">
/// Its decoder works row by row and at a reduced scale, and holds no more of it in memory; see
/// <see cref="PictureLimits.MaxPixels"/>.
/// </param>
/// <param name="Orientation">How it is to be turned, 1 to 8 as in EXIF.</param>
internal readonly record struct PictureHeader(
    PictureFormat Format,
    long Width,
    long Height,
    int Frames = 1,
    bool IsDecodedInRows = false,
    int Orientation = ExifOrientation.None)
{
    public long Pixels => Width * Height;
}
