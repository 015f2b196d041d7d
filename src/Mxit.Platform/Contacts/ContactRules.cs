namespace Mxit.Platform.Contacts;

/// <summary>
/// What each action makes of a pair of entries. After every action holds: <c>B</c> stands on both sides or on neither;
/// who has <c>A</c> sees <c>P</c> opposite; opposite a <c>P</c> stands an <c>A</c> or a block. See decision 0003.
/// </summary>
internal static class ContactRules
{
    /// <summary>As if one had invited and the other accepted.</summary>
    public static Result<ContactPair> Connect(ContactPair pair) => pair.As(SubscriptionType.Both);

    /// <summary>Asks the other side, or agrees when the other side has asked already.</summary>
    public static Result<ContactPair> Invite(ContactPair pair)
    {
        if (pair.Other.Subscription == SubscriptionType.Pending)
        {
            return Connect(pair);
        }

        if (pair.Own.Subscription is SubscriptionType.Both or SubscriptionType.Pending)
        {
            return pair;
        }

        // Behind a block an invite waits unseen, and looks to its sender like any other.
        return new ContactPair(
            pair.Own.As(SubscriptionType.Pending),
            pair.Other.Blocked ? pair.Other : pair.Other.As(SubscriptionType.Ask));
    }

    /// <summary>Agrees to an invite.</summary>
    public static Result<ContactPair> Accept(ContactPair pair, string contact) => pair.Own.Subscription switch
    {
        SubscriptionType.Both => pair,
        SubscriptionType.Ask => Connect(pair),
        _ => NoInvite(pair, contact),
    };

    /// <summary>Turns an invite down.</summary>
    public static Result<ContactPair> Reject(ContactPair pair, string contact) => pair.Own.Subscription switch
    {
        SubscriptionType.Rejected => pair,
        SubscriptionType.Ask => pair.As(SubscriptionType.Rejected),
        _ => NoInvite(pair, contact),
    };

    /// <summary>Ends what holds between the two, on both sides; an invite of one's own is taken back.</summary>
    public static Result<ContactPair> Delete(ContactPair pair, string contact)
    {
        if (pair.Own == ContactSide.Nothing)
        {
            return ContactRefusals.NotAContact(contact);
        }

        // Who has nothing alive with the other leaves the other's entry alone: an invite that waits behind a block must
        // not show that somebody looked.
        var endsBoth = pair.Own.IsAlive && pair.Other.IsAlive;
        return new ContactPair(
            pair.Own.As(SubscriptionType.Deleted), endsBoth ? pair.Other.As(SubscriptionType.Deleted) : pair.Other);
    }

    /// <summary>Wants nothing from the other side any more; how far the two have come stays.</summary>
    public static Result<ContactPair> Block(ContactPair pair) => pair with { Own = pair.Own with { Blocked = true } };

    /// <summary>Lets the other side in again. An invite that waited behind the block shows now.</summary>
    public static Result<ContactPair> Unblock(ContactPair pair)
    {
        var own = pair.Own with { Blocked = false };
        return pair with
        {
            Own = pair.Other.Subscription == SubscriptionType.Pending ? own.As(SubscriptionType.Ask) : own,
        };
    }

    /// <summary>Gives a person an app: nobody has to agree.</summary>
    public static Result<ContactPair> AddApp(ContactPair pair) =>
        pair with { Own = pair.Own.As(SubscriptionType.Both) };

    private static Refusal NoInvite(ContactPair pair, string contact) =>
        pair.Own.Subscription == SubscriptionType.None
            ? ContactRefusals.NotAContact(contact)
            : ContactRefusals.NoInvite(contact);
}
