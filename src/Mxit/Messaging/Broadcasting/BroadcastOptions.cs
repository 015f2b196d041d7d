namespace Mxit;

/// <summary>How a broadcast is sent.</summary>
public sealed record BroadcastOptions
{
    /// <summary>The most recipients that one request can have.</summary>
    public const int MaxBatchSize = 500;

    /// <summary>
    /// The id of the broadcast, 1 to 200 visible ASCII characters. The idempotency keys of its requests are made from it, so two
    /// broadcasts of an app must not share an id within a day. <see langword="null"/> takes the id of the checkpoint, or a new
    /// one.
    /// </summary>
    public string? BroadcastId { get; init; }

    /// <summary>How many recipients each request has, 1 to 500; 50 by default. It must be the same after a resume.</summary>
    public int BatchSize { get; init; } = 50;

    /// <summary>
    /// The maximum number of concurrent requests, 1 to 64; 8 by default. Fewer are used at the start, and after the server was
    /// overloaded.
    /// </summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>
    /// How often a batch is retried after a connection error, a time-out or a server error, 0 to 20; 8 by default. Delays grow by
    /// exponential backoff with jitter, from a second to half a minute, and apply to all batches. Responses 429 and 503 do not
    /// count.
    /// </summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>
    /// How long a batch may be retried after it was first sent, more than zero; 23 hours by default. It must be less than the
    /// time for which the server keeps idempotency keys (24 hours by default), with a margin for clocks that differ. An older
    /// batch of unknown outcome is reported as failed with the reason <see cref="MxitErrorReason.OutcomeUnknown"/> and not sent.
    /// </summary>
    public TimeSpan KeyLifetime { get; init; } = TimeSpan.FromHours(23);

    /// <summary>
    /// Where the checkpoint of the broadcast is kept, so that it can be resumed after a crash; <see langword="null"/> for no
    /// checkpoint. An existing checkpoint is resumed.
    /// </summary>
    public IBroadcastCheckpointStore? Checkpoints { get; init; }

    /// <summary>Receives the progress after each batch, and at the start of a pause.</summary>
    public IProgress<BroadcastProgress>? Progress { get; init; }
}
