using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>
/// Notices which people other processes changed, such as other servers and the admin commands, and has them forgotten here.
/// </summary>
internal sealed partial class PersonChanges(
    PersonStore store,
    PersonDirectory people,
    Readiness readiness,
    StorageMonitor storage,
    IOptions<AccountSettings> settings,
    TimeProvider clock,
    ILogger<PersonChanges> logger) : PeriodicWork(readiness, storage, settings.Value.ChangePoll, clock)
{
    // Before this moment nothing was in memory that could have grown old.
    private DateTime _askedUtc = clock.GetStoredUtcNow();

    /// <summary>Asks now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var nowUtc = Clock.GetStoredUtcNow();
        await foreach (var change in store.ListChangedAsync(_askedUtc - settings.Value.ChangeOverlap, cancellationToken))
        {
            people.ForgetOther(change.UserId, change.ChangedUtc);
        }

        _askedUtc = nowUtc;
    }

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(
        LogLevel.Warning, "Changes of people could not be read; until they can, what other processes change is not seen")]
    private partial void LogFailure(Exception failure);
}
