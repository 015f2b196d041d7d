using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mxit.Media;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>
/// Makes the thumbnails of a content, all sizes at once, on behalf of nobody in particular: who waits for them may go away, and
/// others may come and wait for the same. As many at a time as <see cref="PictureMaker"/> has workers.
/// </summary>
internal sealed partial class ThumbnailMaker(
    ThumbnailStore store,
    IMediaStorage storage,
    PictureMaker pictures,
    StorageMonitor monitor,
    TimeProvider clock,
    ILogger<ThumbnailMaker> logger)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ThumbnailOutcome>>> _making = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Makes the thumbnails of a content, or joins who is about to.</summary>
    /// <returns>
    /// <see cref="ThumbnailOutcome.Found"/> when the rows are written, also those that say that there is nothing to draw. Never
    /// fails.
    /// </returns>
    public Task<ThumbnailOutcome> MakeAsync(string sourceKey)
    {
        var making = new Lazy<Task<ThumbnailOutcome>>(() => Task.Run(() => MakeOnceAsync(sourceKey)));
        return _making.GetOrAdd(sourceKey, making).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_making.Values.Select(making => making.Value));
        _stopping.Dispose();
    }

    private async Task<ThumbnailOutcome> MakeOnceAsync(string sourceKey)
    {
        try
        {
            return await MakeRowsAsync(sourceKey, _stopping.Token);
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            return ThumbnailOutcome.Later;
        }
        catch (Exception failure)
        {
            if (monitor.Report(failure) is null)
            {
                LogFailure(failure, sourceKey);
            }

            return ThumbnailOutcome.Later;
        }
        finally
        {
            _making.TryRemove(sourceKey, out _);
        }
    }

    private async Task<ThumbnailOutcome> MakeRowsAsync(string sourceKey, CancellationToken cancellationToken)
    {
        // Whoever comes right after they were made did not see them yet.
        if (await store.HasAllAsync(sourceKey, cancellationToken))
        {
            return ThumbnailOutcome.Found;
        }

        await using var content = await storage.OpenOrNullAsync(sourceKey, cancellationToken);
        if (content is null)
        {
            return ThumbnailOutcome.None;
        }

        var made = await pictures.MakeAsync(content, ThumbnailSizes.Pictures, cancellationToken);
        if (made.Outcome == PictureOutcome.Overloaded)
        {
            return ThumbnailOutcome.Later;
        }

        var staged = new Dictionary<string, IStagedMedia>(StringComparer.Ordinal);
        try
        {
            var keys = new List<string?>();
            foreach (var picture in made.Pictures)
            {
                keys.Add(await StageAsync(picture, staged, cancellationToken));
            }

            var now = clock.GetStoredUtcNow();
            var thumbnails = ThumbnailSizes.All.Select((size, index) => new Thumbnail
            {
                SourceKey = sourceKey,
                Size = size,
                Key = keys.ElementAtOrDefault(index),
                CreatedUtc = now,
            });
            return await store.AddAsync([.. thumbnails], staged.Values, cancellationToken)
                ? ThumbnailOutcome.Found
                : ThumbnailOutcome.None;
        }
        finally
        {
            foreach (var media in staged.Values)
            {
                await media.DisposeAsync();
            }
        }
    }

    // Of a small original all sizes are the same.
    private async Task<string> StageAsync(
        MadePicture picture, Dictionary<string, IStagedMedia> staged, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream(picture.Bytes.ToArray(), writable: false);
        var media = await storage.StageAsync(bytes, long.MaxValue, cancellationToken);
        if (!staged.TryAdd(media.Key, media))
        {
            await media.DisposeAsync();
        }

        return media.Key;
    }

    [LoggerMessage(
        LogLevel.Error, "The thumbnails of the content {Key} could not be made; this is tried again when somebody asks for one")]
    private partial void LogFailure(Exception failure, string key);
}
