using System.Text.Json.Serialization;
using Mxit.Internal;

namespace Mxit;

/// <summary>A message as its sender or receiver sees it. Source: <c>GET /messenger/messages</c>.</summary>
public sealed class MessengerMessage
{
    /// <summary>The id of the message.</summary>
    [JsonPropertyName("id")]
    public required MessageId Id { get; init; }

    /// <summary>The cursor: the position in the person's history, from which reading continues.</summary>
    [JsonPropertyName("cursor"), JsonConverter(typeof(PositionConverter))]
    public required Cursor Cursor { get; init; }

    /// <summary>The other side: a user id, or the service name of an app.</summary>
    [JsonPropertyName("peer")]
    public required UserId Peer { get; init; }

    /// <summary>Whether the person received or sent the message.</summary>
    [JsonPropertyName("direction")]
    public required MessageDirection Direction { get; init; }

    /// <summary>The text, as it was sent. Not shown by <see cref="ToString"/>.</summary>
    [JsonPropertyName("body")]
    public required string Body { get; init; }

    /// <summary>When the server accepted it.</summary>
    [JsonPropertyName("sentUtc")]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The body is Mxit markup.</summary>
    [JsonPropertyName("containsMarkup")]
    public bool ContainsMarkup { get; init; }

    /// <summary>Links to other services; empty when there are none.</summary>
    [JsonPropertyName("links")]
    public IReadOnlyList<MessageLink> Links { get; init => field = value ?? []; } = [];

    /// <summary>The delivery state for the receiver.</summary>
    [JsonPropertyName("state")]
    public MessageState State { get; init => field = value == default ? MessageState.Stored : value; } = MessageState.Stored;

    /// <summary>The file that the message offers; <see langword="null"/> when it offers none.</summary>
    [JsonPropertyName("offer")]
    public FileOffer? Offer { get; init; }

    /// <summary>Parses the body, with its markup and links. Source: wire document, section 7.</summary>
    public MarkupDocument ParseBody() => MxitMarkup.Parse(Body, ContainsMarkup, Links);

    /// <summary>Leaves the text out, so that it does not reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(MessengerMessage)} {{ {nameof(Id)} = {Id}, {nameof(Cursor)} = {Cursor}, {nameof(Peer)} = {Peer}, " +
        $"{nameof(Direction)} = {Direction} }}";
}
