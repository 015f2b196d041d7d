using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Profiles;

/// <summary>
/// Notices which people other processes changed, such as other servers and the admin commands, and has them forgotten here.
/// </summary>
internal sealed partial class PersonChanges(
    ProfileStore store,
    PersonDirectory people,
    AccountDirectory accounts,
    Readiness readiness,
    IOptions<ProfileSettings> settings,
    TimeProvider clock,
    ILogger<PersonChanges> logger) : BackgroundService
{
    // Before this moment nothing was in memory that could have grown old.
    private DateTime _askedUtc = clock.GetStoredUtcNow();

    /// <summary>Asks now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var nowUtc = clock.GetStoredUtcNow();
        await foreach (var change in store.ListChangedAsync(_askedUtc - settings.Value.ChangeOverlap, cancellationToken))
        {
            people.ForgetOther(change.UserId, change.ChangedUtc);
            if (change.IsRemoved)
            {
                accounts.Forget(change.UserId);
            }
        }

        _askedUtc = nowUtc;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await readiness.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(settings.Value.ChangePoll, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Leaves the timer's thread: a clock that is moved by a day, as in tests, ticks thousands of times at once.
                await Task.Yield();
                try
                {
                    await RefreshAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailure(failure);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Changes of people could not be read; until they can, what other processes change is not seen")]
    private partial void LogFailure(Exception failure);
}
