namespace Mxit.Platform.Contacts;

/// <summary>How pairs are named and entries begin.</summary>
internal static class ContactKeys
{
    /// <summary>The roster group of the historic chat protocol. Source: wire document, section 5.1.</summary>
    public const string DefaultGroup = "MXit";

    /// <summary>The name by which both directions of a pair are held.</summary>
    public static string OfPair(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";

    /// <summary>A new entry in the default group.</summary>
    public static ContactEntry NewEntry(string ownerId, ContactPeer peer, ContactSide side, DateTime nowUtc) => new()
    {
        OwnerId = ownerId,
        PeerId = peer.Id,
        Type = peer.Type,
        Subscription = side.Subscription,
        Blocked = side.Blocked,
        Group = DefaultGroup,
        CreatedUtc = nowUtc,
    };
}
