
namespace Mxit.Web.People;

/// <summary>Texts about people.</summary>
internal static class PersonText
{
    /// <summary>The display name, or the id without one.</summary>
    public static string Name(string displayName, string id) => string.IsNullOrWhiteSpace(displayName) ? id : displayName;

    /// <summary>
    /// Whether a contact is online, or when the contact was last; <see langword="null"/> when that is not known.
    /// </summary>
    public static string? Presence(MessengerContactReply contact, DateTime nowUtc) => contact switch
    {
        { Kind: "app" } or { LastOnlineUtc: null } => null,
        { IsOnline: true } => Of(contact.Availability),
        { LastOnlineUtc: { } lastUtc } => $"Last seen {Times.Short(lastUtc, nowUtc)}",
    };

    public static string Of(Availability availability) => availability switch
    {
        Availability.Connected => "Online",
        Availability.ReadyToChat => "Ready to chat",
        Availability.Busy => "Busy",
        Availability.Reachable => "Reachable",
        _ => "Offline",
    };

    /// <summary>The mood; <see langword="null"/> for none.</summary>
    public static string? OfOrNull(Mood? mood) => mood switch
    {
        Mood.Angry => "angry",
        Mood.Excited => "excited",
        Mood.Grumpy => "grumpy",
        Mood.Happy => "happy",
        Mood.InLove => "in love",
        Mood.Invincible => "invincible",
        Mood.Sad => "sad",
        Mood.Hot => "hot",
        Mood.Sick => "sick",
        Mood.Sleepy => "sleepy",
        Mood.Bored => "bored",
        Mood.Cold => "cold",
        Mood.Confused => "confused",
        Mood.Hungry => "hungry",
        Mood.Stressed => "stressed",
        _ => null,
    };

    public static string Of(RelationshipStatus status) => status switch
    {
        RelationshipStatus.DontWantToSay => "I do not want to say",
        RelationshipStatus.Single => "Single",
        RelationshipStatus.InRelationship => "In a relationship",
        RelationshipStatus.Engaged => "Engaged",
        RelationshipStatus.Married => "Married",
        RelationshipStatus.ItIsComplicated => "It is complicated",
        RelationshipStatus.Widowed => "Widowed",
        RelationshipStatus.Separated => "Separated",
        RelationshipStatus.Divorced => "Divorced",
        _ => "Not stated",
    };

    public static string Of(Gender gender) => gender == Gender.Female ? "Female" : "Male";
}
