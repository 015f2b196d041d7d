using System.Text.Json.Serialization;

namespace Mxit.Wire;

/// <summary>The body of <c>POST /messenger/messages</c>.</summary>
/// <param name="To">The user id of a contact.</param>
/// <param name="Body">The text.</param>
internal sealed record WriteMessageBody(
    [property: JsonPropertyName("to")] string? To,
    [property: JsonPropertyName("body")] string? Body)
{
    /// <summary>The body is Mxit markup. Absent means <see langword="false"/>.</summary>
    [JsonPropertyName("containsMarkup")]
    public bool? ContainsMarkup { get; init; }

    /// <summary>Links to other services; absent when there are none.</summary>
    [JsonPropertyName("links")]
    public IReadOnlyList<WireLink>? Links { get; init; }

    /// <summary>Keep the message while the receiver is offline. Absent means <see langword="true"/>.</summary>
    [JsonPropertyName("spool")]
    public bool? Spool { get; init; }

    /// <summary>How long to keep it, in seconds. Absent means 604,800 (seven days).</summary>
    [JsonPropertyName("spoolTimeout")]
    public int? SpoolTimeout { get; init; }

    /// <summary>Leaves the text out, so that it never reaches a log by accident.</summary>
    public override string ToString() => $"{nameof(WriteMessageBody)} {{ {nameof(To)} = {To} }}";
}

/// <summary>The body of the two calls that mark received messages up to a cursor, of one conversation or of all.</summary>
/// <param name="UpTo">The cursor of the newest message to mark.</param>
/// <param name="Peer">The conversation; absent for all.</param>
internal sealed record MarkMessagesBody(
    [property: JsonPropertyName("upTo")] long UpTo,
    [property: JsonPropertyName("peer")] string? Peer);

/// <summary>The body of <c>PUT /messenger/state</c>: an absent member stays as it is.</summary>
/// <param name="Mood">The number of a <see cref="Mxit.Mood"/>.</param>
/// <param name="Availability">
/// The number of an <see cref="Mxit.Availability"/>, to show while connected; never
/// <see cref="Mxit.Availability.Disconnected"/>.
/// </param>
internal sealed record StateBody(
    [property: JsonPropertyName("mood")] Mood? Mood = null,
    [property: JsonPropertyName("availability")] Availability? Availability = null);

/// <summary>The body of <c>POST /messenger/offers/{offerId}/accept</c>; no body means the same as an empty one.</summary>
/// <param name="Folder">The folder of the gallery to put the file in; absent for <c>Default</c>. Created when it is
/// missing.</param>
internal sealed record AcceptOfferBody([property: JsonPropertyName("folder")] string? Folder)
{
    /// <summary>Leaves the folder out, whose name can tell about the person.</summary>
    public override string ToString() => nameof(AcceptOfferBody);
}
