namespace Mxit.Internal;

/// <summary>
/// Runs one piece of work at a time, for everyone who asks while it runs. It has a limit of its own; it ends when nobody waits any more,
/// at once or after a grace period; and its failure is always observed. Work that does not listen to cancellation is left alone then, and
/// whoever asks next starts it anew.
/// </summary>
#pragma warning disable CA1001 // A run disposes of itself when it ends, and it ends by its limit.
internal sealed class SharedRequest<T>(
    Func<RetryBudget, CancellationToken, Task<T>> work, MxitClientSettings settings, TimeSpan grace)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private Run? _current;

    /// <summary>Joins the work that runs, or begins it.</summary>
    /// <param name="limits">What whoever joins allows; the most patient counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> JoinAsync(CallLimits limits, CancellationToken cancellationToken)
    {
        var run = Enter(limits);
        try
        {
            return await run.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MxitException error) when (cancellationToken.IsCancellationRequested && ConnectionErrors.Contains(error))
        {
            // What failed in the moment of a cancellation looks like the connection.
            throw new OperationCanceledException("The call was cancelled.", error, cancellationToken);
        }
        finally
        {
            Leave(run);
        }
    }

    private Run Enter(CallLimits limits)
    {
        lock (_gate)
        {
            if (_current is { IsOver: false } running)
            {
                running.Waiters++;
                running.Budget.Include(limits);
                running.Limit = LimitOf(limits, running.Elapsed, running.Limit);
                running.EndAfter(running.Limit);
                return running;
            }

            var run = _current = new Run(
                LimitOf(limits, elapsed: TimeSpan.Zero, settings.TokenRequestLimit), limits, settings.TimeProvider)
            { Waiters = 1 };
            run.Task = RunAsync(run);
            TaskErrors.Observe(run.Task);
            return run;
        }
    }

    private void Leave(Run run)
    {
        lock (_gate)
        {
            if (--run.Waiters > 0 || run.IsOver)
            {
                return;
            }

            run.EndAfter(run.Elapsed + grace < run.Limit ? run.Elapsed + grace : run.Limit);
        }
    }

    // What nobody limits has the limit of the client all the same.
    private static TimeSpan LimitOf(CallLimits limits, TimeSpan elapsed, TimeSpan limit) =>
        limits.Time != TimeSpan.MaxValue && limits.Time + elapsed > limit ? limits.Time + elapsed : limit;

    private async Task<T> RunAsync(Run run)
    {
        using (run)
        {
            try
            {
                var running = Task.Run(() => work(run.Budget, run.Stop), CancellationToken.None);
                TaskErrors.Observe(running);
                return await running.WaitAsync(run.Stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException ended) when (run.Stop.IsCancellationRequested)
            {
                throw ConnectionErrors.Timeout(settings.AuthAddress, ended);
            }
            finally
            {
                lock (_gate)
                {
                    run.IsOver = true;
                }
            }
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly TimeProvider _timeProvider;
        private readonly CancellationTokenSource _end;
        private readonly long _began;
        private bool _isOver;

        public Run(TimeSpan limit, CallLimits limits, TimeProvider timeProvider)
        {
            _timeProvider = timeProvider;
            Limit = limit;
            Budget = new RetryBudget(limits, timeProvider);
            _began = timeProvider.GetTimestamp();
            _end = new CancellationTokenSource(limit, timeProvider);
            Stop = _end.Token;
        }

        public Task<T> Task { get; set; } = null!;

        public int Waiters { get; set; }

        /// <summary>How long it may take, from its beginning.</summary>
        public TimeSpan Limit { get; set; }

        public RetryBudget Budget { get; }

        public bool IsOver
        {
            get => _isOver || Stop.IsCancellationRequested;
            set => _isOver = value;
        }

        public CancellationToken Stop { get; }

        public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_began);

        /// <summary>Ends when so much time has passed since the beginning. Only while it is not over.</summary>
        public void EndAfter(TimeSpan sinceBeginning)
        {
            if (sinceBeginning > Elapsed)
            {
                _end.CancelAfter(sinceBeginning - Elapsed);
            }
            else
            {
                // Whoever listens does so on another thread: this one holds a lock.
                _ = _end.CancelAsync();
            }
        }

        public void Dispose() => _end.Dispose();
    }
}
