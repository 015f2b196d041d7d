namespace Mxit.Internal;

/// <summary>The state of one call, which the steps of the pipeline share.</summary>
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

        // The time-out of an upload counts from the last byte that was sent, because the duration of a large upload is unknown.
        Meter = request.Upload is null ? null : new TransferMeter(request.Progress, settings.TimeProvider, Deadline);
    }

    public ApiRequest Request { get; }

    public CallTelemetry? Telemetry { get; }

    public Deadline Deadline { get; }

    public Attempts Attempts { get; }

    /// <summary>The limits that are left for a token request.</summary>
    public CallLimits Limits => new(_maxRetries, Deadline.Remaining);

    /// <summary>Counts the bytes of an upload.</summary>
    public TransferMeter? Meter { get; }

    /// <summary>
    /// The exception for the caller in place of one that was thrown by an attempt; <see langword="null"/> to keep the original.
    /// </summary>
    /// <param name="error">The exception that was thrown.</param>
    /// <param name="limit">The deadline of the attempt, if it has its own.</param>
    public Exception? TranslateOrNull(Exception error, Deadline? limit) =>
        limit is null || Deadline.Token.IsCancellationRequested ? Deadline.Translate(error) : limit.Translate(error);

    /// <exception cref="MxitException">The content of an upload was read and cannot be read again.</exception>
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
