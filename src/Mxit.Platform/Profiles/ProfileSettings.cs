using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Profiles;

/// <summary>How people are kept in memory. Section <c>Mxit:Profiles</c>.</summary>
internal sealed class ProfileSettings
{
    /// <summary>How many people are remembered; about a kilobyte each.</summary>
    [Range(100, 10_000_000)]
    public int DirectoryCapacity { get; set; } = 50_000;

    /// <summary>How often changes by other processes are looked for, such as other servers and the admin commands.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ChangePoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How far back to look each time: as much as the clocks of the servers may differ, plus the longest time between the
    /// stamp of a change and its commit.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ChangeOverlap { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is written down that those who are connected still are; a crash loses at most that.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PresenceInterval { get; set; } = TimeSpan.FromMinutes(1);
}
