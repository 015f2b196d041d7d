using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// Removes what crashes left: uploads that broke off, and stored bytes that no row refers to. Only those of some age, so that
/// whoever puts back a copy of the database has some time to find out that it is too old.
/// </summary>
internal sealed partial class MediaSweeper : PeriodicWork
{
    private const int BatchSize = 500;

    private readonly IMediaStorage _storage;
    private readonly MediaReleaser _releaser;
    private readonly IOptions<MediaSettings> _settings;
    private readonly ILogger<MediaSweeper> _logger;

    /// <summary>Made by the host.</summary>
    public MediaSweeper(
        IMediaStorage storage,
        MediaReleaser releaser,
        Readiness readiness,
        StorageMonitor monitor,
        IOptions<MediaSettings> settings,
        TimeProvider clock,
        ILogger<MediaSweeper> logger)
        : base(readiness, monitor, TimeSpan.FromMinutes(settings.Value.SweepMinutes), clock) =>
        (_storage, _releaser, _settings, _logger) = (storage, releaser, settings, logger);

    /// <summary>Goes through all that is stored once.</summary>
    /// <returns>How many contents were deleted.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = Clock.GetUtcNow() - TimeSpan.FromHours(_settings.Value.KeepUnreferencedHours);
        var leftovers = await _storage.RemoveLeftoversAsync(before, cancellationToken);
        var deleted = 0;
        await foreach (var batch in OldAsync(before, cancellationToken))
        {
            deleted += await _releaser.DeleteUnreferencedAsync(batch, cancellationToken);
        }

        if (deleted + leftovers > 0)
        {
            LogSwept(deleted, leftovers);
        }

        return deleted;
    }

    /// <inheritdoc />
    protected override Task WorkAsync(CancellationToken cancellationToken) => SweepAsync(cancellationToken);

    /// <inheritdoc />
    protected override void Report(Exception failure) => LogFailure(failure);

    private async IAsyncEnumerable<List<string>> OldAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<string>(BatchSize);
        await foreach (var stored in _storage.ListAsync(cancellationToken))
        {
            if (stored.SavedUtc >= before)
            {
                continue;
            }

            batch.Add(stored.Key);
            if (batch.Count == BatchSize)
            {
                yield return batch;
                batch = new List<string>(BatchSize);
            }
        }

        yield return batch;
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Deleted} stored media that nothing refers to, and {Leftovers} leftovers")]
    private partial void LogSwept(int deleted, int leftovers);

    [LoggerMessage(LogLevel.Error, "Media that nothing refers to could not be removed; this is tried again")]
    private partial void LogFailure(Exception failure);
}
