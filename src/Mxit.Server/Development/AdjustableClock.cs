namespace Mxit.Server.Development;

/// <summary>
/// The clock of a server in development mode. It runs like a real clock, and <see cref="AdvanceAsync"/> moves it forward. With a
/// start of its own the time of day stands still between moves; delays and timers run. Thread-safe.
/// </summary>
internal sealed class AdjustableClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<JumpingTimer> _timers = [];
    private readonly DateTimeOffset? _start;
    private TimeSpan _offset;

    /// <summary>Makes a clock.</summary>
    /// <param name="start">Where the time of day stands still; <see langword="null"/> for the real time.</param>
    public AdjustableClock(DateTimeOffset? start = null) => _start = start;

    /// <summary>Runs after a move, before <see cref="AdvanceAsync"/> returns.</summary>
    public Func<Task> AdvancedAsync { get; set; } = () => Task.CompletedTask;

    /// <summary>
    /// Moves the clock forward. Timers that are due have fired, and background work of the server that is due has run, when it
    /// returns. A periodic timer fires once, however often it was due.
    /// </summary>
    /// <param name="by">How far; zero or more.</param>
    public async Task AdvanceAsync(TimeSpan by)
    {
        JumpingTimer[] timers;
        lock (_gate)
        {
            _offset += by;
            timers = [.. _timers];
        }

        foreach (var timer in timers.OrderBy(timer => timer.Due))
        {
            timer.Jump();
        }

        await AdvancedAsync();
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => (_start ?? System.GetUtcNow()) + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp() + (long)(Offset.TotalSeconds * TimestampFrequency);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new JumpingTimer(this, callback, state, dueTime, period);

    /// <summary>Moves the clock back to its start.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _offset = TimeSpan.Zero;
        }
    }

    private TimeSpan Offset
    {
        get
        {
            lock (_gate)
            {
                return _offset;
            }
        }
    }

    private sealed class JumpingTimer : ITimer
    {
        private readonly AdjustableClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private TimeSpan _period;

        public JumpingTimer(AdjustableClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _timer = System.CreateTimer(
                static self => ((JumpingTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            lock (clock._gate)
            {
                _ = clock._timers.Add(this);
            }

            _ = Change(dueTime, period);
        }

        /// <summary>When it fires next, as a timestamp; <see cref="long.MaxValue"/> when it does not.</summary>
        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            SetDue(dueTime);
            return _timer.Change(dueTime, period);
        }

        /// <summary>The clock was moved: the timer fires now, or earlier than it would have.</summary>
        public void Jump()
        {
            if (Due == long.MaxValue)
            {
                return;
            }

            var rest = _clock.GetElapsedTime(_clock.GetTimestamp(), Due);
            _ = _timer.Change(rest > TimeSpan.Zero ? rest : _period, _period);
            if (rest <= TimeSpan.Zero)
            {
                Fire();
            }
        }

        public void Dispose()
        {
            Remove();
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Remove();
            return _timer.DisposeAsync();
        }

        private void Fire()
        {
            // Before the callback, which may change the timer.
            SetDue(_period);
            _callback(_state);
        }

        private void SetDue(TimeSpan dueTime) =>
            Due = dueTime == Timeout.InfiniteTimeSpan
                ? long.MaxValue
                : _clock.GetTimestamp() + (long)(dueTime.TotalSeconds * _clock.TimestampFrequency);

        private void Remove()
        {
            lock (_clock._gate)
            {
                _ = _clock._timers.Remove(this);
            }
        }
    }
}
