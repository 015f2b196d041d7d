using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.SignIn;

namespace Mxit.Platform.Sessions;

/// <summary>Deletes sessions that have ended by themselves, and addresses from which nobody has signed in for long.</summary>
internal sealed partial class EndedSessionCleaner(
    SessionService sessions,
    KnownAddressStore addresses,
    Readiness readiness,
    StorageMonitor storage,
    IOptions<SignInSettings> settings,
    TimeProvider clock,
    ILogger<EndedSessionCleaner> logger) : PeriodicWork(readiness, storage, TimeSpan.FromHours(1), clock)
{
    /// <inheritdoc/>
    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        await sessions.DeleteEndedAsync(cancellationToken);
        await addresses.DeleteAsync(Clock.GetStoredUtcNow() - settings.Value.KnownFor, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(LogLevel.Warning, "Sessions that have ended could not be deleted; tried again later")]
    private partial void LogFailure(Exception failure);
}
