using System.Net;

namespace Mxit.Internal;

/// <summary>
/// Decides for one call whether a failed attempt is made again, and when; remembers all of them. Only what is safe to repeat is
/// repeated: what changes nothing, what does the same again, and work with a key.
/// </summary>
internal sealed class RetryPlan(ApiRequest request, int maxRetries, TimeProvider timeProvider)
{
    private List<MxitAttempt>? _attempts;
    private Backoff? _backoff;
    private DateTimeOffset _startedAt;
    private long _began;
    private int _retries;

    public void Begin() => (_startedAt, _began) = (timeProvider.GetUtcNow(), timeProvider.GetTimestamp());

    /// <summary>The attempt that has begun has failed.</summary>
    public void Add(Exception failure)
    {
        var answer = failure as MxitApiException;
        (_attempts ??= []).Add(new MxitAttempt(_startedAt, timeProvider.GetElapsedTime(_began), answer?.StatusCode, answer?.RequestId)
        {
            ConnectionError = (failure as HttpRequestException)?.HttpRequestError,
            MayHaveArrived = MayHaveArrived(failure),
        });
    }

    /// <summary>How long to wait before the next attempt; <see langword="null"/> when there should be none.</summary>
    public TimeSpan? PauseAfter(Exception failure, TimeSpan remaining)
    {
        if (_retries == maxRetries || !IsTransient(failure) || !(request.IsRepeatable || NeverLeft(failure)))
        {
            return null;
        }

        var retryAfter = (failure as MxitApiException)?.RetryAfter;
        var pause = (_backoff ??= new Backoff()).Next(retryAfter);
        if (pause >= remaining || retryAfter > Backoff.LongestRetryAfter)
        {
            // The caller hears at once what else would only be hidden behind a time-out.
            return null;
        }

        _retries++;
        return pause;
    }

    /// <summary>Adds the attempts to what the caller will see.</summary>
    public TException Tell<TException>(TException failure)
        where TException : Exception
    {
        (failure as MxitException)?.Tell([.. _attempts ?? []], request.IdempotencyKey);
        return failure;
    }

    // Never a 400, which is a partial success of a message to several people, nor anything else that says what is wrong.
    private bool IsTransient(Exception failure) => failure is MxitApiException { StatusCode: HttpStatusCode.Conflict, RetryAfter: not null }
        ? request.IdempotencyKey is not null // the attempt before is still at work under this key
        : TransientErrors.IsTransient(failure);

    private static bool NeverLeft(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };

    private static bool MayHaveArrived(Exception failure) => failure switch
    {
        MxitApiException answer =>
            answer.StatusCode >= HttpStatusCode.InternalServerError && answer.StatusCode != HttpStatusCode.ServiceUnavailable,
        _ => !NeverLeft(failure),
    };
}
