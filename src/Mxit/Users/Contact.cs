using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>One entry of a contact list, a person or an app. Source: wire document, section 5.1.</summary>
public sealed record Contact
{
    /// <summary>The name that others see.</summary>
    public string DisplayName { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the current picture; another one whenever the picture changes.</summary>
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the person is there; <see langword="null"/> when the server does not say.</summary>
    public PersonState? State { get; init; }

    /// <summary>The user id; of an app in a contact list its service name.</summary>
    public required UserId UserId { get; init; }

    /// <summary>The owner of the list wants nothing from this side.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool Blocked { get; init; }

    /// <summary>What the contact is.</summary>
    [JsonConverter(typeof(ClosedEnumConverter<ContactType>))]
    public ContactType ContactType { get; init; }

    /// <summary>The group in which the owner keeps the entry.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>How far the two have come; <see cref="SubscriptionType.None"/> when a server leaves it out.</summary>
    [JsonConverter(typeof(ClosedEnumConverter<SubscriptionType>))]
    public SubscriptionType SubscriptionType { get; init => field = value == 0 ? SubscriptionType.None : value; } = SubscriptionType.None;

    /// <summary>Shows the user id only: the rest belongs to the contact.</summary>
    public override string ToString() => $"{nameof(Contact)} {{ {nameof(UserId)} = {UserId} }}";
}
