namespace Mxit.Platform.Delivery;

/// <summary>
/// Whether the time of day can be trusted with what cannot be taken back. It is set from outside, and after a start without
/// network or when a machine wakes up it may be wrong for a moment; the timer that runs beside it never jumps.
/// </summary>
internal sealed class SteadyClock
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _clock;
    private DateTimeOffset _lastTime;
    private long _lastTimestamp;
    private long _jumpedAt;

    public SteadyClock(TimeProvider clock)
    {
        _clock = clock;
        _lastTime = clock.GetUtcNow();
        _jumpedAt = _lastTimestamp = clock.GetTimestamp();
    }

    /// <summary>Whether the time has gone without a jump for two minutes. To be asked more often than that.</summary>
    public bool IsSteady()
    {
        var timestamp = _clock.GetTimestamp();
        var time = _clock.GetUtcNow();
        var jump = time - _lastTime - _clock.GetElapsedTime(_lastTimestamp, timestamp);
        (_lastTime, _lastTimestamp) = (time, timestamp);
        if (jump.Duration() > Tolerance)
        {
            _jumpedAt = timestamp;
        }

        return _clock.GetElapsedTime(_jumpedAt, timestamp) >= Lasting;
    }
}
