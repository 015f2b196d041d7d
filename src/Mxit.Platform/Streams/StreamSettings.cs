using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Streams;

/// <summary>How many streams of live news may be open. Section <c>Mxit:Streams</c>.</summary>
internal sealed class StreamSettings
{
    /// <summary>
    /// Streams of one kind that are open at the same time: for a person and an app, for a person on the pages, and for an app
    /// by its own token. One more ends the oldest.
    /// </summary>
    [Range(1, 1_000)]
    public int MaxOpen { get; set; } = 10;
}
