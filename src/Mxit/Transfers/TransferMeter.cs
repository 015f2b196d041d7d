namespace Mxit.Internal;

/// <summary>
/// Says how far one transfer is to whoever wants to hear of it, and to the time-out of an upload, which counts from the last byte that
/// went. What is sent again, perhaps beside the first time, is not told before it has come further: progress never runs backwards.
/// </summary>
internal sealed class TransferMeter(IProgress<TransferProgress>? listener, TimeProvider timeProvider, Deadline? deadline = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Held while the listener is called: what is still on its way when a transfer ends must not be told after its end.
    private readonly Lock _gate = new();
    private IProgress<TransferProgress>? _listener = listener;
    private long _bytes;
    private long _reached;
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
            (_reached, _total, _began) = (0, total, timeProvider.GetTimestamp());
            Tell(_began);
        }
    }

    /// <summary>So many bytes of the content have gone.</summary>
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
            _listener.Report(new TransferProgress(_bytes, _total, seconds > 0 ? _reached / seconds : 0));
        }
        catch (Exception)
        {
            // A progress bar that fails is no reason to lose a transfer.
            _listener = null;
        }
    }
}
