using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>The response of <c>GET /user/media</c>. Source: wire document, section 6, M1.</summary>
internal sealed record GalleryReply
{
    /// <summary>The person's folders; <c>Default</c> is always among them.</summary>
    public IReadOnlyList<GalleryFolderReply> Folders { get; init => field = value ?? []; } = [];
}

/// <summary>One folder of a person's gallery. Source: wire document, section 6, M1.</summary>
internal sealed record GalleryFolderReply
{
    /// <summary>The name, as it was written. Compared without regard to case.</summary>
    [JsonPropertyOrder(1)]
    public string FolderName { get; init => field = value ?? ""; } = "";

    /// <summary>How many files are in it.</summary>
    [JsonPropertyOrder(2)]
    [JsonConverter(typeof(CountConverter))]
    public int ItemCount { get; init; }

    /// <summary>Leaves the name out, which can tell about the person.</summary>
    public override string ToString() => $"{nameof(GalleryFolderReply)} {{ {nameof(ItemCount)} = {ItemCount} }}";
}

/// <summary>One file of a person's gallery. Source: wire document, section 6, M5.</summary>
internal sealed record GalleryItemReply
{
    /// <summary>The id, a GUID with dashes.</summary>
    [JsonPropertyOrder(1)]
    public string FileId { get; init => field = value ?? ""; } = "";

    /// <summary>The name of the file.</summary>
    [JsonPropertyOrder(2)]
    public string FileName { get; init => field = value ?? ""; } = "";

    /// <summary>The folder that it is in.</summary>
    [JsonPropertyOrder(3)]
    public string FolderName { get; init => field = value ?? ""; } = "";

    /// <summary>The media type.</summary>
    [JsonPropertyOrder(4)]
    public string MimeType { get; init => field = value ?? ""; } = "";

    /// <summary>How long the file is, in bytes.</summary>
    [JsonPropertyOrder(5)]
    [JsonConverter(typeof(SizeConverter))]
    public long Size { get; init; }

    /// <summary>When it was uploaded; <see langword="null"/> when the server does not say.</summary>
    [JsonPropertyOrder(6)]
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? CreatedDate { get; init; }

    /// <summary>The file stays where it is: its owner cannot offer it to others.</summary>
    [JsonPropertyOrder(7)]
    [JsonConverter(typeof(FlagConverter))]
    public bool PreventShare { get; init; }

    /// <summary>Shows the id only: the rest belongs to the person.</summary>
    public override string ToString() => $"{nameof(GalleryItemReply)} {{ {nameof(FileId)} = {FileId} }}";
}
