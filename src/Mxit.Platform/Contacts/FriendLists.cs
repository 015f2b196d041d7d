using Microsoft.Extensions.Options;

namespace Mxit.Platform.Contacts;

/// <summary>
/// The friends of people, mostly from memory: counting friends of friends takes those of a thousand people at once. What
/// changes here is read again at once, what other processes change after a while; it decides about the order of suggestions
/// only, never about what somebody may see or do.
/// </summary>
internal sealed class FriendLists(FriendStore store, IOptions<ContactSettings> settings, TimeProvider clock)
{
    private readonly GenerationCache<string[]> _lists = new(settings.Value.FriendListCapacity);
    private readonly TimeSpan _age = settings.Value.FriendListAge;
    private long _rotatedAt = clock.GetTimestamp();
    private long _changes;

    /// <summary>These people's contact lists have changed.</summary>
    public void Forget(IEnumerable<string> ids)
    {
        // First the number, so that nobody who reads at this moment keeps what was before.
        Interlocked.Increment(ref _changes);
        foreach (var id in ids)
        {
            _lists.Remove(id);
        }
    }

    /// <summary>The friends of each of these people.</summary>
    public async ValueTask<IReadOnlyList<string[]>> ReadAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        RotateWhenOld();
        var lists = new List<string[]>(userIds.Count);
        var missing = new List<string>();
        foreach (var userId in userIds)
        {
            if (_lists.Find(userId, keep: false) is { } known)
            {
                lists.Add(known);
            }
            else
            {
                missing.Add(userId);
            }
        }

        if (missing.Count > 0)
        {
            var changes = Interlocked.Read(ref _changes);
            foreach (var (userId, friends) in await store.ListFriendsAsync(missing, cancellationToken))
            {
                lists.Add(friends);
                Remember(userId, friends, changes);
            }
        }

        return lists;
    }

    private void Remember(string userId, string[] friends, long changes)
    {
        if (Interlocked.Read(ref _changes) == changes)
        {
            _lists.Set(userId, friends);
            if (Interlocked.Read(ref _changes) != changes)
            {
                _lists.Remove(userId);
            }
        }
    }

    private void RotateWhenOld()
    {
        var rotatedAt = Interlocked.Read(ref _rotatedAt);
        if (clock.GetElapsedTime(rotatedAt) > _age
            && Interlocked.CompareExchange(ref _rotatedAt, clock.GetTimestamp(), rotatedAt) == rotatedAt)
        {
            _lists.Rotate();
        }
    }
}
