using System.Text.Json.Serialization;

namespace Mxit;

/// <summary>One entry of the person's contact list, in any state. Source: <c>GET /messenger/contacts</c>.</summary>
public sealed record MessengerContact
{
    /// <summary>The user id of a person, or the service name of an app.</summary>
    [JsonPropertyName("id")]
    public required UserId Id { get; init; }

    /// <summary>What the contact is.</summary>
    [JsonPropertyName("kind")]
    public required PeerKind Kind { get; init; }

    /// <summary>The name to show.</summary>
    [JsonPropertyName("displayName")]
    public required string DisplayName { get; init; }

    /// <summary>How far the two have come.</summary>
    [JsonPropertyName("subscription")]
    public required SubscriptionType Subscription { get; init; }

    /// <summary>Whether the other side can be reached; <see langword="null"/> when the server does not say.</summary>
    [JsonPropertyName("availability")]
    public Availability? Availability { get; init; }

    /// <summary>The id of the current picture.</summary>
    [JsonPropertyName("avatarId")]
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>The group in which the person keeps the entry.</summary>
    [JsonPropertyName("group")]
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The person blocks this side.</summary>
    [JsonPropertyName("blocked")]
    public bool Blocked { get; init; }

    /// <summary>At least one program of the other side is connected now.</summary>
    [JsonPropertyName("isOnline")]
    public bool IsOnline { get; init; }

    /// <summary>When the other side was last connected; <see langword="null"/> when that is not for the person to know.</summary>
    [JsonPropertyName("lastOnlineUtc")]
    public DateTimeOffset? LastOnline { get; init; }

    /// <summary>The mood that the other side shows.</summary>
    [JsonPropertyName("mood")]
    public Mood Mood { get; init; }

    /// <summary>The status message of the other side.</summary>
    [JsonPropertyName("statusMessage")]
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>Shows the id only: the rest belongs to the contact.</summary>
    public override string ToString() => $"{nameof(MessengerContact)} {{ {nameof(Id)} = {Id}, {nameof(Kind)} = {Kind} }}";
}
