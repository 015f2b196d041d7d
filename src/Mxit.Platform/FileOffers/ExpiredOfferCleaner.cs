using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// Writes down which offers are expired, so that their bytes can go, and removes those of which no message came. In bounded batches.
/// </summary>
internal sealed partial class ExpiredOfferCleaner(
    FileOfferChangeStore store,
    MediaReleaser media,
    MessageNews news,
    Readiness readiness,
    TimeProvider clock,
    ILogger<ExpiredOfferCleaner> logger) : BackgroundService
{
    private const int BatchSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // The message follows its offer within a moment. Whoever has not written it by then is gone.
    private static readonly TimeSpan MessageComesWithin = TimeSpan.FromHours(1);

    /// <summary>Goes through all offers whose time is over once.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetStoredUtcNow();
        List<StoredOffer> batch;
        do
        {
            batch = await store.ListWithoutMessageAsync(now - MessageComesWithin, BatchSize, cancellationToken);
            foreach (var offer in batch)
            {
                await store.RemoveAsync(offer, cancellationToken);
            }

            await media.ReleaseAsync(Keys(batch), cancellationToken);
        }
        while (batch.Count == BatchSize);
        do
        {
            batch = await store.ListExpiredAsync(now, BatchSize, cancellationToken);
            foreach (var offer in batch)
            {
                if (await store.ExpireAsync(offer, cancellationToken))
                {
                    news.PublishOffers([offer.SenderId, offer.ReceiverId]);
                }
            }

            await media.ReleaseAsync(Keys(batch), cancellationToken);
        }
        while (batch.Count == BatchSize);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            await readiness.WaitAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // Leaves the timer's thread: a clock that is moved by a week, as in tests, ticks a thousand times at once.
                await Task.Yield();
                try
                {
                    await CleanAsync(stoppingToken);
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

    private static List<string> Keys(List<StoredOffer> offers) => [.. offers.Select(offer => offer.Key).Distinct()];

    [LoggerMessage(LogLevel.Error, "Expired file offers could not be written down; this is tried again.")]
    private partial void LogFailure(Exception failure);
}
