namespace Mxit.Platform.SignIn;

/// <summary>
/// Counts wrong guesses. A guess takes its place in the count before it is checked, so that many at the same time get no more
/// answers than many in a row; one that turns out right gives its place back. Who comes when all places are taken, though not by
/// failures, waits for those that are being checked. The libraries' limiters do not run on <see cref="TimeProvider"/>.
/// </summary>
/// <param name="window">From the first failure on; afterwards they are forgotten.</param>
/// <param name="clock">The clock.</param>
internal sealed class GuessLimiter(TimeSpan window, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly GenerationCache<Counter> _counters = new(100_000);
    private TaskCompletionSource _settled = NewSignal();

    /// <summary>Takes a place in each of the counts, or in none.</summary>
    /// <returns>The place, which the caller settles; or how long to wait when there have been too many failures.</returns>
    public async ValueTask<(Guess? Guess, TimeSpan RetryAfter)> TakeAsync(
        IReadOnlyList<GuessLimit> limits, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_lock)
            {
                var wait = limits.Max(FindWait);
                if (wait > TimeSpan.Zero)
                {
                    return (null, wait);
                }

                if (limits.All(HasRoom))
                {
                    return (new Guess(this, [.. limits.Select(Take)]), TimeSpan.Zero);
                }

                settled = _settled.Task;
            }

            await settled.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How long until one more guess is answered, as far as this count goes.</summary>
    public TimeSpan FindWait(GuessLimit limit)
    {
        lock (_lock)
        {
            if (_counters.Find(limit.Key, keep: false) is not { } counter || counter.Failures < limit.Max)
            {
                return TimeSpan.Zero;
            }

            var left = window - clock.GetElapsedTime(counter.StartedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool HasRoom(GuessLimit limit)
    {
        if (_counters.Find(limit.Key, keep: false) is not { } counter)
        {
            return true;
        }

        ForgetOld(counter);
        return counter.Failures + counter.Checking < limit.Max;
    }

    // A counter is made for a guess that is checked only: what is refused anyway takes no memory.
    private Counter Take(GuessLimit limit)
    {
        if (_counters.Find(limit.Key, keep: true) is not { } counter)
        {
            _counters.Set(limit.Key, counter = new Counter());
        }

        counter.Checking++;
        return counter;
    }

    private void ForgetOld(Counter counter)
    {
        if (counter.Failures > 0 && clock.GetElapsedTime(counter.StartedAt) >= window)
        {
            counter.Failures = 0;
        }
    }

    private void Settle(Counter[] counters, bool failed)
    {
        TaskCompletionSource settled;
        lock (_lock)
        {
            foreach (var counter in counters)
            {
                counter.Checking--;
                if (failed)
                {
                    ForgetOld(counter);
                    counter.StartedAt = counter.Failures == 0 ? clock.GetTimestamp() : counter.StartedAt;
                    counter.Failures++;
                }
            }

            (settled, _settled) = (_settled, NewSignal());
        }

        settled.SetResult();
    }

    /// <summary>A place in the counts. What is disposed without an outcome was not answered, and does not count.</summary>
    public sealed class Guess : IDisposable
    {
        private readonly GuessLimiter _limiter;
        private Counter[]? _counters;

        internal Guess(GuessLimiter limiter, Counter[] counters) => (_limiter, _counters) = (limiter, counters);

        /// <summary>It was wrong.</summary>
        public void Fail() => Settle(failed: true);

        /// <inheritdoc/>
        public void Dispose() => Settle(failed: false);

        private void Settle(bool failed)
        {
            if (Interlocked.Exchange(ref _counters, null) is { } counters)
            {
                _limiter.Settle(counters, failed);
            }
        }
    }

    internal sealed class Counter
    {
        public long StartedAt { get; set; }

        public int Failures { get; set; }

        public int Checking { get; set; }
    }
}

/// <summary>How many wrong guesses of one kind are answered.</summary>
/// <param name="Key">What tells the count apart from others.</param>
/// <param name="Max">The most in a window.</param>
internal readonly record struct GuessLimit(string Key, int Max);
