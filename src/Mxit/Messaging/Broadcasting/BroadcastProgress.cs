namespace Mxit;

/// <summary>The progress of a broadcast; what was done before a resume counts too.</summary>
public sealed record BroadcastProgress
{
    /// <summary>To how many recipients it was sent.</summary>
    public required long Sent { get; init; }

    /// <summary>How many recipients do not exist.</summary>
    public required long Unknown { get; init; }

    /// <summary>For how many recipients it failed.</summary>
    public required long Failed { get; init; }

    /// <summary>How many requests are sent at the same time now.</summary>
    public required int Concurrency { get; init; }

    /// <summary>For how long nothing is sent, from now on; zero when sending goes on.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>How many recipients are settled.</summary>
    public long Done => Sent + Unknown + Failed;
}
