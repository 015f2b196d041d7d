namespace Mxit.Internal;

/// <summary>The limits of one call, including its token request.</summary>
/// <param name="MaxRetries">The maximum number of retries.</param>
/// <param name="Time">The time that is left; <see cref="TimeSpan.MaxValue"/> for no limit.</param>
internal readonly record struct CallLimits(int MaxRetries, TimeSpan Time);

/// <summary>The limits of a shared token request: the largest of the calls that wait for it.</summary>
internal sealed class RetryBudget(CallLimits limits, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly long _began = timeProvider.GetTimestamp();
    private CallLimits _limits = limits;

    /// <summary>The limits that are left.</summary>
    public CallLimits Limits
    {
        get
        {
            lock (_gate)
            {
                return _limits.Time == TimeSpan.MaxValue
                    ? _limits
                    : _limits with { Time = _limits.Time - timeProvider.GetElapsedTime(_began) };
            }
        }
    }

    /// <summary>Adds the limits of another call that waits for the request.</summary>
    public void Include(CallLimits limits)
    {
        lock (_gate)
        {
            var time = limits.Time == TimeSpan.MaxValue ? limits.Time : limits.Time + timeProvider.GetElapsedTime(_began);
            _limits = new CallLimits(
                Math.Max(_limits.MaxRetries, limits.MaxRetries), time > _limits.Time ? time : _limits.Time);
        }
    }
}
