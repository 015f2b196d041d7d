namespace Mxit.Platform.Streams;

/// <summary>
/// All who listen for the same. What one of them reads is kept for the others, until there may be more to read.
/// </summary>
internal sealed class NewsGroup<TPage>
{
    // What was revoked is refused within five seconds, also where a request goes on.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(4);

    private readonly Lock _lock = new();
    private readonly List<NewsListener<TPage>> _listeners = [];
    private readonly Dictionary<long, Task<TPage>> _pages = [];
    private long? _lookedAt;
    private bool _isOver;

    public bool TryAdd(NewsListener<TPage> listener)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _listeners.Add(listener);
            }

            return !_isOver;
        }
    }

    public bool RemoveWasLast(NewsListener<TPage> listener)
    {
        lock (_lock)
        {
            var wasLast = _listeners.Remove(listener) && _listeners.Count == 0;
            _isOver |= wasLast;
            return wasLast;
        }
    }

    // The pages first: who is woken must not find one that was read before.
    public void Wake(int changes)
    {
        lock (_lock)
        {
            _pages.Clear();
            _listeners.ForEach(listener => listener.Wake(changes));
        }
    }

    /// <summary>
    /// How long until all look into the database, whether there are news or not. It is the same moment for all.
    /// </summary>
    public TimeSpan UntilNextLook(TimeProvider clock)
    {
        lock (_lock)
        {
            _lookedAt ??= clock.GetTimestamp();
            var left = LookEvery - clock.GetElapsedTime(_lookedAt.Value);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>It is time to look. Whoever comes first has the pages forgotten that were read before.</summary>
    public void Look(TimeProvider clock)
    {
        lock (_lock)
        {
            if (_lookedAt is { } last && clock.GetElapsedTime(last) >= LookEvery)
            {
                _lookedAt = clock.GetTimestamp();
                _pages.Clear();
            }
        }
    }

    public Task<TPage> ReadAsync(long after, Func<Task<TPage>> read)
    {
        var page = new TaskCompletionSource<TPage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_pages.TryGetValue(after, out var known))
            {
                return known;
            }

            _pages[after] = page.Task;
        }

        _ = RunAsync(after, read, page);
        return page.Task;
    }

    private async Task RunAsync(long after, Func<Task<TPage>> read, TaskCompletionSource<TPage> page)
    {
        try
        {
            page.SetResult(await read());
        }
        catch (Exception failure)
        {
            lock (_lock)
            {
                if (_pages.TryGetValue(after, out var known) && known == page.Task)
                {
                    _pages.Remove(after);
                }
            }

            page.SetException(failure);
        }
    }
}
