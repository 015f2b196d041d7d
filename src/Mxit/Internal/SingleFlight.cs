namespace Mxit.Internal;

/// <summary>
/// Runs one piece of work at a time, for everyone who asks while it runs. It runs to its end even if nobody waits any more:
/// a renewal that was given up halfway would lose the new refresh token, and with it the person's sign-in.
/// </summary>
internal sealed class SingleFlight<T>(Func<Task<T>> work)
{
    private readonly Lock _gate = new();
    private Task<T>? _running;

    public Task<T> JoinAsync(CancellationToken cancellationToken)
    {
        Task<T> running;
        lock (_gate)
        {
            running = _running ??= Task.Run(RunAsync, CancellationToken.None);
        }

        return running.WaitAsync(cancellationToken);
    }

    private async Task<T> RunAsync()
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }
        }
    }
}
