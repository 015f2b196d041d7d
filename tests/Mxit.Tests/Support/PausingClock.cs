using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Mxit.Tests.Support;

/// <summary>
/// A clock that stands still but for pauses: whoever waits for at most half a minute finds the time passed at once. Longer
/// waits, such as time-outs, are left to the test.
/// </summary>
internal sealed class PausingClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<TimeSpan> _pauses = new();
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waits = new();

    public IReadOnlyList<TimeSpan> Pauses => [.. _pauses];

    /// <summary>Ends when a wait of this length has begun, also a longer one than is ended here.</summary>
    public Task BeginOfWaitAsync(TimeSpan dueTime) => BeginOf(dueTime).Task;

    /// <summary>How far the time of day was set, forward or back; waits and timestamps know nothing of it.</summary>
    public TimeSpan Set { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        BeginOf(dueTime).TrySetResult();
        if (dueTime > TimeSpan.Zero && dueTime <= LongestPause)
        {
            _pauses.Enqueue(dueTime);
            _ = ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }

    private TaskCompletionSource BeginOf(TimeSpan dueTime) =>
        _waits.GetOrAdd(dueTime, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
