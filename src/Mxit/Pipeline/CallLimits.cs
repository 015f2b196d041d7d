namespace Mxit.Internal;

/// <summary>What one call allows, the token request that it needs included.</summary>
/// <param name="MaxRetries">How often it is retried.</param>
/// <param name="Time">How long it may take from now on; <see cref="TimeSpan.MaxValue"/> for any time.</param>
internal readonly record struct CallLimits(int MaxRetries, TimeSpan Time);

/// <summary>How often, and until when, a token request that several calls share is retried: as the most patient of them allows.</summary>
internal sealed class RetryBudget(CallLimits limits, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private readonly long _began = timeProvider.GetTimestamp();
    private CallLimits _limits = limits;

    /// <summary>What is left of it.</summary>
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

    /// <summary>Another call waits for the same request.</summary>
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
