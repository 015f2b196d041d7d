using System.Text.Json.Serialization;

namespace Mxit.Platform.Replies;

/// <summary>One entry of the person's contact list, in any state.</summary>
/// <param name="Id">A user id, or the service name of an app.</param>
/// <param name="Kind"><c>person</c> or <c>app</c>.</param>
/// <param name="DisplayName">The name to show.</param>
/// <param name="Subscription">How far the two have come, as the number of a <see cref="SubscriptionType"/>.</param>
/// <param name="Availability">Whether the other side can be reached, as a number.</param>
internal sealed record MessengerContactReply(
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("kind"), JsonRequired] string Kind,
    [property: JsonPropertyName("displayName"), JsonRequired] string DisplayName,
    [property: JsonPropertyName("subscription"), JsonRequired] SubscriptionType Subscription,
    [property: JsonPropertyName("availability")] Availability Availability = Availability.Disconnected)
{
    // "Availability" is a parameter because a generated reader gives what is absent the default of a parameter, but not the one
    // after "init". The texts below are empty in either case.

    /// <summary>The id of the current picture.</summary>
    [JsonPropertyName("avatarId")]
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>The group in which the person keeps the entry.</summary>
    [JsonPropertyName("group")]
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The person wants nothing from this side.</summary>
    [JsonPropertyName("blocked")]
    public bool Blocked { get; init; }

    /// <summary>At least one program of the other side is connected now.</summary>
    [JsonPropertyName("isOnline")]
    public bool IsOnline { get; init; }

    /// <summary>When the other side was last connected; absent when that is not for the person to know.</summary>
    [JsonPropertyName("lastOnlineUtc")]
    public DateTime? LastOnlineUtc { get; init; }

    /// <summary>The mood that the other side shows, as a number.</summary>
    [JsonPropertyName("mood")]
    public Mood Mood { get; init; }

    /// <summary>The status message of the other side.</summary>
    [JsonPropertyName("statusMessage")]
    public string StatusMessage { get; init => field = value ?? ""; } = "";

    /// <summary>Shows the id only: the rest belongs to the contact.</summary>
    public override string ToString() => $"{nameof(MessengerContactReply)} {{ {nameof(Id)} = {Id}, {nameof(Kind)} = {Kind} }}";
}

/// <summary>The response of <c>GET /messenger/contacts</c>, by name.</summary>
/// <param name="Contacts">The entries.</param>
/// <param name="Next">Ask with this as <c>after</c> for the next page; absent on the last.</param>
internal sealed record MessengerContactPageReply(
    [property: JsonPropertyName("contacts"), JsonRequired] IReadOnlyList<MessengerContactReply> Contacts,
    [property: JsonPropertyName("next")] string? Next);
