using Microsoft.Extensions.Hosting;

namespace Mxit.Platform.Data;

/// <summary>
/// Work that is done again and again, from when the server is ready until it stops. A round that fails is reported and takes no
/// other with it. While the database cannot be read there are no rounds.
/// </summary>
internal abstract class PeriodicWork : BackgroundService
{
    private readonly Readiness _readiness;
    private readonly StorageMonitor _storage;
    private readonly TimeSpan _pause;
    private readonly bool _startsAtOnce;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>For derived work.</summary>
    /// <param name="readiness">Says when the work can begin.</param>
    /// <param name="storage">Learns of a database that cannot be used, and says when it can.</param>
    /// <param name="pause">From the beginning of one round to that of the next.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="startsAtOnce">The first round does not wait for a pause.</param>
    protected PeriodicWork(
        Readiness readiness, StorageMonitor storage, TimeSpan pause, TimeProvider clock, bool startsAtOnce = false) =>
        (_readiness, _storage, _pause, Clock, _startsAtOnce) = (readiness, storage, pause, clock, startsAtOnce);

    /// <summary>The clock.</summary>
    protected TimeProvider Clock { get; }

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pause, Clock);
        try
        {
            await _readiness.WaitAsync(stoppingToken);
            if (_startsAtOnce)
            {
                await RunAsync(stoppingToken);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Leaves the timer's thread: a clock that is moved by a day, as in tests, ticks thousands of times at once.
                await Task.Yield();
                await RunAsync(stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !_readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }
    }

    /// <summary>Does one round now, beside the regular ones; for a clock that was moved.</summary>
    internal Task RunOnceAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    /// <summary>One round.</summary>
    protected abstract Task WorkAsync(CancellationToken cancellationToken);

    /// <summary>A round failed for a reason of its own; the next one comes all the same.</summary>
    protected abstract void Report(Exception failure);

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        if (_storage.Outage is { } outage && !outage.AllowsReading())
        {
            await _storage.WaitUntilUsableAsync(stoppingToken);
        }

        await _oneAtATime.WaitAsync(stoppingToken);
        try
        {
            await WorkAsync(stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (_storage.Report(failure) is null)
            {
                Report(failure);
            }
        }
        finally
        {
            _ = _oneAtATime.Release();
        }
    }
}
