using System.ComponentModel.DataAnnotations;

namespace Mxit.Media;

/// <summary>What pictures may be like, and what making others of them may cost.</summary>
/// <remarks>
/// Memory for one picture at a time, at most: <see cref="MaxBufferedPixels"/> pixels of 4 bytes for what is decoded, a third of
/// that to scale it well, and for progressive JPEG another 8 bytes a pixel inside the decoder. With the defaults that is about
/// 220 MiB, for each of <see cref="Workers"/>. Bodies wait on disk, not in memory.
/// </remarks>
internal class PictureLimits
{
    /// <summary>The widest and highest that a picture may be, in pixels.</summary>
    [Range(100, 65_500)]
    public int MaxSide { get; set; } = 30_000;

    /// <summary>
    /// The most pixels of a picture that is decoded in rows and at a reduced scale, which takes little memory: JPEG other than
    /// progressive, and lossy WebP without transparency. The default lets in what phones with 108 megapixels take.
    /// </summary>
    [Range(10_000, 500_000_000)]
    public int MaxPixels { get; set; } = 120_000_000;

    /// <summary>
    /// The most pixels of a picture that its decoder holds in memory as a whole: PNG, GIF, BMP, progressive JPEG, and WebP that
    /// is lossless, animated or transparent. The default is 4096 by 4096.
    /// </summary>
    [Range(10_000, 100_000_000)]
    public int MaxBufferedPixels { get; set; } = 4096 * 4096;

    /// <summary>The most frames of an animation, of which the first becomes the picture.</summary>
    [Range(1, 100_000)]
    public int MaxFrames { get; set; } = 1_000;

    /// <summary>The most pixels of an animation, in all frames together. A picture with one frame is not an animation.</summary>
    [Range(10_000L, 100_000_000_000L)]
    public long MaxAnimationPixels { get; set; } = 500_000_000;

    /// <summary>How many pictures are made at the same time.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = 2;

    /// <summary>How many more may wait; others are answered with 503.</summary>
    [Range(0, 10_000)]
    public int MaxWaiting { get; set; } = 32;

    /// <summary>The longest that a picture may take to decode, in seconds.</summary>
    [Range(1, 120)]
    public int TimeLimitSeconds { get; set; } = 10;
}
