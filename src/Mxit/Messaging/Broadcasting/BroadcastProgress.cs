namespace Mxit;

/// <summary>The progress of a broadcast, including the part before a resume.</summary>
public sealed record BroadcastProgress
{
    /// <summary>The number of recipients to whom it was sent.</summary>
    public required long Sent { get; init; }

    /// <summary>The number of recipients that do not exist.</summary>
    public required long Unknown { get; init; }

    /// <summary>The number of recipients for whom it failed.</summary>
    public required long Failed { get; init; }

    /// <summary>The current limit of concurrent requests.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The rest of the current pause; zero when there is none.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>The number of recipients with a result.</summary>
    public long Done => Sent + Unknown + Failed;
}
