using Microsoft.Extensions.Logging;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// Writes down which offers are expired, so that their bytes can go, and removes those of which no message came. In bounded
/// batches.
/// </summary>
internal sealed partial class ExpiredOfferCleaner(
    FileOfferChangeStore store,
    MediaReleaser media,
    MessageNews news,
    Readiness readiness,
    StorageMonitor storage,
    TimeProvider clock,
    ILogger<ExpiredOfferCleaner> logger) : PeriodicWork(readiness, storage, Pause, clock)
{
    private const int BatchSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    // The message follows its offer within a moment. Whoever has not written it by then is gone.
    private static readonly TimeSpan MessageComesWithin = TimeSpan.FromHours(1);

    /// <summary>Goes through all offers whose time is over once.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetStoredUtcNow();
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

    /// <inheritdoc/>
    protected override Task WorkAsync(CancellationToken cancellationToken) => CleanAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void Report(Exception failure) => LogFailure(failure);

    private static List<string> Keys(List<StoredOffer> offers) => [.. offers.Select(offer => offer.Key).Distinct()];

    [LoggerMessage(LogLevel.Error, "Expired file offers could not be written down; this is tried again.")]
    private partial void LogFailure(Exception failure);
}
