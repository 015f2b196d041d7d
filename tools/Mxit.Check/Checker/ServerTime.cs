namespace Mxit.Check.Checker;

/// <summary>
/// The time of the server: that of this machine, moved by an offset. While it is being moved, nobody knows which of two offsets
/// holds.
/// </summary>
public sealed class ServerTime
{
    private readonly Lock _lock = new();
    private readonly List<Stretch> _stretches = [new(DateTime.MinValue, TimeSpan.Zero)];

    /// <summary>How far it is ahead of this machine.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (_lock)
            {
                return _stretches[^1].Offset;
            }
        }
    }

    /// <summary>Moves it.</summary>
    /// <param name="by">How far; forward or back.</param>
    /// <param name="move">Gives the server the new offset, and returns when it has it.</param>
    public async Task MoveAsync(TimeSpan by, Func<TimeSpan, Task> move)
    {
        ArgumentNullException.ThrowIfNull(move);
        Stretch before;
        var after = new Stretch(DateTime.UtcNow, Offset + by);
        lock (_lock)
        {
            before = _stretches[^1];
            _stretches.Add(after);
        }

        await move(after.Offset);
        lock (_lock)
        {
            before.UntilUtc = DateTime.UtcNow;
        }
    }

    /// <summary>Now.</summary>
    public TimeSpanUtc Now() => Since(DateTime.UtcNow);

    /// <summary>All that it may have been from a moment of this machine's clock until now.</summary>
    public TimeSpanUtc Since(DateTime startUtc)
    {
        var nowUtc = DateTime.UtcNow;
        lock (_lock)
        {
            var possible = _stretches.Where(stretch => stretch.UntilUtc >= startUtc && stretch.SinceUtc <= nowUtc).ToList();
            return new TimeSpanUtc(
                possible.Min(stretch => (stretch.SinceUtc > startUtc ? stretch.SinceUtc : startUtc) + stretch.Offset),
                possible.Max(stretch => (stretch.UntilUtc < nowUtc ? stretch.UntilUtc : nowUtc) + stretch.Offset));
        }
    }

    private sealed class Stretch(DateTime sinceUtc, TimeSpan offset)
    {
        public DateTime SinceUtc => sinceUtc;

        public DateTime UntilUtc { get; set; } = DateTime.MaxValue;

        public TimeSpan Offset => offset;
    }
}
