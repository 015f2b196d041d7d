namespace Mxit.Internal;

/// <summary>
/// Counts the bytes of a transfer. It reports them as progress, and restarts the time-out of an upload with each chunk. Progress
/// never runs backwards: a retried upload reports nothing until it is further than before. Thread-safe.
/// </summary>
internal sealed class TransferMeter(IProgress<TransferProgress>? listener, TimeProvider timeProvider, Deadline? deadline = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Held while the listener is called, so that nothing is reported after the end of the transfer.
    private readonly Lock _gate = new();
    private IProgress<TransferProgress>? _listener = listener;
    private long _bytes;
    private long _reached;
    private long? _total;
    private long _began;
    private long _lastTold;
    private long _bytesTold = -1;

    /// <summary>Reports the start of an attempt.</summary>
    public void Start(long? total)
    {
        deadline?.Extend();
        lock (_gate)
        {
            (_reached, _total, _began) = (0, total, timeProvider.GetTimestamp());
            Tell(_began);
        }
    }

    /// <summary>Adds transferred bytes.</summary>
    public void Reached(long bytes)
    {
        deadline?.Extend();
        lock (_gate)
        {
            _reached = bytes;
            _bytes = Math.Max(_bytes, bytes);
            if (_listener is not null
                && timeProvider.GetTimestamp() is var now
                && timeProvider.GetElapsedTime(_lastTold, now) >= Interval)
            {
                Tell(now);
            }
        }
    }

    /// <summary>Reports the end. Nothing is reported afterwards.</summary>
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
            _listener.Report(new TransferProgress(_bytes, _total, seconds > 0 ? _reached / seconds : 0));
        }
        catch (Exception)
        {
            // An exception of the listener must not end the transfer.
            _listener = null;
        }
    }
}
