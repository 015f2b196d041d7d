using System.Collections.Concurrent;
using System.Globalization;

namespace Mxit.Platform.RateLimits;

/// <summary>One limit for all callers of a kind, each with a bucket of their own.</summary>
/// <typeparam name="TKey">What tells callers apart.</typeparam>
internal sealed class RateLimit<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, RateBucket> _buckets = new();
    private readonly TimeProvider _clock;
    private readonly long _interval;
    private readonly int _burst;
    private readonly string _name;

    public RateLimit(string name, double perSecond, int burst, TimeProvider clock)
    {
        (_name, _burst, _clock) = (name, burst, clock);
        IsOn = perSecond > 0;

        // Slower than one in an hour is one in an hour, so that no product of ticks and the largest burst overflows.
        var seconds = IsOn ? Math.Min(1 / perSecond, 3_600) : 0;
        _interval = Math.Max(1, (long)(seconds * clock.TimestampFrequency));
        Policy = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={burst};w={Seconds(_interval * burst)}");
    }

    /// <summary>There is a limit.</summary>
    public bool IsOn { get; }

    /// <summary>The value of <c>RateLimit-Policy</c>.</summary>
    public string Policy { get; }

    /// <summary>Takes one request.</summary>
    public RateTake Take(TKey key)
    {
        while (true)
        {
            var bucket = _buckets.GetOrAdd(key, static _ => new RateBucket());
            if (bucket.TryTake(_clock.GetTimestamp(), _interval, _burst) is { } take)
            {
                return take;
            }

            _buckets.TryRemove(KeyValuePair.Create(key, bucket));
        }
    }

    /// <summary>The value of <c>RateLimit</c>.</summary>
    public string Describe(RateTake take) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{_name}\";r={take.Remaining};t={Seconds(take.NextIn)}");

    /// <summary>Whole seconds, rounded up, at least one.</summary>
    public long Seconds(long ticks) => Math.Max(1, (ticks + _clock.TimestampFrequency - 1) / _clock.TimestampFrequency);

    /// <summary>Forgets the callers whose bucket is full.</summary>
    public void ReleaseIdle()
    {
        var now = _clock.GetTimestamp();
        foreach (var pair in _buckets)
        {
            if (pair.Value.TryRelease(now))
            {
                _buckets.TryRemove(pair);
            }
        }
    }
}
