using System.Globalization;
using Mxit.Media;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>
/// The sizes of thumbnails: the longest side in pixels. There are no others, so that nobody has pictures made without end. What
/// is smaller stays as it is.
/// </summary>
internal static class ThumbnailSizes
{
    /// <summary>For lists.</summary>
    public const int Small = 96;

    /// <summary>For tiles; the one that is meant when none is named.</summary>
    public const int Medium = 240;

    /// <summary>For a look before the whole is fetched.</summary>
    public const int Large = 640;

    /// <summary>All of them, smallest first.</summary>
    public static IReadOnlyList<int> All { get; } = [Small, Medium, Large];

    /// <summary>
    /// How they are made, in the same order: all of the picture, as JPEG or, when something of it is transparent, PNG.
    /// </summary>
    internal static IReadOnlyList<PictureSize> Pictures { get; } =
        [.. All.Select(side => new PictureSize(side, side, PictureFit.Within, PictureEncoding.JpegUnlessTransparent))];

    /// <summary>Reads a size as a request names it; none means <see cref="Medium"/>.</summary>
    public static bool TryRead(string? text, out int size)
    {
        size = Medium;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && All.Contains(size));
    }
}
