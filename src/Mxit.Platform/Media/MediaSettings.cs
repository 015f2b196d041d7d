using System.ComponentModel.DataAnnotations;
using Mxit.Media;

namespace Mxit.Platform.Media;

/// <summary>
/// What may be sent as a picture, what making pictures may cost, and how long bytes stay. Section <c>Mxit:Media</c>.
/// </summary>
internal sealed class MediaSettings : PictureLimits
{
    /// <summary>The longest body of an avatar or a cover, in bytes.</summary>
    [Range(10_000, 100 * 1024 * 1024)]
    public int MaxPictureBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>
    /// The slowest that a body may come, in bytes a second, after the first seconds; slower ones are answered with 408.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MinUploadBytesPerSecond { get; set; } = 240;

    /// <summary>How long what a crash left stays, in hours: bytes that nothing refers to. Longer than any upload lasts.</summary>
    [Range(1, 720)]
    public int KeepUnreferencedHours { get; set; } = 24;

    /// <summary>How often such bytes are looked for, in minutes.</summary>
    [Range(1, 1_440)]
    public int SweepMinutes { get; set; } = 60;
}
