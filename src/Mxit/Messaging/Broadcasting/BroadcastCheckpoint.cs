namespace Mxit;

/// <summary>
/// What has to survive a crash of the program, so that a broadcast can be resumed. Small, whatever the number of recipients, and without
/// texts and user ids: of the message and of the recipients it has hashes.
/// </summary>
public sealed class BroadcastCheckpoint
{
    /// <summary>The id of the broadcast.</summary>
    public required string BroadcastId { get; init; }

    /// <summary>How many recipients a batch has.</summary>
    public required int BatchSize { get; init; }

    /// <summary>A hash of the app and the message.</summary>
    public required string MessageFingerprint { get; init; }

    /// <summary>How many batches from the first on are settled and reported.</summary>
    public required long CompletedBatches { get; init; }

    /// <summary>A hash of all recipients of these batches.</summary>
    public required string RecipientsFingerprint { get; init; }

    /// <summary>Batches that are settled and reported while one before them is not.</summary>
    public IReadOnlyList<BroadcastCheckpointBatch> CompletedBeyond { get; init; } = [];

    /// <summary>Batches that may have been sent, and are not known to be settled and reported.</summary>
    public IReadOnlyList<BroadcastCheckpointBatch> InFlight { get; init; } = [];

    /// <summary>Everything is settled and reported.</summary>
    public bool IsComplete { get; init; }

    /// <summary>To how many recipients of settled batches it was sent.</summary>
    public long Sent { get; init; }

    /// <summary>How many recipients of settled batches do not exist.</summary>
    public long Unknown { get; init; }

    /// <summary>For how many recipients of settled batches it failed.</summary>
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
