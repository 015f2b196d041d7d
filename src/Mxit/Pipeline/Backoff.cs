namespace Mxit.Internal;

/// <summary>
/// The delay before the next attempt: exponential backoff with jitter. It doubles from one second to half a minute, of which up to half
/// is left to chance, so that clients that were disconnected together do not come back together. <c>Retry-After</c> can make a delay
/// longer, never shorter: whatever a server sends, there is always a delay.
/// </summary>
internal sealed class Backoff
{
    /// <summary>The longest delay that is not asked for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest delay that a server can ask for.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private TimeSpan _next = First;

    /// <param name="retryAfter">What the server asked for, if it did.</param>
    public TimeSpan Next(TimeSpan? retryAfter = null)
    {
        var delay = _next * (1 - (Random.Shared.NextDouble() / 2));
        if (retryAfter > delay)
        {
            // The server knows better than a guess; so nothing is learned for the next guess either.
            return retryAfter.Value < LongestRetryAfter ? retryAfter.Value : LongestRetryAfter;
        }

        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return delay;
    }

    /// <summary>Begins anew: something has succeeded.</summary>
    public void Reset() => _next = First;
}
