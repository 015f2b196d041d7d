using System.ComponentModel.DataAnnotations;

namespace Mxit.Cli.Recording;

/// <summary>The recording of requests and responses. Section <c>Mxit:Recording</c>.</summary>
internal sealed class RecordingSettings
{
    /// <summary>The file (HAR 1.2), which must not exist yet. Empty means no recording.</summary>
    public string File { get; set; } = "";

    /// <summary>
    /// Keep texts and personal data: names, addresses, pages. Otherwise only their shape is kept. Secrets are always masked.
    /// </summary>
    public bool Texts { get; set; }

    /// <summary>The number of bytes of a body that are kept; of a longer body only its length is kept.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;
}
