using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>A file of a gallery. Source: wire document, section 6, M5.</summary>
public sealed record GalleryItem
{
    /// <summary>The id.</summary>
    public required FileId FileId { get; init; }

    /// <summary>The name of the file.</summary>
    public string FileName { get; init => field = value ?? ""; } = "";

    /// <summary>The name of its folder.</summary>
    public string FolderName { get; init => field = value ?? ""; } = "";

    /// <summary>The content type, such as <c>image/jpeg</c>.</summary>
    [JsonPropertyName("MimeType")]
    public string ContentType { get; init => field = value ?? ""; } = "";

    /// <summary>The length of the file in bytes.</summary>
    [JsonPropertyName("Size")]
    [JsonConverter(typeof(SizeConverter))]
    public long Length { get; init; }

    /// <summary>When it was uploaded; <see langword="null"/> when the server does not send it.</summary>
    [JsonConverter(typeof(WireDateConverter))]
    public DateTimeOffset? CreatedDate { get; init; }

    /// <summary>The owner cannot offer the file to others.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool PreventShare { get; init; }

    /// <summary>Shows the id only; the rest is private.</summary>
    public override string ToString() => $"{nameof(GalleryItem)} {{ {nameof(FileId)} = {FileId} }}";
}
