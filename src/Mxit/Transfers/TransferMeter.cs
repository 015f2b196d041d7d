namespace Mxit.Internal;

/// <summary>
/// Counts the bytes of one transfer, for whoever wants to hear of them, and for the time-out of an upload, which counts from the last
/// byte that went.
/// </summary>
internal sealed class TransferMeter(IProgress<TransferProgress>? listener, TimeProvider timeProvider, Deadline? deadline = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Held while the listener is called: what is still on its way when a transfer ends must not be told after its end.
    private readonly Lock _gate = new();
    private IProgress<TransferProgress>? _listener = listener;
    private long _bytes;
    private long? _total;
    private long _began;
    private long _lastTold;
    private long _bytesTold = -1;

    /// <summary>The transfer begins, or begins anew.</summary>
    public void Start(long? total)
    {
        deadline?.Extend();
        lock (_gate)
        {
            (_bytes, _total, _began) = (0, total, timeProvider.GetTimestamp());
            Tell(_began);
        }
    }

    public void Add(int count)
    {
        deadline?.Extend();
        lock (_gate)
        {
            _bytes += count;
            if (_listener is not null
                && timeProvider.GetTimestamp() is var now
                && timeProvider.GetElapsedTime(_lastTold, now) >= Interval)
            {
                Tell(now);
            }
        }
    }

    /// <summary>The transfer is complete: nothing is told afterwards.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            if (_bytesTold != _bytes || _total is null)
            {
                _total ??= _bytes;
                Tell(timeProvider.GetTimestamp());
            }

            _listener = null;
        }
    }

    private void Tell(long now)
    {
        if (_listener is null)
        {
            return;
        }

        (_lastTold, _bytesTold) = (now, _bytes);
        var seconds = timeProvider.GetElapsedTime(_began, now).TotalSeconds;
        try
        {
            _listener.Report(new TransferProgress(_bytes, _total, seconds > 0 ? _bytes / seconds : 0));
        }
        catch (Exception)
        {
            // A progress bar that fails is no reason to lose a transfer.
            _listener = null;
        }
    }
}
