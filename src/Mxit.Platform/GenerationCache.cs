using System.Collections.Concurrent;

namespace Mxit.Platform;

/// <summary>
/// A bounded cache in two generations: when the young one is full it becomes the old one, and what was in the old one is
/// forgotten. Reading takes no lock, but for the first time in a generation,
/// and allocates nothing, which an exact order of use could not offer.
/// </summary>
internal sealed class GenerationCache<TValue>(int capacity)
    where TValue : class
{
    private readonly int _generationSize = Math.Max(1, capacity / 2);
    private readonly Lock _moving = new();
    private volatile Generations _generations = new([], []);
    private int _youngCount;

    /// <summary>
    /// Finds a value. One found in the old generation moves to the young one when <paramref name="keep"/> says so.
    /// </summary>
    public TValue? Find(ReadOnlySpan<char> key, bool keep)
    {
        var generations = _generations;
        if (generations.YoungLookup.TryGetValue(key, out var value))
        {
            return value;
        }

        if (!generations.OldLookup.TryGetValue(key, out value))
        {
            return null;
        }

        if (keep)
        {
            Keep(key.ToString(), value);
        }

        return value;
    }

    /// <summary>Adds or replaces a value.</summary>
    public void Set(string key, TValue value)
    {
        if (_generations.Young.TryAdd(key, value))
        {
            if (Interlocked.Increment(ref _youngCount) > _generationSize)
            {
                Rotate();
            }
        }
        else
        {
            _generations.Young[key] = value;
        }
    }

    /// <summary>Forgets a value.</summary>
    public void Remove(string key)
    {
        lock (_moving)
        {
            var generations = _generations;
            generations.Young.TryRemove(key, out _);
            generations.Old.TryRemove(key, out _);
        }
    }

    /// <summary>Makes the young generation the old one. A value that nobody adds again is gone after two turns.</summary>
    public void Rotate()
    {
        lock (_moving)
        {
            _generations = new Generations([], _generations.Young);
            Interlocked.Exchange(ref _youngCount, 0);
        }
    }

    // A value that was removed since it was found must not come back.
    private void Keep(string key, TValue value)
    {
        lock (_moving)
        {
            if (_generations.Old.TryGetValue(key, out var found) && ReferenceEquals(found, value))
            {
                Set(key, value);
            }
        }
    }

    private sealed class Generations
    {
        public Generations(ConcurrentDictionary<string, TValue> young, ConcurrentDictionary<string, TValue> old)
        {
            (Young, Old) = (young, old);
            YoungLookup = young.GetAlternateLookup<ReadOnlySpan<char>>();
            OldLookup = old.GetAlternateLookup<ReadOnlySpan<char>>();
        }

        public ConcurrentDictionary<string, TValue> Young { get; }

        public ConcurrentDictionary<string, TValue> Old { get; }

        public ConcurrentDictionary<string, TValue>.AlternateLookup<ReadOnlySpan<char>> YoungLookup { get; }

        public ConcurrentDictionary<string, TValue>.AlternateLookup<ReadOnlySpan<char>> OldLookup { get; }
    }
}
