namespace Mxit.Internal;

/// <summary>
/// Ends an operation when the caller cancels or the time is up, and tells the two apart afterwards.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _end;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _callerGivesUp;
    private long _began;
    private bool _disposed;

    public Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken caller)
    {
        _timeout = timeout;
        _timeProvider = timeProvider;
        _caller = caller;
        _began = timeProvider.GetTimestamp();
        _end = new CancellationTokenSource(timeout, timeProvider);
        _callerGivesUp = caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    public CancellationToken Token => _end.Token;

    /// <summary>How much time there still is.</summary>
    public TimeSpan Remaining =>
        _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _timeout - _timeProvider.GetElapsedTime(_began);

    /// <summary>Gives the whole time anew, from now on. Of no effect once the operation is over.</summary>
    public void Extend()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _began = _timeProvider.GetTimestamp();
                _end.CancelAfter(_timeout);
            }
        }
    }

    /// <summary>
    /// The exception that a caller should see in place of a failure of the transport; <see langword="null"/> for one that
    /// should pass as it is.
    /// </summary>
    public Exception? Translate(Exception failure) => failure switch
    {
        // A connection that is cut off from this side can also look like one that broke.
        OperationCanceledException or HttpRequestException or IOException when _caller.IsCancellationRequested =>
            new OperationCanceledException("The call was cancelled.", failure, _caller),

        // Also reached when the time-out of the caller's own HttpClient fires.
        OperationCanceledException => new MxitTimeoutException("No complete answer came in time.", failure),
        HttpRequestException or IOException when _end.IsCancellationRequested =>
            new MxitTimeoutException("No complete answer came in time.", failure),
        HttpRequestException or IOException => new MxitConnectionException("The connection to the server failed.", failure),
        _ => null,
    };

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        // Waits for a caller that gives up at this moment.
        _callerGivesUp.Dispose();
        _end.Dispose();
    }
}
