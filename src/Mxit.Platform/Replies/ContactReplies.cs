using System.Text.Json.Serialization;
using Mxit.Wire;

namespace Mxit.Platform.Replies;

/// <summary>One entry of a contact list, a person or an app. Source: wire document, section 5.1.</summary>
internal sealed record ContactReply : PersonReply
{
    /// <summary>The owner of the list wants nothing from this side.</summary>
    [JsonPropertyOrder(20)]
    [JsonConverter(typeof(FlagConverter))]
    public bool Blocked { get; init; }

    /// <summary>What the contact is.</summary>
    [JsonPropertyOrder(21)]
    [JsonConverter(typeof(ClosedEnumConverter<ContactType>))]
    public ContactType ContactType { get; init; }

    /// <summary>The group in which the owner keeps the entry.</summary>
    [JsonPropertyOrder(22)]
    public string Group { get; init => field = value ?? ""; } = "";

    /// <summary>How far the two have come; <see cref="SubscriptionType.None"/> when a server leaves it out.</summary>
    [JsonPropertyOrder(23)]
    [JsonConverter(typeof(ClosedEnumConverter<SubscriptionType>))]
    public SubscriptionType SubscriptionType
    {
        get;
        init => field = value == 0 ? SubscriptionType.None : value;
    }
    = SubscriptionType.None;
}

/// <summary>The response of <c>GET /user/socialgraph/contactlist</c>. Source: wire document, section 5.1.</summary>
internal sealed record ContactListReply
{
    /// <summary>The entries by name; empty past the end.</summary>
    public IReadOnlyList<ContactReply> Contacts { get; init => field = value ?? []; } = [];
}
