namespace Mxit.Internal;

/// <summary>
/// Limits the concurrent requests, and pauses them. Additive increase, multiplicative decrease (AIMD): one more after each round
/// that succeeds, half as many after an overload.
/// </summary>
internal sealed class BroadcastPace(int most, TimeProvider timeProvider)
{
    private const int AtFirst = 2;

    private readonly Backoff _backoff = new();
    private double _limit = Math.Min(most, AtFirst);
    private TimeSpan _pause;
    private long _pausedSince;

    public int Limit => (int)_limit;

    /// <summary>
    /// Grows with each reduction. Requests in flight at that moment do not reduce the limit once more when they fail too.
    /// </summary>
    public int Epoch { get; private set; }

    /// <summary>The rest of the pause, in which no request is sent.</summary>
    public TimeSpan Pause =>
        _pause - timeProvider.GetElapsedTime(_pausedSince) is { Ticks: > 0 } rest ? InMilliseconds(rest) : TimeSpan.Zero;

    public void Succeeded()
    {
        _limit = Math.Min(most, _limit + (1 / _limit));
        _backoff.Reset();
    }

    /// <summary>Reduces the limit: the server is overloaded or cannot be reached.</summary>
    /// <param name="epoch"><see cref="Epoch"/> when the request was sent.</param>
    /// <param name="retryAfter">The delay that the server asked for, if any.</param>
    public void SlowDown(int epoch, TimeSpan? retryAfter)
    {
        if (epoch == Epoch)
        {
            _limit = Math.Max(1, _limit / 2);
            Epoch++;
            Wait(retryAfter);
        }
        else if (retryAfter > Pause)
        {
            Wait(retryAfter);
        }
    }

    /// <summary>Pauses until the server is likely to be ready.</summary>
    /// <param name="retryAfter">The delay that the server asked for, if any.</param>
    public void Wait(TimeSpan? retryAfter)
    {
        var pause = _backoff.Next(retryAfter);
        if (pause > Pause)
        {
            (_pause, _pausedSince) = (pause, timeProvider.GetTimestamp());
        }
    }

    // Timers count whole milliseconds; a fraction of one would make the wait a busy loop.
    private static TimeSpan InMilliseconds(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
}
