using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>Two people who are to be friends.</summary>
/// <param name="First">The smaller one of the two user ids, as text.</param>
/// <param name="Second">The other one.</param>
internal readonly record struct FriendPair(string First, string Second);

/// <summary>Writes many friendships at once.</summary>
internal sealed class ContactImportStore(IDbContextFactory<MxitDbContext> contexts, IDatabase database)
{
    /// <summary>Makes each pair contacts of each other, in one transaction; blocks stay.</summary>
    /// <returns>How many of the pairs were not contacts yet.</returns>
    public async Task<int> ConnectAsync(
        IReadOnlyCollection<FriendPair> pairs, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await database.HoldAsync(
            context, [.. pairs.Select(pair => ContactKeys.OfPair(pair.First, pair.Second))], cancellationToken);
        var present = await ReadAsync(context, pairs, cancellationToken);
        var made = 0;
        foreach (var (first, second) in pairs)
        {
            var one = Accept(context, present, first, second, nowUtc);
            var other = Accept(context, present, second, first, nowUtc);
            made += one || other ? 1 : 0;
        }

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    private static async Task<Dictionary<(string, string), ContactEntry>> ReadAsync(
        MxitDbContext context, IReadOnlyCollection<FriendPair> pairs, CancellationToken cancellationToken)
    {
        var firsts = pairs.Select(pair => pair.First).Distinct().ToArray();
        var seconds = pairs.Select(pair => pair.Second).Distinct().ToArray();
        var entries = await context.Contacts
            .Where(row => (EF.Parameter(firsts).Contains(row.OwnerId) && EF.Parameter(seconds).Contains(row.PeerId))
                || (EF.Parameter(seconds).Contains(row.OwnerId) && EF.Parameter(firsts).Contains(row.PeerId)))
            .ToListAsync(cancellationToken);
        return entries.ToDictionary(entry => (entry.OwnerId, entry.PeerId));
    }

    private static bool Accept(
        MxitDbContext context,
        Dictionary<(string, string), ContactEntry> present,
        string ownerId,
        string peerId,
        DateTime nowUtc)
    {
        if (!present.TryGetValue((ownerId, peerId), out var entry))
        {
            context.Add(ContactKeys.NewEntry(
                ownerId, new ContactPeer(peerId, ContactType.User), new ContactSide(SubscriptionType.Both, false), nowUtc));
            return true;
        }

        if (entry.Subscription == SubscriptionType.Both)
        {
            return false;
        }

        entry.Subscription = SubscriptionType.Both;
        return true;
    }
}
