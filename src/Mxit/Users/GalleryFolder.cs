using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>One folder of a person's gallery. Source: wire document, section 6, M1.</summary>
public sealed record GalleryFolder
{
    /// <summary>The name, as it was written. Compared without regard to case.</summary>
    public required string FolderName { get; init => field = value ?? ""; } = "";

    /// <summary>How many files are in it.</summary>
    [JsonConverter(typeof(CountConverter))]
    public int ItemCount { get; init; }

    /// <summary>Leaves the name out, which can tell about the person.</summary>
    public override string ToString() => $"{nameof(GalleryFolder)} {{ {nameof(ItemCount)} = {ItemCount} }}";
}
