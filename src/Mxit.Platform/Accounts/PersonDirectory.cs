using Microsoft.Extensions.Options;

namespace Mxit.Platform.Accounts;

/// <summary>
/// People by user id or login, mostly from memory. What changes here is forgotten at once (<see cref="Forget"/>), what other
/// processes change within the time of <see cref="AccountSettings.ChangePoll"/>, and where that misses something, within
/// <see cref="AccountSettings.DirectoryAge"/>. People who do not exist are asked for each time, so that a new account counts at
/// once.
/// </summary>
internal sealed class PersonDirectory
{
    private readonly PersonStore _store;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _age;
    private readonly GenerationCache<Entry> _cards;
    private readonly GenerationCache<string> _userIds;
    private readonly Lock _writing = new();
    private readonly HashSet<Reading> _readings = [];

    internal PersonDirectory(PersonStore store, IOptions<AccountSettings> settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_store, _clock) = (store, clock);
        _age = settings.Value.DirectoryAge;
        _cards = new GenerationCache<Entry>(settings.Value.DirectoryCapacity);
        _userIds = new GenerationCache<string>(settings.Value.DirectoryCapacity);
    }

    /// <summary>
    /// Finds a person by user id, or by login in any case; <see langword="null"/> when there is none, or no longer.
    /// </summary>
    public ValueTask<PersonCard?> FindOrNullAsync(string loginOrUserId, CancellationToken cancellationToken)
    {
        if (!NameRules.IsLogin(loginOrUserId))
        {
            return FindByUserIdOrNullAsync(loginOrUserId, cancellationToken);
        }

        Span<char> normalized = stackalloc char[NameRules.MaxNameLength];
        normalized = normalized[..loginOrUserId.AsSpan().ToLowerInvariant(normalized)];

        // Which login is whose is a hint: it counts only where the card says so as well.
        return _userIds.Find(normalized, keep: true) is { } userId
            && FindKnownOrNull(userId) is { } card
            && string.Equals(card.Login, loginOrUserId, StringComparison.OrdinalIgnoreCase)
                ? ValueTask.FromResult<PersonCard?>(card)
                : new ValueTask<PersonCard?>(ReadByLoginAsync(normalized.ToString(), cancellationToken));
    }

    /// <summary>Finds a person by user id; <see langword="null"/> when there is none, or no longer.</summary>
    public ValueTask<PersonCard?> FindByUserIdOrNullAsync(string userId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userId);
        userId = userId.StartsWith('M') ? NameRules.Normalize(userId) : userId;
        if (FindKnownOrNull(userId) is { } card)
        {
            return ValueTask.FromResult<PersonCard?>(card);
        }

        // What does not look like a user id is not in the table, and may hold characters that the database refuses.
        return NameRules.LooksLikeUserId(userId)
            ? new ValueTask<PersonCard?>(ReadByUserIdAsync(userId, cancellationToken))
            : ValueTask.FromResult<PersonCard?>(null);
    }

    /// <summary>Finds people by user id, with one statement at most; those who do not exist are left out.</summary>
    public ValueTask<IReadOnlyDictionary<string, PersonCard>> FindManyAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        var found = new Dictionary<string, PersonCard>(userIds.Count, StringComparer.Ordinal);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var userId in userIds)
        {
            if (FindKnownOrNull(userId) is { } card)
            {
                found[userId] = card;
            }
            else if (NameRules.LooksLikeUserId(userId))
            {
                missing.Add(userId);
            }
        }

        return missing.Count == 0
            ? ValueTask.FromResult<IReadOnlyDictionary<string, PersonCard>>(found)
            : new ValueTask<IReadOnlyDictionary<string, PersonCard>>(ReadManyAsync(found, missing, cancellationToken));
    }

    /// <summary>Which of the user ids do not exist; people who were removed do not. Keeps the order of the question.</summary>
    public ValueTask<IReadOnlyList<string>> FindUnknownAsync(IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(userIds);
        foreach (var userId in userIds)
        {
            if (FindKnownOrNull(userId) is null)
            {
                return new ValueTask<IReadOnlyList<string>>(AskWhoIsUnknownAsync(userIds, cancellationToken));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<string>>([]);
    }

    /// <summary>
    /// The person has changed: whoever asks from now on gets what the database says. To be called after the commit of every
    /// change of what a card shows.
    /// </summary>
    public void Forget(string userId)
    {
        lock (_writing)
        {
            // What is being read now may be from before the change.
            foreach (var reading in _readings)
            {
                reading.Changed.Add(userId);
            }

            _cards.Remove(userId);
        }
    }

    /// <summary>
    /// Forgets the person unless the card in memory is the one that changed at this time: who changed is seen several times, and
    /// is to be read once.
    /// </summary>
    internal void ForgetOther(string userId, DateTime changedUtc)
    {
        if (_cards.Find(userId, keep: false)?.Card.ChangedUtc != changedUtc)
        {
            Forget(userId);
        }
    }

    private PersonCard? FindKnownOrNull(string userId) =>
        _cards.Find(userId, keep: true) is { } entry && _clock.GetElapsedTime(entry.ReadAt) < _age ? entry.Card : null;

    private async Task<IReadOnlyList<string>> AskWhoIsUnknownAsync(
        IReadOnlyList<string> userIds, CancellationToken cancellationToken)
    {
        var known = await FindManyAsync(userIds, cancellationToken);
        return [.. userIds.Where(userId => !known.ContainsKey(userId))];
    }

    private async Task<PersonCard?> ReadByLoginAsync(string normalizedLogin, CancellationToken cancellationToken)
    {
        using var reading = new Reading(this);
        if (await _store.FindByLoginOrNullAsync(normalizedLogin, cancellationToken) is not { } card)
        {
            return null;
        }

        reading.Remember(card);
        _userIds.Set(normalizedLogin, card.UserId);
        return card;
    }

    private async Task<PersonCard?> ReadByUserIdAsync(string userId, CancellationToken cancellationToken)
    {
        using var reading = new Reading(this);
        if (await _store.FindOrNullAsync(userId, cancellationToken) is not { } card)
        {
            return null;
        }

        reading.Remember(card);
        return card;
    }

    private async Task<IReadOnlyDictionary<string, PersonCard>> ReadManyAsync(
        Dictionary<string, PersonCard> found, HashSet<string> missing, CancellationToken cancellationToken)
    {
        using var reading = new Reading(this);
        foreach (var card in await _store.FindManyAsync(missing, cancellationToken))
        {
            reading.Remember(card);
            found.Add(card.UserId, card);
        }

        return found;
    }

    private sealed record Entry(PersonCard Card, long ReadAt);

    /// <summary>
    /// A read of the database that is under way. Whoever changes before its end is not remembered from it: the response may be
    /// older than the change.
    /// </summary>
    private sealed class Reading : IDisposable
    {
        private readonly PersonDirectory _directory;
        private readonly long _startedAt;

        public Reading(PersonDirectory directory)
        {
            _directory = directory;
            _startedAt = directory._clock.GetTimestamp();
            lock (directory._writing)
            {
                directory._readings.Add(this);
            }
        }

        public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

        public void Remember(PersonCard card)
        {
            lock (_directory._writing)
            {
                if (!Changed.Contains(card.UserId))
                {
                    _directory._cards.Set(card.UserId, new Entry(card, _startedAt));
                }
            }
        }

        public void Dispose()
        {
            lock (_directory._writing)
            {
                _directory._readings.Remove(this);
            }
        }
    }
}
