using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;

namespace Mxit.Platform.Tests.Kit;

/// <summary>Rows of contact lists.</summary>
internal static class Entries
{
    /// <summary>An entry of the owner; the other side is a person when its id looks like one.</summary>
    public static ContactEntry Has(
        string ownerId, string peerId, SubscriptionType subscription = SubscriptionType.Both, bool blocked = false) => new()
        {
            OwnerId = ownerId,
            PeerId = peerId,
            Type = NameRules.LooksLikeUserId(peerId) ? ContactType.User : ContactType.Application,
            Subscription = subscription,
            Blocked = blocked,
            Group = "MXit",
            CreatedUtc = DateTime.UnixEpoch,
        };
}
