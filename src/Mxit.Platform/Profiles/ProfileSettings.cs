using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Profiles;

/// <summary>How presence is kept. Section <c>Mxit:Profiles</c>.</summary>
internal sealed class ProfileSettings
{
    /// <summary>How often it is written down that those who are connected still are; a crash loses at most that.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PresenceInterval { get; set; } = TimeSpan.FromMinutes(1);
}
