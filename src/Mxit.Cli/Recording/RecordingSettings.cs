using System.ComponentModel.DataAnnotations;

namespace Mxit.Cli.Recording;

/// <summary>Whether every exchange is written to a file, and what of it. Section <c>Mxit:Recording</c>.</summary>
internal sealed class RecordingSettings
{
    /// <summary>The file, as HAR 1.2. Must not be there yet. Empty means that nothing is recorded.</summary>
    public string File { get; set; } = "";

    /// <summary>
    /// Keep what people wrote and what is known of them: texts, names, addresses, pages. Without it only their shape stays.
    /// Secrets are masked either way.
    /// </summary>
    public bool Texts { get; set; }

    /// <summary>How much of a body is kept; of a longer one only its length.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;
}
