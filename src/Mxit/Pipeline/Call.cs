namespace Mxit.Internal;

/// <summary>One call on its way through the pipeline: what its steps share.</summary>
internal sealed class Call : IDisposable
{
    private readonly int _maxRetries;

    public Call(ApiRequest request, MxitClientSettings settings, CallTelemetry? telemetry, CancellationToken caller)
    {
        Request = request;
        Telemetry = telemetry;
        Deadline = new Deadline(request.Address, TimeoutOf(request, settings), settings.TimeProvider, caller);
        _maxRetries = request.MaxRetries ?? settings.MaxRetries;
        Attempts = new Attempts(request, _maxRetries, settings.TimeProvider);

        // The time of an upload counts from the last byte that went: how long a large one takes is not known beforehand.
        Meter = request.Upload is null ? null : new TransferMeter(request.Progress, settings.TimeProvider, Deadline);
    }

    public ApiRequest Request { get; }

    public CallTelemetry? Telemetry { get; }

    public Deadline Deadline { get; }

    public Attempts Attempts { get; }

    /// <summary>What is left for a token request.</summary>
    public CallLimits Limits => new(_maxRetries, Deadline.Remaining);

    /// <summary>Counts the bytes of an upload.</summary>
    public TransferMeter? Meter { get; }

    /// <summary>
    /// What the caller should see in place of what was thrown while an attempt was sent; <see langword="null"/> when it should pass as
    /// it is.
    /// </summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="limit">The limit of the attempt, if it has one of its own.</param>
    public Exception? TranslateOrNull(Exception error, Deadline? limit) =>
        limit is null || Deadline.Token.IsCancellationRequested ? Deadline.Translate(error) : limit.Translate(error);

    /// <exception cref="MxitException">There is an upload, and its content was read and cannot be read again.</exception>
    public void ThrowIfSpent(Exception cause, string message)
    {
        if (Request.Upload is { CanSend: false })
        {
            throw Attempts.AttachTo(new MxitException(message, MxitErrorReason.StreamConsumed, cause));
        }
    }

    public void Dispose() => Deadline.Dispose();

    private static TimeSpan TimeoutOf(ApiRequest request, MxitClientSettings settings) =>
        request.Budget is null ? request.Timeout ?? settings.Timeout : Timeout.InfiniteTimeSpan;
}
