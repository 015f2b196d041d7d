namespace Mxit;

// All of these are open: the wire carries numbers, and a number without a name here is kept as it is.

/// <summary>A person's gender. Source: wire document, section 4.9.</summary>
public enum Gender
{
    /// <summary>Female.</summary>
    Female = 0,

    /// <summary>Male.</summary>
    Male = 1,
}

/// <summary>
/// Whether a person can be reached. Differs from the presence numbers of the historic chat protocol. Source: wire document,
/// section 4.9.
/// </summary>
public enum Availability
{
    /// <summary>Connected.</summary>
    Connected = 0,

    /// <summary>Ready to chat.</summary>
    ReadyToChat = 1,

    /// <summary>Busy.</summary>
    Busy = 2,

    /// <summary>Reachable.</summary>
    Reachable = 3,

    /// <summary>Not connected.</summary>
    Disconnected = 4,
}

/// <summary>The mood that a person shows. Source: wire document, section 4.9.</summary>
public enum Mood
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Angry.</summary>
    Angry = 1,

    /// <summary>Excited.</summary>
    Excited = 2,

    /// <summary>Grumpy.</summary>
    Grumpy = 3,

    /// <summary>Happy.</summary>
    Happy = 4,

    /// <summary>In love.</summary>
    InLove = 5,

    /// <summary>Invincible.</summary>
    Invincible = 6,

    /// <summary>Sad.</summary>
    Sad = 7,

    /// <summary>Hot.</summary>
    Hot = 8,

    /// <summary>Sick.</summary>
    Sick = 9,

    /// <summary>Sleepy.</summary>
    Sleepy = 10,

    /// <summary>Bored.</summary>
    Bored = 11,

    /// <summary>Cold.</summary>
    Cold = 12,

    /// <summary>Confused.</summary>
    Confused = 13,

    /// <summary>Hungry.</summary>
    Hungry = 14,

    /// <summary>Stressed.</summary>
    Stressed = 15,
}

/// <summary>A person's relationship status. Source: wire document, section 4.9.</summary>
public enum RelationshipStatus
{
    /// <summary>Not stated.</summary>
    Undefined = 0,

    /// <summary>The person does not want to say.</summary>
    DontWantToSay = 1,

#pragma warning disable CA1720 // "Single" is the name of the historic service, and has nothing to do with the number type here
    /// <summary>Single.</summary>
    Single = 2,
#pragma warning restore CA1720

    /// <summary>In a relationship.</summary>
    InRelationship = 3,

    /// <summary>Engaged.</summary>
    Engaged = 4,

    /// <summary>Married.</summary>
    Married = 5,

    /// <summary>It is complicated.</summary>
    ItIsComplicated = 6,

    /// <summary>Widowed.</summary>
    Widowed = 7,

    /// <summary>Separated.</summary>
    Separated = 8,

    /// <summary>Divorced.</summary>
    Divorced = 9,
}

/// <summary>What a contact is. Source: wire document, section 4.9.</summary>
public enum ContactType
{
    /// <summary>A person.</summary>
    User = 0,

    /// <summary>An app.</summary>
    Application = 1,
}

/// <summary>How far two parties have come; the numbers are ASCII codes of letters. Source: wire document, section 4.9.</summary>
public enum SubscriptionType
{
    /// <summary><c>A</c>: the other side asks.</summary>
    Ask = 65,

    /// <summary><c>B</c>: both have accepted.</summary>
    Both = 66,

    /// <summary><c>D</c>: deleted.</summary>
    Deleted = 68,

    /// <summary><c>N</c>: unknown or none.</summary>
    None = 78,

    /// <summary><c>P</c>: the owner's invite waits for a response.</summary>
    Pending = 80,

    /// <summary><c>R</c>: rejected.</summary>
    Rejected = 82,
}
