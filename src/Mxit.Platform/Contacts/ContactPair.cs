namespace Mxit.Platform.Contacts;

/// <summary>One person's entry of another, as far as the rules look at it.</summary>
/// <param name="Subscription">How far the two have come.</param>
/// <param name="Blocked">The owner wants nothing from the other side.</param>
internal readonly record struct ContactSide(SubscriptionType Subscription, bool Blocked)
{
    /// <summary>The same as no entry at all.</summary>
    public static ContactSide Nothing { get; } = new(SubscriptionType.None, false);

    /// <summary>Something holds between the two, or may come to.</summary>
    public bool IsAlive => Subscription is SubscriptionType.Both or SubscriptionType.Ask or SubscriptionType.Pending;

    /// <summary>The same entry, further on.</summary>
    public ContactSide As(SubscriptionType subscription) => this with { Subscription = subscription };
}

/// <summary>What two people have of each other. With an app there is no other side.</summary>
/// <param name="Own">The entry of the one who acts.</param>
/// <param name="Other">The entry of the other one.</param>
internal readonly record struct ContactPair(ContactSide Own, ContactSide Other)
{
    /// <summary>Both sides in the same state; blocks stay.</summary>
    public ContactPair As(SubscriptionType subscription) => new(Own.As(subscription), Other.As(subscription));
}

/// <summary>What an action makes of a pair, or why it is refused.</summary>
internal delegate Result<ContactPair> ContactRule(ContactPair pair);
