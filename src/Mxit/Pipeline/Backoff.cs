namespace Mxit.Internal;

/// <summary>
/// The delay before the next attempt: exponential backoff with jitter. It doubles from 1 second to 30 seconds; up to half of it
/// is random, so that clients that lost their connections together do not retry together. <c>Retry-After</c> can make a delay
/// longer, never shorter.
/// </summary>
internal sealed class Backoff
{
    /// <summary>The longest delay without <c>Retry-After</c>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest delay with <c>Retry-After</c>.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private TimeSpan _next = First;

    /// <param name="retryAfter">The delay that the server asked for, if any.</param>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        var delay = _next * (1 - (Random.Shared.NextDouble() / 2));
        if (retryAfter > delay)
        {
            // A delay of the server does not double the next one.
            return retryAfter.Value < LongestRetryAfter ? retryAfter.Value : LongestRetryAfter;
        }

        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return delay;
    }

    /// <summary>Resets the delay after a success.</summary>
    public void Reset() => _next = First;
}
