using System.Linq.Expressions;

namespace Mxit.Platform.Contacts;

/// <summary>What each filter lets through. Source: wire document, section 5.1.</summary>
internal static class ContactFilters
{
    private static readonly Dictionary<string, Expression<Func<ContactEntry, bool>>> Conditions = new(
        StringComparer.OrdinalIgnoreCase)
    {
        [ContactFilter.All.Value] = _ => true,
        [ContactFilter.Friends.Value] = row => row.Subscription == SubscriptionType.Both && row.Type == ContactType.User,
        [ContactFilter.Apps.Value] = row => row.Subscription == SubscriptionType.Both && row.Type == ContactType.Application,
        [ContactFilter.Invites.Value] = row => row.Subscription == SubscriptionType.Ask,
        [ContactFilter.Connections.Value] = row => row.Subscription == SubscriptionType.Both,
        [ContactFilter.Rejected.Value] = row => row.Subscription == SubscriptionType.Rejected,
        [ContactFilter.Pending.Value] = row => row.Subscription == SubscriptionType.Pending,
        [ContactFilter.Deleted.Value] = row => row.Subscription == SubscriptionType.Deleted,
        [ContactFilter.Blocked.Value] = row => row.Blocked,
    };

    /// <summary>The condition of a filter, in any case; <see langword="null"/> for one that does not exist.</summary>
    public static Expression<Func<ContactEntry, bool>>? FindOrNull(ContactFilter filter) =>
        Conditions.GetValueOrDefault(filter.ToString());
}
