namespace Mxit.Internal;

/// <summary>When a fresh token should be replaced: early, but never before half its life.</summary>
internal static class RenewalTime
{
    public static DateTimeOffset Of(DateTimeOffset now, DateTimeOffset expiresAt, TimeSpan early)
    {
        var half = (expiresAt - now) / 2;
        return Before(expiresAt, early < half ? early : half);
    }

    /// <summary>The margin before the end, for a token whose whole life is not known.</summary>
    public static DateTimeOffset Before(DateTimeOffset expiresAt, TimeSpan early) =>
        expiresAt - DateTimeOffset.MinValue > early ? expiresAt - early : DateTimeOffset.MinValue;
}
