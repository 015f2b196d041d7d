namespace Mxit;

/// <summary>
/// What must outlive a crash of the program for a broadcast to go on. Small, whatever the number of recipients, and free of texts and
/// ids of people: of the message and of the recipients it has hashes.
/// </summary>
/// <param name="BroadcastId">The name of the broadcast.</param>
/// <param name="BatchSize">How many recipients a batch has.</param>
/// <param name="MessageFingerprint">A hash of the app and the message.</param>
/// <param name="CompletedBatches">How many batches from the first on are settled and reported.</param>
/// <param name="RecipientsFingerprint">A hash of all recipients of these batches.</param>
public sealed record BroadcastCheckpoint(
    string BroadcastId, int BatchSize, string MessageFingerprint, long CompletedBatches, string RecipientsFingerprint)
{
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
/// <param name="Number">Its place among the batches; the first is 0.</param>
/// <param name="Fingerprint">A hash of its recipients.</param>
/// <param name="StartedAt">When it was sent for the first time.</param>
public sealed record BroadcastCheckpointBatch(long Number, string Fingerprint, DateTimeOffset StartedAt);
