using System.Net;

namespace Mxit.Internal;

/// <summary>
/// The attempts of one call: whether an error is followed by a retry, when, and what came of all of them. Only what is safe to send again
/// is sent again: what changes nothing, what is idempotent, work under a key, and what never left.
/// </summary>
internal sealed class Attempts(ApiRequest request, int maxRetries, TimeProvider timeProvider)
{
    private List<MxitAttempt>? _attempts;
    private Backoff? _backoff;
    private DateTimeOffset _startedAt;
    private long _began;
    private int _retries;

    /// <summary>A handler below retries. Both together would multiply, so this one does no more.</summary>
    public bool IsRetriedBelow { get; set; }

    public void Begin() => (_startedAt, _began) = (timeProvider.GetUtcNow(), timeProvider.GetTimestamp());

    /// <summary>The attempt that has begun has failed.</summary>
    public void Add(MxitException error)
    {
        var answer = error as MxitApiException;
        (_attempts ??= []).Add(new MxitAttempt(_startedAt, timeProvider.GetElapsedTime(_began), answer?.StatusCode, answer?.RequestId)
        {
            ConnectionError = (error.InnerException as HttpRequestException)?.HttpRequestError,
            MayHaveArrived = MayHaveArrived(error),
        });
    }

    /// <summary>The delay before the next attempt; <see langword="null"/> when there should be none.</summary>
    /// <param name="error">What came of the last attempt.</param>
    /// <param name="remaining">How much time the call still has.</param>
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
            // The caller hears at once what else would only be hidden behind a time-out.
            return null;
        }

        _retries++;
        return delay;
    }

    /// <summary>Adds the attempts to what the caller will see.</summary>
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
