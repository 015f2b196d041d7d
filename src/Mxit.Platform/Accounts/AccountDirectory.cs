using Microsoft.Extensions.Options;

namespace Mxit.Platform.Accounts;

/// <summary>
/// Knows which user ids exist, mostly from memory: every accepted message asks for each of its recipients. Only people who
/// exist are remembered, so that a new account counts at once; an entry is asked for again after a while, because another
/// process may have removed the account.
/// </summary>
internal sealed class AccountDirectory
{
    private static readonly object Exists = new();

    private readonly AccountStore _store;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _age;
    private readonly GenerationCache<object> _known;
    private long _rotatedAt;

    internal AccountDirectory(AccountStore store, IOptions<AccountSettings> settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_store, _clock) = (store, clock);
        _age = settings.Value.DirectoryAge;
        _known = new GenerationCache<object>(settings.Value.DirectoryCapacity);
        _rotatedAt = clock.GetTimestamp();
    }

    /// <summary>Which of the user ids do not exist; people who were removed do not. Keeps the order of the question.</summary>
    public ValueTask<IReadOnlyList<string>> FindUnknownAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        RotateWhenOld();
        for (var index = 0; index < userIds.Count; index++)
        {
            if (_known.Find(userIds[index], keep: false) is null)
            {
                return AskAsync(userIds, index, cancellationToken);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<string>>([]);
    }

    internal void Forget(string userId) => _known.Remove(userId);

    private async ValueTask<IReadOnlyList<string>> AskAsync(
        IReadOnlyList<string> userIds, int firstUnknown, CancellationToken cancellationToken)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var index = firstUnknown; index < userIds.Count; index++)
        {
            // What does not look like a user id is not in the table, and may hold characters that the database refuses.
            if (NameRules.LooksLikeUserId(userIds[index]) && _known.Find(userIds[index], keep: false) is null)
            {
                asked.Add(userIds[index]);
            }
        }

        if (asked.Count > 0)
        {
            foreach (var found in await _store.FindExistingAsync(asked, cancellationToken))
            {
                _known.Set(found, Exists);
                asked.Remove(found);
            }
        }

        var unknown = new List<string>();
        for (var index = firstUnknown; index < userIds.Count; index++)
        {
            if (asked.Contains(userIds[index]) || !NameRules.LooksLikeUserId(userIds[index]))
            {
                unknown.Add(userIds[index]);
            }
        }

        return unknown;
    }

    private void RotateWhenOld()
    {
        var rotatedAt = Interlocked.Read(ref _rotatedAt);
        if (_clock.GetElapsedTime(rotatedAt) > _age
            && Interlocked.CompareExchange(ref _rotatedAt, _clock.GetTimestamp(), rotatedAt) == rotatedAt)
        {
            _known.Rotate();
        }
    }
}
