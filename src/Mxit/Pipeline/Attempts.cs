using System.Net;

namespace Mxit.Internal;

/// <summary>
/// The attempts of one call, and the decision to retry. Retried are safe and idempotent calls, calls with an idempotency key, and
/// requests that were never sent.
/// </summary>
internal sealed class Attempts(ApiRequest request, int maxRetries, TimeProvider timeProvider)
{
    private List<MxitAttempt>? _attempts;
    private Backoff? _backoff;
    private DateTimeOffset _startedAt;
    private long _began;
    private int _retries;

    /// <summary>A handler of the host retries. The client then does not, because retries would multiply.</summary>
    public bool IsRetriedBelow { get; set; }

    public void Begin() => (_startedAt, _began) = (timeProvider.GetUtcNow(), timeProvider.GetTimestamp());

    /// <summary>The current attempt has failed.</summary>
    public void Add(MxitException error)
    {
        var answer = error as MxitApiException;
        (_attempts ??= [])
            .Add(new MxitAttempt(_startedAt, timeProvider.GetElapsedTime(_began), answer?.StatusCode, answer?.RequestId)
            {
                ConnectionError = (error.InnerException as HttpRequestException)?.HttpRequestError,
                MayHaveArrived = MayHaveArrived(error),
            });
    }

    /// <summary>The delay before the next attempt; <see langword="null"/> for no next attempt.</summary>
    /// <param name="error">The error of the last attempt.</param>
    /// <param name="remaining">The time that is left for the call.</param>
    public TimeSpan? DelayBeforeRetry(MxitException error, TimeSpan remaining)
    {
        var shared = request.Budget?.Limits;
        if (_retries >= (shared?.MaxRetries ?? maxRetries)
            || IsRetriedBelow
            || !TransientErrors.IsTransient(error, hasKey: request.IdempotencyKey is not null)
            || !(request.IsRepeatable || NeverLeft(error)))
        {
            return null;
        }

        var retryAfter = (error as MxitApiException)?.RetryAfter;
        var delay = (_backoff ??= new Backoff()).Next(retryAfter);
        if (delay >= remaining || delay >= shared?.Time || retryAfter > Backoff.LongestRetryAfter)
        {
            // Fails at once with the real error instead of a time-out later.
            return null;
        }

        _retries++;
        return delay;
    }

    /// <summary>Adds the attempts to the exception for the caller.</summary>
    public TException AttachTo<TException>(TException error)
        where TException : Exception
    {
        (error as MxitException)?.Attach([.. _attempts ?? []], request.IdempotencyKey);
        return error;
    }

    private static bool NeverLeft(MxitException error) => error.InnerException is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };

    private static bool MayHaveArrived(MxitException error) => error switch
    {
        MxitApiException answer =>
            answer.StatusCode >= HttpStatusCode.InternalServerError && answer.StatusCode != HttpStatusCode.ServiceUnavailable,
        _ => !NeverLeft(error),
    };
}
