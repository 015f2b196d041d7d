namespace Mxit.Internal.Broadcasting;

/// <summary>
/// How many requests at once, and from when on: one more for each round that succeeds, half as many when the server wants fewer (AIMD).
/// </summary>
internal sealed class BroadcastPace(int most, TimeProvider timeProvider)
{
    private const int AtFirst = 2;

    private readonly BackOff _backOff = new();
    private double _limit = Math.Min(most, AtFirst);
    private DateTimeOffset _pausedUntil;

    public int Limit => (int)_limit;

    /// <summary>Grows with each reduction. Requests that were under way then tell nothing new by failing too.</summary>
    public int Epoch { get; private set; }

    public TimeSpan Pause => _pausedUntil - timeProvider.GetUtcNow() is { } rest && rest > TimeSpan.Zero ? InMilliseconds(rest) : TimeSpan.Zero;

    public void Succeeded()
    {
        _limit = Math.Min(most, _limit + (1 / _limit));
        _backOff.Reset();
    }

    /// <summary>The server wants fewer requests, or cannot be reached.</summary>
    /// <param name="epoch"><see cref="Epoch"/> when the request was sent.</param>
    /// <param name="asked">What the server asked for.</param>
    public void SlowDown(int epoch, TimeSpan? asked)
    {
        var isNews = epoch == Epoch;
        if (isNews)
        {
            _limit = Math.Max(1, _limit / 2);
            Epoch++;
        }

        Wait(asked ?? (isNews ? _backOff.Next() : TimeSpan.Zero));
    }

    /// <summary>Begins nothing for so long.</summary>
    public void Wait(TimeSpan pause)
    {
        var until = timeProvider.GetUtcNow() + (pause < BackOff.LongestAsked ? pause : BackOff.LongestAsked);
        _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
    }

    // Timers know whole milliseconds; a rest of one would be waited for in a circle.
    private static TimeSpan InMilliseconds(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
}
