namespace Mxit.Internal.Broadcasting;

/// <summary>What is done and what is under way, batch by batch; a checkpoint is a copy of it.</summary>
internal sealed class BroadcastLedger
{
    private readonly SortedDictionary<long, BroadcastCheckpointBatch> _beyond = [];
    private readonly SortedDictionary<long, BroadcastCheckpointBatch> _inFlight = [];
    private readonly BroadcastCheckpoint _resumed;
    private BroadcastCheckpoint _state;
    private string _read = BroadcastFingerprint.OfNothing;

    /// <param name="checkpoint">What there is already; that of a new broadcast has no batches.</param>
    public BroadcastLedger(BroadcastCheckpoint checkpoint)
    {
        _resumed = _state = checkpoint;
        foreach (var batch in checkpoint.CompletedBeyond)
        {
            _beyond.Add(batch.Number, batch);
        }

        foreach (var batch in checkpoint.InFlight)
        {
            _inFlight.Add(batch.Number, batch);
        }
    }

    /// <summary>It differs from what was saved last.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>How far reading is ahead of the first batch that is not done.</summary>
    public long Ahead => Read - _state.CompletedBatches;

    /// <summary>How many batches were read.</summary>
    public long Read { get; private set; }

    public (long Sent, long Unknown, long Failed) Counts => (_state.Sent, _state.Unknown, _state.Failed);

    /// <summary>Takes in the next batch of the source.</summary>
    /// <returns><see langword="false"/> when it was done before a resume.</returns>
    /// <exception cref="MxitException">It is not what it was.</exception>
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
        _inFlight.Add(batch.Number, new BroadcastCheckpointBatch(batch.Number, batch.Fingerprint, now));
        IsChanged = true;
        return true;
    }

    /// <summary>The source has no more batches.</summary>
    /// <exception cref="MxitException">It had more before.</exception>
    public void End()
    {
        var known = Math.Max(
            _resumed.CompletedBatches, Math.Max(_beyond.Keys.LastOrDefault(-1), _inFlight.Keys.LastOrDefault(-1)) + 1);
        if (Read < known)
        {
            throw OtherRecipients();
        }
    }

    /// <summary>Its results were handed out.</summary>
    public void Complete(BroadcastBatch batch, long sent, long unknown, long failed)
    {
        _inFlight.Remove(batch.Number);
        _beyond.Add(batch.Number, new BroadcastCheckpointBatch(batch.Number, batch.Fingerprint, batch.StartedAt));
        var (completed, fingerprint) = (_state.CompletedBatches, _state.RecipientsFingerprint);
        while (_beyond.Remove(completed, out var next))
        {
            (completed, fingerprint) = (completed + 1, BroadcastFingerprint.Append(fingerprint, next.Fingerprint));
        }

        _state = _state with
        {
            CompletedBatches = completed,
            RecipientsFingerprint = fingerprint,
            Sent = _state.Sent + sent,
            Unknown = _state.Unknown + unknown,
            Failed = _state.Failed + failed,
        };
        IsChanged = true;
    }

    /// <summary>It was certainly not carried out: a resume may begin it anew at any time.</summary>
    public void Withdraw(BroadcastBatch batch) => IsChanged |= _inFlight.Remove(batch.Number);

    public void MarkComplete() => (_state, IsChanged) = (_state with { IsComplete = true }, true);

    /// <summary>A copy to save.</summary>
    public BroadcastCheckpoint Write(DateTimeOffset now)
    {
        IsChanged = false;
        return _state with { CompletedBeyond = [.. _beyond.Values], InFlight = [.. _inFlight.Values], SavedAt = now };
    }

    private static MxitException OtherRecipients() => new(
        "The recipients are not those that the checkpoint was made with, or not in the same order. Nothing was sent to those that differ.",
        MxitErrorReason.BroadcastMismatch);
}
