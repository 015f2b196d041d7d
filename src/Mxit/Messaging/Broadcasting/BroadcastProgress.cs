namespace Mxit;

/// <summary>How far a broadcast is; what was done before a resume counts too.</summary>
/// <param name="Sent">To how many recipients it was sent.</param>
/// <param name="Unknown">How many do not exist.</param>
/// <param name="Failed">For how many it failed.</param>
/// <param name="Concurrency">How many requests are sent at once now.</param>
/// <param name="Pause">For how long nothing is sent, from now on; zero when nothing stands in the way.</param>
public sealed record BroadcastProgress(long Sent, long Unknown, long Failed, int Concurrency, TimeSpan Pause)
{
    /// <summary>How many recipients are settled.</summary>
    public long Done => Sent + Unknown + Failed;
}
