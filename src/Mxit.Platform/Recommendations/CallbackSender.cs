using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;

namespace Mxit.Platform.Recommendations;

/// <summary>
/// Tells apps what was accepted. What is to be told is in the database, so nothing is lost with the process; a signal only makes
/// it look sooner, and other processes accept without one.
/// </summary>
internal sealed partial class CallbackSender(
    RecommendationStore store,
    CallbackClient callbacks,
    IServiceScopeFactory scopes,
    Readiness readiness,
    StorageMonitor storage,
    IOptions<RecommendationSettings> settings,
    TimeProvider clock,
    ILogger<CallbackSender> logger) : BackgroundService
{
    private const int AtOnce = 8;

    private static readonly TimeSpan LookAround = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(1);
    private static readonly TimeSpan RemoveEvery = TimeSpan.FromHours(1);

    private long? _removedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await readiness.WaitAsync(stoppingToken);
            while (true)
            {
                await storage.WaitUntilUsableAsync(stoppingToken);
                var pause = await WorkAsync(stoppingToken);
                await store.Accepted.WaitAsync(pause, clock, stoppingToken);
                await Task.Yield();
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || !readiness.IsReady)
        {
            // Stopped, or the server never became ready, which was reported where it happened.
        }
    }

    /// <summary>Does what can be done now.</summary>
    /// <returns>How long there is nothing to do, unless something is accepted.</returns>
    private async Task<TimeSpan> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RemoveOldAsync(cancellationToken);
            while (await store.ListDueAsync(clock.GetStoredUtcNow(), AtOnce, cancellationToken) is { Count: > 0 } due)
            {
                await Task.WhenAll(due.Select(one => TryAsync(one, cancellationToken)));
            }

            var wait = await store.FindNextAttemptAsync(cancellationToken) - clock.GetStoredUtcNow();
            return wait is null || wait > LookAround
                ? LookAround
                : wait > TimeSpan.Zero ? wait.Value : TimeSpan.FromMilliseconds(1);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (storage.Report(failure) is null)
            {
                LogFailure(failure);
            }

            return settings.Value.FirstRetry;
        }
    }

    private async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        if (_removedAt is not { } last || clock.GetElapsedTime(last) >= RemoveEvery)
        {
            await store.RemoveOldAsync(clock.GetStoredUtcNow() - settings.Value.KeepFor, cancellationToken);
            _removedAt = clock.GetTimestamp();
        }
    }

    private async Task TryAsync(Recommendation due, CancellationToken cancellationToken)
    {
        // An attempt counts when it begins, so that one which ends this process does not go on for ever.
        if (due.Attempts >= settings.Value.MaxAttempts)
        {
            LogGivenUp(due.Id, due.ServiceName, due.Attempts);
            await store.SettleAsync(due.Id, CallbackState.GivenUp, null, cancellationToken);
            return;
        }

        // Should this server die meanwhile, another attempt is made then.
        var lease = clock.GetStoredUtcNow() + settings.Value.CallbackTimeout + settings.Value.CallbackTimeout;
        if (!await store.TryClaimAsync(due, lease, cancellationToken))
        {
            return;
        }

        var answer = await PostAsync(due, cancellationToken);
        var attempts = due.Attempts + 1;
        if (answer == CallbackOutcome.Taken)
        {
            await store.SettleAsync(due.Id, CallbackState.Delivered, null, cancellationToken);
        }
        else if (answer == CallbackOutcome.Gone || attempts >= settings.Value.MaxAttempts)
        {
            LogGivenUp(due.Id, due.ServiceName, attempts);
            await store.SettleAsync(due.Id, CallbackState.GivenUp, null, cancellationToken);
        }
        else
        {
            var next = clock.GetStoredUtcNow() + RetryAfter(attempts);
            await store.SettleAsync(due.Id, CallbackState.Waiting, next, cancellationToken);
        }
    }

    private async Task<CallbackOutcome> PostAsync(Recommendation due, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var app = await scope.ServiceProvider.GetRequiredService<AppService>().FindOrNullAsync(
            due.ServiceName, cancellationToken);
        return app is null ? CallbackOutcome.Gone : await callbacks.PostAsync(due, app.ClientId, cancellationToken);
    }

    private TimeSpan RetryAfter(int attempts)
    {
        var doubled = settings.Value.FirstRetry * Math.Pow(2, Math.Min(attempts - 1, 20));
        return doubled < LongestRetry ? doubled : LongestRetry;
    }

    [LoggerMessage(
        LogLevel.Warning, "The callback of recommendation {Id} for {ServiceName} is given up after {Attempts} attempts")]
    private partial void LogGivenUp(Guid id, string serviceName, int attempts);

    [LoggerMessage(LogLevel.Error, "Recommendations could not be followed up; tried again soon")]
    private partial void LogFailure(Exception failure);
}
