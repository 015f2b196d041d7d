namespace Mxit;

/// <summary>How a broadcast is sent.</summary>
public sealed record BroadcastOptions
{
    /// <summary>The most recipients that one request can have.</summary>
    public const int MaxBatchSize = 500;

    /// <summary>
    /// Names the broadcast, 1 to 200 visible ASCII characters; the keys of its requests are made from it. Two broadcasts of an app must
    /// not share a name within a day. <see langword="null"/> takes the one of the checkpoint, or a new one.
    /// </summary>
    public string? BroadcastId { get; init; }

    /// <summary>How many recipients each request has, 1 to 500; 50 by default. A broadcast keeps it until its end.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>
    /// The most requests at once, 1 to 64; 8 by default. Fewer are used at the start, and after the server has asked for time.
    /// </summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>
    /// How often a batch is sent again when the connection breaks, no answer comes in time, or the server fails, 0 to 20; 8 by default.
    /// Pauses grow from a second to half a minute and hold for all batches. Being asked to come later (429, 503) is not counted.
    /// </summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>
    /// How long after a batch was first sent it may be sent again, more than zero; 23 hours by default. It must be less than the server
    /// keeps its keys (24 hours, unless set otherwise), by enough for clocks that differ. A batch of unknown outcome that is older is
    /// reported as failed with the reason <see cref="MxitErrorReason.OutcomeUnknown"/> and not sent.
    /// </summary>
    public TimeSpan KeyLifetime { get; init; } = TimeSpan.FromHours(23);

    /// <summary>
    /// Where the state of the broadcast is kept, so that it can go on after a crash; <see langword="null"/> for nowhere. A state that
    /// is there already is gone on from.
    /// </summary>
    public IBroadcastCheckpointStore? Checkpoints { get; init; }

    /// <summary>Hears after each batch how far the broadcast is, and when it begins to pause.</summary>
    public IProgress<BroadcastProgress>? Progress { get; init; }
}
