using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// A file offer, as its sender or its receiver sees it. It is sent as a message and has the id of that message. Source: wire
/// document, section 6, M10 and M11; the receiver's side is this project's own.
/// </summary>
public sealed record FileOffer
{
    /// <summary>The id of the offer.</summary>
    [JsonPropertyName("id")]
    public required OfferId Id { get; init; }

    /// <summary>The other side: a user id, or the service name of an app.</summary>
    [JsonPropertyName("peer")]
    public required UserId Peer { get; init; }

    /// <summary>Whether the person received or sent the offer.</summary>
    [JsonPropertyName("direction")]
    public required MessageDirection Direction { get; init; }

    /// <summary>The name of the file.</summary>
    [JsonPropertyName("fileName")]
    public required string FileName { get; init; }

    /// <summary>The content type, such as <c>image/jpeg</c>.</summary>
    [JsonPropertyName("mediaType")]
    public required string ContentType { get; init; }

    /// <summary>The length of the file in bytes.</summary>
    [JsonPropertyName("size"), JsonConverter(typeof(SizeConverter))]
    public required long Length { get; init; }

    /// <summary>When it was offered.</summary>
    [JsonPropertyName("offeredUtc")]
    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>The time until which it can be accepted.</summary>
    [JsonPropertyName("expiresUtc")]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The state; <see cref="OfferState.Offered"/> until the receiver accepts or declines.</summary>
    [JsonPropertyName("state")]
    public OfferState State { get; init => field = value == default ? OfferState.Offered : value; } = OfferState.Offered;

    /// <summary>When the receiver accepted or declined; <see langword="null"/> before.</summary>
    [JsonPropertyName("answeredUtc")]
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>
    /// The file in the own gallery: for the sender the offered file, for the receiver the copy that was made on acceptance.
    /// <see langword="null"/> when there is none.
    /// </summary>
    [JsonPropertyName("fileId")]
    public FileId? FileId { get; init => field = value == default(FileId) ? null : value; }

    /// <summary>The sender asks the receiver's program to accept and open the file automatically.</summary>
    [JsonPropertyName("autoOpen")]
    public bool AutoOpen { get; init; }

    /// <summary>The receiver cannot offer the file to others.</summary>
    [JsonPropertyName("preventShare")]
    public bool PreventShare { get; init; }

    /// <summary>The server can make a thumbnail of it.</summary>
    [JsonPropertyName("hasThumbnail")]
    public bool HasThumbnail { get; init; }

    /// <summary>Leaves the name out; it is private.</summary>
    public override string ToString() =>
        $"{nameof(FileOffer)} {{ {nameof(Id)} = {Id}, {nameof(Peer)} = {Peer}, {nameof(Direction)} = {Direction}, " +
        $"{nameof(State)} = {State} }}";
}
