using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Delivery;

/// <summary>
/// Removes messages that expired undelivered, in bounded batches, and tells their senders. Nobody sees them anyway; this is what
/// makes it final. It therefore waits when the clock has jumped, until the new time has lasted.
/// </summary>
internal sealed partial class ExpiredMessageCleaner : PeriodicWork
{
    /// <summary>The meter of the platform.</summary>
    internal const string MeterName = "Mxit.Platform";

    /// <summary>Counts entries of histories that were removed.</summary>
    internal const string CounterName = "mxit.messages.expired";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ExpiredMessageStore _store;
    private readonly DeliveryNews _news;
    private readonly ILogger<ExpiredMessageCleaner> _logger;
    private readonly Counter<long> _expired;
    private readonly SteadyClock _steadiness;

    /// <summary>Made by the host.</summary>
    public ExpiredMessageCleaner(
        ExpiredMessageStore store,
        DeliveryNews news,
        Readiness readiness,
        StorageMonitor storage,
        TimeProvider clock,
        IMeterFactory meters,
        ILogger<ExpiredMessageCleaner> logger)
        : base(readiness, storage, Pause, clock)
    {
        (_store, _news, _logger) = (store, news, logger);
        _steadiness = new SteadyClock(clock);
        _expired = meters.Create(MeterName).CreateCounter<long>(
            CounterName, "{message}", "Messages that expired before they were delivered, one for each receiver.");
    }

    /// <summary>Removes all that is due; nothing while the clock is not to be trusted.</summary>
    /// <returns>How many entries of histories were removed.</returns>
    internal async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        if (_steadiness.IsSteady())
        {
            // As of one moment, so that there is an end to it.
            var nowUtc = Clock.GetStoredUtcNow();
            while (await _store.RemoveNextAsync(nowUtc, cancellationToken) is { } batch)
            {
                removed += batch.Count;
                _expired.Add(batch.Count);
                _news.Publish(batch.SenderIds);
            }
        }

        if (removed > 0)
        {
            LogRemoved(removed);
        }

        return removed;
    }

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken) => CleanAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    [LoggerMessage(LogLevel.Information, "{Count} messages expired before they were delivered and were removed.")]
    private partial void LogRemoved(int count);

    [LoggerMessage(LogLevel.Error, "Expired messages could not be removed; this is tried again.")]
    private partial void LogFailure(Exception failure);
}
