namespace Mxit.Internal;

/// <summary>When a fresh token should be replaced: early, but never before half its life.</summary>
internal static class RenewalTime
{
    public static DateTimeOffset Of(DateTimeOffset now, DateTimeOffset expiresAt, TimeSpan early)
    {
        var half = (expiresAt - now) / 2;
        return expiresAt - (early < half ? early : half);
    }
}
