using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// The clock of a test server and of its clients. It runs like a real clock, and <see cref="Advance"/> moves it forward: tokens,
/// limits, retries, messages that expire and background work follow together. With <see cref="MxitTestServerOptions.Seed"/> the
/// time of day stands still between moves; delays and timers run. Thread-safe.
/// </summary>
public sealed class TestClock : TimeProvider
{
    internal TestClock(DateTimeOffset? start) => Inner = new AdjustableClock(start);

    internal AdjustableClock Inner { get; }

    /// <inheritdoc/>
    public override long TimestampFrequency => Inner.TimestampFrequency;

    /// <summary>
    /// Moves the clock forward. Timers that are due have fired, and background work of the server that is due has run, when it
    /// returns. A periodic timer fires once, however often it was due.
    /// </summary>
    /// <param name="by">How far; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        // On the thread pool, so that a caller with a synchronization context does not wait for itself.
        Task.Run(() => Inner.AdvanceAsync(by)).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => Inner.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        Inner.CreateTimer(callback, state, dueTime, period);
}
