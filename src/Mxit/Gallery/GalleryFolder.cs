using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>A folder of a gallery. Source: wire document, section 6, M1.</summary>
public sealed record GalleryFolder
{
    /// <summary>The name. Names are compared without regard to case.</summary>
    public required string FolderName { get; init => field = value ?? ""; } = "";

    /// <summary>The number of files in it.</summary>
    [JsonConverter(typeof(CountConverter))]
    public int ItemCount { get; init; }

    /// <summary>Leaves the name out; it is private.</summary>
    public override string ToString() => $"{nameof(GalleryFolder)} {{ {nameof(ItemCount)} = {ItemCount} }}";
}
