using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>
/// A file that somebody offers, as its sender or its receiver sees it. It travels as a message and has the id of that message.
/// Source: wire document, section 6, M10 and M11; the people's side is this project's own.
/// </summary>
/// <param name="Id">The id of the offer, which is that of its message.</param>
/// <param name="Peer">The other side: a user id, or the service name of an app.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
/// <param name="FileName">The name of the file.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Size">How long the file is, in bytes.</param>
/// <param name="OfferedUtc">When it was offered.</param>
/// <param name="ExpiresUtc">Until when it can be accepted.</param>
internal sealed record FileOfferReply(
    [property: JsonPropertyName("id"), JsonRequired] Guid Id,
    [property: JsonPropertyName("peer"), JsonRequired] string Peer,
    [property: JsonPropertyName("direction"), JsonRequired] string Direction,
    [property: JsonPropertyName("fileName"), JsonRequired] string FileName,
    [property: JsonPropertyName("mediaType"), JsonRequired] string MediaType,
    [property: JsonPropertyName("size"), JsonRequired, JsonConverter(typeof(SizeConverter))] long Size,
    [property: JsonPropertyName("offeredUtc"), JsonRequired] DateTime OfferedUtc,
    [property: JsonPropertyName("expiresUtc"), JsonRequired] DateTime ExpiresUtc)
{
    /// <summary>
    /// <c>offered</c>, <c>accepted</c>, <c>declined</c>, <c>expired</c>, or <c>withdrawn</c> when the sender deleted the file.
    /// For the sender also <c>notDelivered</c>: the receiver does not get it.
    /// </summary>
    [JsonPropertyName("state")]
    public string State { get; init => field = value ?? "offered"; } = "offered";

    /// <summary>When the receiver accepted or declined; absent before.</summary>
    [JsonPropertyName("answeredUtc")]
    public DateTime? AnsweredUtc { get; init; }

    /// <summary>
    /// The file in the gallery of the one who asks: for the sender the file that is offered, for the receiver the one that came
    /// of accepting. Absent when there is none, or none any more.
    /// </summary>
    [JsonPropertyName("fileId")]
    public Guid? FileId { get; init; }

    /// <summary>The sender asks that the receiver's program accepts and opens the file without asking.</summary>
    [JsonPropertyName("autoOpen")]
    public bool AutoOpen { get; init; }

    /// <summary>The receiver cannot offer the file to others.</summary>
    [JsonPropertyName("preventShare")]
    public bool PreventShare { get; init; }

    /// <summary>The server can draw a small picture of it.</summary>
    [JsonPropertyName("hasThumbnail")]
    public bool HasThumbnail { get; init; }

    /// <summary>Leaves the name out, which can tell about people.</summary>
    public override string ToString() =>
        $"{nameof(FileOfferReply)} {{ {nameof(Id)} = {Id}, {nameof(Peer)} = {Peer}, {nameof(Direction)} = {Direction}, " +
        $"{nameof(State)} = {State} }}";
}

/// <summary>The response of <c>GET /messenger/offers</c>, newest first.</summary>
/// <param name="Offers">The offers.</param>
/// <param name="HasMore">Older ones are there.</param>
internal sealed record FileOfferPageReply(
    [property: JsonPropertyName("offers"), JsonRequired] IReadOnlyList<FileOfferReply> Offers,
    [property: JsonPropertyName("hasMore"), JsonRequired] bool HasMore);
