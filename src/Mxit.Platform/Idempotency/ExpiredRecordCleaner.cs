using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;

namespace Mxit.Platform.Idempotency;

/// <summary>Removes answers whose time is over, in bounded batches.</summary>
internal sealed partial class ExpiredRecordCleaner(
    IdempotencyStore store, Readiness readiness, StorageMonitor storage, TimeProvider clock, ILogger<ExpiredRecordCleaner> logger)
    : PeriodicWork(readiness, storage, Pause, clock)
{
    private const int BatchSize = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (await store.RemoveExpiredAsync(Clock.GetStoredUtcNow(), BatchSize, cancellationToken) >= BatchSize)
        {
            // More are there.
        }
    }

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(LogLevel.Error, "Expired idempotency records could not be removed; this is tried again.")]
    private partial void LogFailure(Exception failure);
}
