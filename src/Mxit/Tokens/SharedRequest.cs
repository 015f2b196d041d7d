namespace Mxit.Internal;

/// <summary>
/// Runs one operation at a time, shared by all callers that ask while it runs. It has its own time-out. It ends when nobody waits
/// for it any more, at once or after a grace period. Its exception is always observed. An operation that ignores cancellation is
/// abandoned, and the next caller starts a new one. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // A run disposes itself when it ends, at the latest by its time-out.
internal sealed class SharedRequest<T>(
    Func<RetryBudget, CancellationToken, Task<T>> work, MxitClientSettings settings, TimeSpan grace)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private Run? _current;

    /// <summary>Joins the running operation, or starts one.</summary>
    /// <param name="limits">The limits of the caller; the largest of all callers counts.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> JoinAsync(CallLimits limits, CancellationToken cancellationToken)
    {
        var run = Enter(limits);
        try
        {
            return await run.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MxitException error) when (cancellationToken.IsCancellationRequested && ConnectionErrors.Contains(error))
        {
            // A failure at the moment of a cancellation looks like a connection error.
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

    // Without any limit the time-out of the client applies.
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

        /// <summary>The time-out, counted from the start.</summary>
        public TimeSpan Limit { get; set; }

        public RetryBudget Budget { get; }

        public bool IsOver
        {
            get => _isOver || Stop.IsCancellationRequested;
            set => _isOver = value;
        }

        public CancellationToken Stop { get; }

        public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_began);

        /// <summary>Sets the time-out, counted from the start. Only while the operation runs.</summary>
        public void EndAfter(TimeSpan sinceBeginning)
        {
            if (sinceBeginning > Elapsed)
            {
                _end.CancelAfter(sinceBeginning - Elapsed);
            }
            else
            {
                // Cancelled on another thread, because this one holds a lock.
                _ = _end.CancelAsync();
            }
        }

        public void Dispose() => _end.Dispose();
    }
}
