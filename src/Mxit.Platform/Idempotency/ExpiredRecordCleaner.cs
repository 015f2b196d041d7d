using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;

namespace Mxit.Platform.Idempotency;

/// <summary>Removes answers whose time is over, in bounded batches.</summary>
internal sealed partial class ExpiredRecordCleaner(
    IdempotencyStore store, Readiness readiness, TimeProvider clock, ILogger<ExpiredRecordCleaner> logger) : BackgroundService
{
    private const int BatchSize = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            await readiness.WaitAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CleanAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        catch (InvalidOperationException)
        {
            // The database did not get ready; whoever found out has reported it and stops the host.
        }
    }

    private async Task CleanAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await store.RemoveExpiredAsync(clock.GetStoredUtcNow(), BatchSize, stoppingToken) >= BatchSize)
            {
                // More are there.
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailure(failure);
        }
    }

    [LoggerMessage(LogLevel.Error, "Expired idempotency records could not be removed; this is tried again.")]
    private partial void LogFailure(Exception failure);
}
