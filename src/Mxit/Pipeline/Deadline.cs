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

    /// <param name="address">Who is waited for: named in errors.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="caller">Cancelled when the caller gives up.</param>
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

    /// <summary>Who is waited for at present.</summary>
    public Uri Address { get; set; }

    /// <summary>How much time there still is.</summary>
    public TimeSpan Remaining =>
        _timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _timeout - _timeProvider.GetElapsedTime(_began);

    /// <summary>Gives the whole time anew, from now on. Of no effect once the operation is over.</summary>
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
    /// The exception that a caller should see in place of what the HTTP client, a handler of the host or a stream of theirs threw;
    /// <see langword="null"/> for one that should pass as it is.
    /// </summary>
    public Exception? Translate(Exception error)
    {
        if (error is MxitException || IsDisposedClient(error) || CallerErrors.Contains(error) || UploadSourceException.SourceOf(error) is not null)
        {
            return null;
        }

        // A connection that is cut off from this side can also look like one that broke.
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

        // Waits for a caller that gives up at this moment.
        _callerGivesUp.Dispose();
        _end.Dispose();
    }

    // By the name as well: the time-outs of Polly, and of others, derive from no common type. Also reached when the time-out of the
    // caller's own HttpClient fires.
    private static bool IsTimeout(Exception error) =>
        error is OperationCanceledException or TimeoutException || error.GetType().Name.Contains("Timeout", StringComparison.Ordinal);

    // A mistake of who uses the client, and no failure of the connection.
    private static bool IsDisposedClient(Exception error) => error is ObjectDisposedException
    {
        ObjectName: "System.Net.Http.HttpClient" or "System.Net.Http.HttpMessageInvoker" or "System.Net.Http.SocketsHttpHandler",
    };
}
