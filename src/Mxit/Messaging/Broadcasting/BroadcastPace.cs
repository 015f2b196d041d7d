namespace Mxit.Internal;

/// <summary>
/// How many requests at once, and from when on: one more for each round that succeeds, half as many when the server wants fewer (AIMD).
/// </summary>
internal sealed class BroadcastPace(int most, TimeProvider timeProvider)
{
    private const int AtFirst = 2;

    private readonly Backoff _backoff = new();
    private double _limit = Math.Min(most, AtFirst);
    private TimeSpan _pause;
    private long _pausedSince;

    public int Limit => (int)_limit;

    /// <summary>Grows with each reduction. Requests that were under way then tell nothing new by failing too.</summary>
    public int Epoch { get; private set; }

    /// <summary>How long nothing is begun, from now on.</summary>
    public TimeSpan Pause => _pause - timeProvider.GetElapsedTime(_pausedSince) is { Ticks: > 0 } rest ? InMilliseconds(rest) : TimeSpan.Zero;

    public void Succeeded()
    {
        _limit = Math.Min(most, _limit + (1 / _limit));
        _backoff.Reset();
    }

    /// <summary>The server wants fewer requests, or cannot be reached.</summary>
    /// <param name="epoch"><see cref="Epoch"/> when the request was sent.</param>
    /// <param name="retryAfter">What the server asked for, if it did.</param>
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

    /// <summary>Begins nothing until the server is likely to be ready.</summary>
    /// <param name="retryAfter">What the server asked for, if it did.</param>
    public void Wait(TimeSpan? retryAfter)
    {
        var pause = _backoff.Next(retryAfter);
        if (pause > Pause)
        {
            (_pause, _pausedSince) = (pause, timeProvider.GetTimestamp());
        }
    }

    // Timers know whole milliseconds; a rest of one would be waited for in a circle.
    private static TimeSpan InMilliseconds(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
}
