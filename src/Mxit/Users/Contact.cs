using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit;

/// <summary>An entry of a contact list, a person or an app. Source: wire document, section 5.1.</summary>
public sealed record Contact
{
    /// <summary>The display name.</summary>
    public string DisplayName { get; init => field = value ?? ""; } = "";

    /// <summary>The id of the current picture. It changes with the picture.</summary>
    public string AvatarId { get; init => field = value ?? ""; } = "";

    /// <summary>The presence of the person; <see langword="null"/> when the server does not send it.</summary>
    public PersonState? State { get; init; }

    /// <summary>The user id; for an app in a contact list, its service name.</summary>
    public required UserId UserId { get; init; }

    /// <summary>The owner of the list blocks this contact.</summary>
    [JsonConverter(typeof(FlagConverter))]
    public bool Blocked { get; init; }

    /// <summary>Whether the contact is a person or an app.</summary>
    [JsonConverter(typeof(ClosedEnumConverter<ContactType>))]
    public ContactType ContactType { get; init; }

    /// <summary>The group of the entry.</summary>
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>The state of the subscription; <see cref="SubscriptionType.None"/> when a server leaves it out.</summary>
    [JsonConverter(typeof(ClosedEnumConverter<SubscriptionType>))]
    public SubscriptionType SubscriptionType
    {
        get;
        init => field = value == 0 ? SubscriptionType.None : value;
    }
    = SubscriptionType.None;

    /// <summary>Shows the user id only; the rest is private.</summary>
    public override string ToString() => $"{nameof(Contact)} {{ {nameof(UserId)} = {UserId} }}";
}
