using Microsoft.Extensions.Options;
using Mxit.Media.Headers;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>
/// Small pictures of stored contents, made once and kept as long as the content. They hold pixels and nothing else, so none tells
/// where it was taken.
/// </summary>
internal sealed class ThumbnailService
{
    private readonly ThumbnailStore _store;
    private readonly ThumbnailMaker _maker;
    private readonly ThumbnailPreparer _preparer;
    private readonly IMediaStorage _storage;
    private readonly TimeSpan _longestWait;
    private readonly TimeProvider _clock;

    internal ThumbnailService(
        ThumbnailStore store,
        ThumbnailMaker maker,
        ThumbnailPreparer preparer,
        IMediaStorage storage,
        IOptions<MediaSettings> settings,
        TimeProvider clock)
    {
        (_store, _maker, _preparer, _storage) = (store, maker, preparer, storage);
        (_longestWait, _clock) = (TimeSpan.FromSeconds(settings.Value.TimeLimitSeconds), clock);
    }

    /// <summary>Has the thumbnails of a content made before somebody asks for them, when there is time for it.</summary>
    /// <param name="key">The key of the content.</param>
    /// <param name="mediaType">What it is said to be; only pictures are looked at.</param>
    public void Prepare(string key, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        if (mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
        {
            _preparer.Prepare(key);
        }
    }

    /// <summary>Opens a thumbnail; has it made when nobody did yet, and waits for it as long as a picture may take.</summary>
    /// <param name="key">The key of the content. Whether the caller may see the content is for the feature to know that it
    /// belongs to.</param>
    /// <param name="size">One of <see cref="ThumbnailSizes.All"/>.</param>
    /// <param name="cancellationToken">Stops the waiting; what is being made is made all the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such size.</exception>
    public async Task<ThumbnailResult> OpenAsync(string key, int size, CancellationToken cancellationToken)
    {
        if (!ThumbnailSizes.All.Contains(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size));
        }

        if (await FindOrNullAsync(key, size, cancellationToken) is { } found)
        {
            return found;
        }

        try
        {
            var made = await _maker.MakeAsync(key).WaitAsync(_longestWait, _clock, cancellationToken);
            return made == ThumbnailOutcome.Found
                ? await FindOrNullAsync(key, size, cancellationToken) ?? new ThumbnailResult(ThumbnailOutcome.None)
                : new ThumbnailResult(made);
        }
        catch (TimeoutException)
        {
            return new ThumbnailResult(ThumbnailOutcome.Later);
        }
    }

    private async Task<ThumbnailResult?> FindOrNullAsync(string key, int size, CancellationToken cancellationToken)
    {
        if (await _store.FindOrNullAsync(key, size, cancellationToken) is not { } thumbnail)
        {
            return null;
        }

        if (thumbnail.Key is null)
        {
            return new ThumbnailResult(ThumbnailOutcome.None);
        }

        if (await _storage.OpenOrNullAsync(thumbnail.Key, cancellationToken) is not { } content)
        {
            await _store.RemoveAsync(key, thumbnail.Key, cancellationToken);
            return null;
        }

        var start = await FormatDetector.ReadStartAsync(content, cancellationToken);
        var mediaType = FormatDetector.FindMediaTypeOrNull(start.Span) ?? "image/jpeg";
        return new ThumbnailResult(
            ThumbnailOutcome.Found, new ThumbnailContent(content, mediaType, thumbnail.Key[..32], thumbnail.CreatedUtc));
    }
}
