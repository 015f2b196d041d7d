namespace Mxit;

/// <summary>
/// The state of a broadcast that must survive a crash, so that the broadcast can be resumed. It is small, whatever the number of
/// recipients. It contains hashes of the message and the recipients, no texts and no user ids.
/// </summary>
public sealed class BroadcastCheckpoint
{
    /// <summary>The id of the broadcast.</summary>
    public required string BroadcastId { get; init; }

    /// <summary>How many recipients a batch has.</summary>
    public required int BatchSize { get; init; }

    /// <summary>A hash of the app and the message.</summary>
    public required string MessageFingerprint { get; init; }

    /// <summary>How many batches from the start are settled and reported without a gap.</summary>
    public required long CompletedBatches { get; init; }

    /// <summary>A hash of all recipients of these batches.</summary>
    public required string RecipientsFingerprint { get; init; }

    /// <summary>Batches that are settled and reported although an earlier one is not.</summary>
    public IReadOnlyList<BroadcastCheckpointBatch> CompletedBeyond { get; init; } = [];

    /// <summary>Batches in flight: they may have been sent and are not yet settled and reported.</summary>
    public IReadOnlyList<BroadcastCheckpointBatch> InFlight { get; init; } = [];

    /// <summary>Everything is settled and reported.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The number of recipients of settled batches to whom it was sent.</summary>
    public long Sent { get; init; }

    /// <summary>The number of recipients of settled batches that do not exist.</summary>
    public long Unknown { get; init; }

    /// <summary>The number of recipients of settled batches for whom it failed.</summary>
    public long Failed { get; init; }

    /// <summary>When this was written.</summary>
    public DateTimeOffset SavedAt { get; init; }
}

/// <summary>One batch of a <see cref="BroadcastCheckpoint"/>.</summary>
public sealed record BroadcastCheckpointBatch
{
    /// <summary>The number of the batch; the first is 0.</summary>
    public required long Number { get; init; }

    /// <summary>A hash of its recipients.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>When it was sent for the first time.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
