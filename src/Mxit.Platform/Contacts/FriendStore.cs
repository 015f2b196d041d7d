using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>Friends in numbers: for suggestions.</summary>
internal sealed class FriendStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>The friends of each of these people; those who have none get an empty list.</summary>
    public async Task<List<(string UserId, string[] Friends)>> ListFriendsAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var friends = userIds.ToDictionary(userId => userId, _ => new List<string>(), StringComparer.Ordinal);
        var rows = context.Set<ContactEntry>()
            .Where(row => EF.Parameter(userIds).Contains(row.OwnerId) && row.Type == ContactType.User
                && row.Subscription == SubscriptionType.Both && !row.Blocked)
            .Select(row => new { row.OwnerId, row.PeerId })
            .AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            friends[row.OwnerId].Add(row.PeerId);
        }

        return [.. friends.Select(list => (list.Key, list.Value.ToArray()))];
    }

    /// <summary>Everybody who has an entry of the person or of whom the person has one, and who of them is a friend.</summary>
    public async Task<List<(string Id, bool IsFriend)>> ListKnownAsync(string userId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Set<ContactEntry>().Where(row => row.OwnerId == userId || row.PeerId == userId)
            .Select(row => new { row.OwnerId, row.PeerId, row.Type, row.Subscription, row.Blocked })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => row.OwnerId == userId
            ? (row.PeerId, row is { Type: ContactType.User, Subscription: SubscriptionType.Both, Blocked: false })
            : (row.OwnerId, false));
    }
}
