using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// A conversation: the other side, the newest message and the number of unread ones. Source: <c>GET /messenger/conversations</c>.
/// </summary>
public sealed class Conversation
{
    /// <summary>The other side.</summary>
    [JsonPropertyName("peer")]
    public required ConversationPeer Peer { get; init; }

    /// <summary>The number of received messages that are not marked as read.</summary>
    [JsonPropertyName("unread"), JsonConverter(typeof(CountConverter))]
    public required int Unread { get; init; }

    /// <summary>The newest message.</summary>
    [JsonPropertyName("last")]
    public required MessengerMessage Last { get; init; }
}

/// <summary>The other side of a conversation.</summary>
public sealed record ConversationPeer
{
    /// <summary>The user id of a person, or the service name of an app.</summary>
    [JsonPropertyName("id")]
    public required UserId Id { get; init; }

    /// <summary>A person or an app.</summary>
    [JsonPropertyName("kind")]
    public required PeerKind Kind { get; init; }

    /// <summary>The name to show.</summary>
    [JsonPropertyName("displayName")]
    public required string DisplayName { get; init; }
}
