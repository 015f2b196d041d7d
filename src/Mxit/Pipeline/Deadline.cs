namespace Mxit.Internal;

/// <summary>Ends an operation when the caller cancels or the time-out has passed, and distinguishes the two.</summary>
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

    /// <param name="address">The address of the server, for error messages.</param>
    /// <param name="timeout">The time-out.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="caller">The caller's cancellation token.</param>
    public Deadline(Uri address, TimeSpan timeout, TimeProvider timeProvider, CancellationToken caller)
    {
        Address = address;
        _timeout = timeout;
        _timeProvider = timeProvider;
        _caller = caller;
        _began = timeProvider.GetTimestamp();
        _end = timeout == Timeout.InfiniteTimeSpan
            ? new CancellationTokenSource()
            : new CancellationTokenSource(timeout, timeProvider);
        _callerGivesUp = caller.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
    }

    public CancellationToken Token => _end.Token;

    /// <summary>The address of the current request.</summary>
    public Uri Address { get; set; }

    /// <summary>The time that is left.</summary>
    public TimeSpan Remaining =>
        _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _timeout - _timeProvider.GetElapsedTime(_began);

    /// <summary>Restarts the time-out. Has no effect after the end of the operation.</summary>
    public void Extend()
    {
        lock (_gate)
        {
            if (!_disposed && _timeout != Timeout.InfiniteTimeSpan)
            {
                _began = _timeProvider.GetTimestamp();
                _end.CancelAfter(_timeout);
            }
        }
    }

    /// <summary>
    /// The exception for the caller in place of one from the HTTP client, a handler of the host or their streams;
    /// <see langword="null"/> to keep the original.
    /// </summary>
    public Exception? Translate(Exception error)
    {
        if (error is MxitException || IsDisposedClient(error) || CallerErrors.Contains(error)
            || UploadSourceException.SourceOf(error) is not null)
        {
            return null;
        }

        // A connection that is aborted by this side can also look like a broken one.
        if (_caller.IsCancellationRequested)
        {
            return error is OperationCanceledException { CancellationToken: var token } && token == _caller
                ? error
                : new OperationCanceledException("The call was cancelled.", error, _caller);
        }

        return _end.IsCancellationRequested || IsTimeout(error) ? ConnectionErrors.Timeout(Address, error)
            : error is HttpRequestException or IOException ? ConnectionErrors.Broken(Address, error)
            : ConnectionErrors.InHandler(Address, error);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        // Waits for a cancellation that runs at this moment.
        _callerGivesUp.Dispose();
        _end.Dispose();
    }

    // Checks the type name too: the time-out exceptions of Polly and others have no common base type. The time-out of the
    // caller's own HttpClient arrives here too.
    private static bool IsTimeout(Exception error) =>
        error is OperationCanceledException or TimeoutException
        || error.GetType().Name.Contains("Timeout", StringComparison.Ordinal);

    // A programming error of the caller, not a connection error.
    private static bool IsDisposedClient(Exception error) => error is ObjectDisposedException
    {
        ObjectName: "System.Net.Http.HttpClient" or "System.Net.Http.HttpMessageInvoker" or "System.Net.Http.SocketsHttpHandler",
    };
}
