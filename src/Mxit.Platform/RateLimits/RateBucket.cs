namespace Mxit.Platform.RateLimits;

/// <summary>
/// The token bucket of one caller, as one number: the moment at which it is full again. Taking is a compare-and-swap, so callers
/// share no lock, and nothing has to refill it.
/// </summary>
internal sealed class RateBucket
{
    private const long Released = long.MaxValue;

    private long _fullAt = long.MinValue;

    /// <summary>Takes one request from the bucket.</summary>
    /// <param name="now">The time, in ticks of the clock.</param>
    /// <param name="interval">The ticks in which one request comes back.</param>
    /// <param name="burst">The requests in a full bucket.</param>
    /// <returns>What became of it; <see langword="null"/> when the bucket was released and the caller needs a new one.</returns>
    public RateTake? TryTake(long now, long interval, int burst)
    {
        var capacity = interval * burst;
        while (true)
        {
            var seen = Volatile.Read(ref _fullAt);
            if (seen == Released)
            {
                return null;
            }

            var fullAt = Math.Max(seen, now) + interval;
            var missing = fullAt - now;
            if (missing > capacity)
            {
                return new RateTake(false, 0, missing - capacity);
            }

            if (Interlocked.CompareExchange(ref _fullAt, fullAt, seen) == seen)
            {
                var left = capacity - missing;
                return new RateTake(true, (int)(left / interval), interval - (left % interval));
            }
        }
    }

    /// <summary>Ends the bucket if it is full: then a new one is the same.</summary>
    public bool TryRelease(long now)
    {
        var seen = Volatile.Read(ref _fullAt);
        return seen <= now && Interlocked.CompareExchange(ref _fullAt, Released, seen) == seen;
    }
}

/// <summary>What became of one request.</summary>
/// <param name="IsAllowed">It may go on.</param>
/// <param name="Remaining">The requests that are left now.</param>
/// <param name="NextIn">The ticks until one more is there.</param>
internal readonly record struct RateTake(bool IsAllowed, int Remaining, long NextIn);
