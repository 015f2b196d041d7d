namespace Mxit.Internal;

/// <summary>
/// Ends an operation when the caller cancels or the time is up, and tells the two apart afterwards.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _expiry;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken caller)
    {
        _caller = caller;
        _expiry = new CancellationTokenSource(timeout, timeProvider);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _expiry.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>
    /// The exception that a caller should see in place of a failure of the transport; <see langword="null"/> for one that
    /// should pass as it is.
    /// </summary>
    public Exception? Translate(Exception failure) => failure switch
    {
        OperationCanceledException when _caller.IsCancellationRequested =>
            new OperationCanceledException("The call was cancelled.", failure, _caller),

        // Also reached when the time-out of the caller's own HttpClient fires.
        OperationCanceledException => new MxitTimeoutException("No complete answer came in time.", failure),
        HttpRequestException or IOException => new MxitConnectionException("The connection to the server failed.", failure),
        _ => null,
    };

    public void Dispose()
    {
        _either.Dispose();
        _expiry.Dispose();
    }
}
