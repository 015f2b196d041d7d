namespace Mxit.Internal;

/// <summary>
/// Runs one piece of work at a time, for everyone who asks while it runs. It has a limit of its own; it ends when nobody waits any more,
/// at once or after a grace period; and its failure is always observed. Work that does not listen to cancellation is left alone then, and
/// whoever asks next starts it anew.
/// </summary>
#pragma warning disable CA1001 // A run disposes of itself when it ends, and it ends by its limit.
internal sealed class SharedRequest<T>(Func<CancellationToken, Task<T>> work, Uri address, TimeSpan limit, TimeSpan grace, TimeProvider timeProvider)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private Run? _current;

    public async Task<T> JoinAsync(CancellationToken cancellationToken)
    {
        var run = Enter();
        try
        {
            return await run.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(run);
        }
    }

    private Run Enter()
    {
        lock (_gate)
        {
            if (_current is { IsOver: false } running)
            {
                if (running.Waiters++ == 0)
                {
                    running.EndAfter(limit);
                }

                return running;
            }

            var run = _current = new Run(limit, timeProvider) { Waiters = 1 };
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

            run.EndAfter(run.Elapsed + grace < limit ? run.Elapsed + grace : limit);
        }
    }

    private async Task<T> RunAsync(Run run)
    {
        using (run)
        {
            try
            {
                var running = Task.Run(() => work(run.Stop), CancellationToken.None);
                TaskErrors.Observe(running);
                return await running.WaitAsync(run.Stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException ended) when (run.Stop.IsCancellationRequested)
            {
                throw ConnectionErrors.Timeout(address, ended);
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

        public Run(TimeSpan limit, TimeProvider timeProvider)
        {
            _timeProvider = timeProvider;
            _began = timeProvider.GetTimestamp();
            _end = new CancellationTokenSource(limit, timeProvider);
            Stop = _end.Token;
        }

        public Task<T> Task { get; set; } = null!;

        public int Waiters { get; set; }

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
