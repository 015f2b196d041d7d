using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;

namespace Mxit.Platform.RateLimits;

/// <summary>Forgets callers who have been quiet for as long as their bucket takes to fill.</summary>
internal sealed partial class IdleBucketCleaner(
    RateLimits limits, Readiness readiness, StorageMonitor storage, TimeProvider clock, ILogger<IdleBucketCleaner> logger)
    : PeriodicWork(readiness, storage, TimeSpan.FromMinutes(1), clock)
{
    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken)
    {
        limits.Apps.ReleaseIdle();
        limits.People.ReleaseIdle();
        limits.Addresses.ReleaseIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(LogLevel.Error, "Idle rate limits could not be released; this is tried again.")]
    private partial void LogFailure(Exception failure);
}
