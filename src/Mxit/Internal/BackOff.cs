namespace Mxit.Internal;

/// <summary>
/// How long to wait before the next attempt: 1, 2, 4 … 30 seconds, of which up to half is left to chance, so that clients that
/// were cut off together do not come back together.
/// </summary>
internal sealed class BackOff
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a server is waited for when it says how long.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    private TimeSpan _next = TimeSpan.FromSeconds(1);

    public TimeSpan Next()
    {
        var wait = _next * (1 - (Random.Shared.NextDouble() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }

    public void Reset() => _next = TimeSpan.FromSeconds(1);
}
