namespace Mxit.Testing;

/// <summary>
/// The clock of a test server and of its clients. It runs like a real clock, and <see cref="Advance"/> moves it forward: tokens,
/// limits, retries, messages that expire and background work follow together. With <see cref="MxitTestServerOptions.Seed"/> the
/// time of day stands still between moves; delays and timers run. Thread-safe.
/// </summary>
public sealed class TestClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<JumpingTimer> _timers = [];
    private readonly DateTimeOffset? _start;
    private TimeSpan _offset;

    /// <summary>Makes a clock.</summary>
    /// <param name="start">Where the time of day stands still; <see langword="null"/> for the real time.</param>
    internal TestClock(DateTimeOffset? start) => _start = start;

    /// <summary>Runs after a move, before <see cref="Advance"/> returns.</summary>
    internal Func<Task> AdvancedAsync { get; set; } = () => Task.CompletedTask;

    /// <summary>
    /// Moves the clock forward. Timers that are due have fired, and background work of the server that is due has run, when it
    /// returns. A periodic timer fires once, however often it was due.
    /// </summary>
    /// <param name="by">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        JumpingTimer[] timers;
        lock (_gate)
        {
            _offset += by;
            timers = [.. _timers];
        }

        // On the thread pool, so that a caller with a synchronization context does not wait for itself.
        Task.Run(async () =>
        {
            foreach (var timer in timers.OrderBy(timer => timer.Due))
            {
                timer.Jump();
            }

            await AdvancedAsync().ConfigureAwait(false);
        }).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => (_start ?? System.GetUtcNow()) + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetTimestamp() + (long)(Offset.TotalSeconds * TimestampFrequency);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new JumpingTimer(this, callback, state, dueTime, period);

    /// <summary>Moves the clock back to its start.</summary>
    internal void Reset()
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
        private readonly TestClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _timer;
        private TimeSpan _period;

        public JumpingTimer(TestClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
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
