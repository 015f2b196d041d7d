using System.Text.Json.Serialization;

namespace Mxit;

/// <summary>An entry of the person's contact list, in any state. Source: <c>GET /messenger/contacts</c>.</summary>
public sealed record MessengerContact
{
    /// <summary>The user id of a person, or the service name of an app.</summary>
    [JsonPropertyName("id")]
    public required UserId Id { get; init; }

    /// <summary>Whether the contact is a person or an app.</summary>
    [JsonPropertyName("kind")]
    public required PeerKind Kind { get; init; }

    /// <summary>The name to show.</summary>
    [JsonPropertyName("displayName")]
    public required string DisplayName { get; init; }

    /// <summary>The state of the subscription.</summary>
    [JsonPropertyName("subscription")]
    public required SubscriptionType Subscription { get; init; }

    /// <summary>The presence of the other side; <see langword="null"/> when the server does not say.</summary>
    [JsonPropertyName("availability")]
    public Availability? Availability { get; init; }

    /// <summary>The id of the current picture.</summary>
    [JsonPropertyName("avatarId")]
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>The group of the entry.</summary>
    [JsonPropertyName("group")]
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The person blocks this contact.</summary>
    [JsonPropertyName("blocked")]
    public bool Blocked { get; init; }

    /// <summary>The other side is connected now, with at least one program.</summary>
    [JsonPropertyName("isOnline")]
    public bool IsOnline { get; init; }

    /// <summary>When the other side was last connected; <see langword="null"/> when the person may not see it.</summary>
    [JsonPropertyName("lastOnlineUtc")]
    public DateTimeOffset? LastOnline { get; init; }

    /// <summary>The mood of the other side.</summary>
    [JsonPropertyName("mood")]
    public Mood Mood { get; init; }

    /// <summary>The status message of the other side.</summary>
    [JsonPropertyName("statusMessage")]
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>Shows the id only; the rest is private.</summary>
    public override string ToString() => $"{nameof(MessengerContact)} {{ {nameof(Id)} = {Id}, {nameof(Kind)} = {Kind} }}";
}
