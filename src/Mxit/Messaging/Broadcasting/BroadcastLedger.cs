namespace Mxit.Internal;

/// <summary>Tracks which batches are done and which are in flight. A checkpoint is a copy of it.</summary>
internal sealed class BroadcastLedger
{
    private readonly SortedDictionary<long, BroadcastCheckpointBatch> _beyond = [];
    private readonly SortedDictionary<long, BroadcastCheckpointBatch> _inFlight = [];
    private readonly BroadcastCheckpoint _resumed;
    private long _completed;
    private string _fingerprint;
    private long _sent;
    private long _unknown;
    private long _failed;
    private bool _isComplete;
    private string _read = BroadcastFingerprint.OfNothing;

    /// <param name="checkpoint">The checkpoint to resume from; that of a new broadcast has no batches.</param>
    public BroadcastLedger(BroadcastCheckpoint checkpoint)
    {
        _resumed = checkpoint;
        (_completed, _fingerprint) = (checkpoint.CompletedBatches, checkpoint.RecipientsFingerprint);
        (_sent, _unknown, _failed) = (checkpoint.Sent, checkpoint.Unknown, checkpoint.Failed);
        foreach (var batch in checkpoint.CompletedBeyond)
        {
            _beyond.Add(batch.Number, batch);
        }

        foreach (var batch in checkpoint.InFlight)
        {
            _inFlight.Add(batch.Number, batch);
        }
    }

    /// <summary>It differs from the last saved checkpoint.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>How many batches were read beyond the first one that is not done.</summary>
    public long Ahead => Read - _completed;

    /// <summary>How many batches were read.</summary>
    public long Read { get; private set; }

    public (long Sent, long Unknown, long Failed) Counts => (_sent, _unknown, _failed);

    /// <summary>Adds the next batch of the source.</summary>
    /// <returns><see langword="false"/> when it was already done before the resume.</returns>
    /// <exception cref="MxitException">The batch differs from the one in the checkpoint.</exception>
    public bool Take(BroadcastBatch batch, DateTimeOffset now)
    {
        Read++;
        if (batch.Number < _resumed.CompletedBatches)
        {
            _read = BroadcastFingerprint.Append(_read, batch.Fingerprint);
            return Read == _resumed.CompletedBatches && _read != _resumed.RecipientsFingerprint ? throw OtherRecipients() : false;
        }

        if (_beyond.TryGetValue(batch.Number, out var done))
        {
            return done.Fingerprint == batch.Fingerprint ? false : throw OtherRecipients();
        }

        if (_inFlight.TryGetValue(batch.Number, out var begun))
        {
            batch.StartedAt = begun.StartedAt;
            batch.MayHaveArrived = true;
            return begun.Fingerprint == batch.Fingerprint ? true : throw OtherRecipients();
        }

        batch.StartedAt = now;
        _inFlight.Add(batch.Number, Record(batch, now));
        IsChanged = true;
        return true;
    }

    /// <summary>The source has no more batches.</summary>
    /// <exception cref="MxitException">It had more when the checkpoint was made.</exception>
    public void End()
    {
        var known = Math.Max(
            _resumed.CompletedBatches, Math.Max(_beyond.Keys.LastOrDefault(-1), _inFlight.Keys.LastOrDefault(-1)) + 1);
        if (Read < known)
        {
            throw OtherRecipients();
        }
    }

    /// <summary>The caller has read the results of the batch.</summary>
    public void Complete(BroadcastBatch batch, long sent, long unknown, long failed)
    {
        _inFlight.Remove(batch.Number);
        _beyond.Add(batch.Number, Record(batch, batch.StartedAt));
        while (_beyond.Remove(_completed, out var next))
        {
            (_completed, _fingerprint) = (_completed + 1, BroadcastFingerprint.Append(_fingerprint, next.Fingerprint));
        }

        (_sent, _unknown, _failed) = (_sent + sent, _unknown + unknown, _failed + failed);
        IsChanged = true;
    }

    /// <summary>The batch was certainly not carried out: a resume may send it at any time.</summary>
    public void Withdraw(BroadcastBatch batch) => IsChanged |= _inFlight.Remove(batch.Number);

    public void MarkComplete() => (_isComplete, IsChanged) = (true, true);

    /// <summary>A copy to save.</summary>
    public BroadcastCheckpoint Write(DateTimeOffset now)
    {
        IsChanged = false;
        return new()
        {
            BroadcastId = _resumed.BroadcastId,
            BatchSize = _resumed.BatchSize,
            MessageFingerprint = _resumed.MessageFingerprint,
            CompletedBatches = _completed,
            RecipientsFingerprint = _fingerprint,
            CompletedBeyond = [.. _beyond.Values],
            InFlight = [.. _inFlight.Values],
            IsComplete = _isComplete,
            Sent = _sent,
            Unknown = _unknown,
            Failed = _failed,
            SavedAt = now,
        };
    }

    private static BroadcastCheckpointBatch Record(BroadcastBatch batch, DateTimeOffset startedAt) =>
        new() { Number = batch.Number, Fingerprint = batch.Fingerprint, StartedAt = startedAt };

    private static MxitException OtherRecipients() => new(
        "The recipients are not those that the checkpoint was made with, or not in the same order. Nothing was sent to those " +
        "that differ.",
        MxitErrorReason.BroadcastMismatch);
}
