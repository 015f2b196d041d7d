using Microsoft.Extensions.Options;
using Mxit.Media.Metadata;

namespace Mxit.Platform.Media;

/// <summary>Makes copies of stored contents without their metadata, for those who get them from somebody else.</summary>
internal sealed class MetadataFreeCopies : IDisposable
{
    private readonly IMediaStorage _storage;
    private readonly SemaphoreSlim _workers;

    /// <summary>Made by the host.</summary>
    public MetadataFreeCopies(IMediaStorage storage, IOptions<MediaSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _storage = storage;
        _workers = new SemaphoreSlim(settings.Value.Workers);
    }

    /// <summary>Makes a copy of a stored content.</summary>
    /// <param name="key">The key of the content.</param>
    /// <param name="fileName">The name of the file, which counts when its content is of an unknown kind.</param>
    /// <param name="mediaType">What it is said to be, which counts then, too.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The copy, to be published with the row that refers to it; <see langword="null"/> when none is needed, because the content
    /// has no metadata, or is not there.
    /// </returns>
    /// <exception cref="MetadataStaysException">The content is a picture or a video whose metadata cannot be removed.</exception>
    /// <exception cref="MediaStorageFullException">There is no room left.</exception>
    public async Task<IStagedMedia?> StageOrNullAsync(
        string key, string fileName, string mediaType, CancellationToken cancellationToken)
    {
        await using var content = await _storage.OpenOrNullAsync(key, cancellationToken);
        if (content is null
            || await RemoveAsync(content, fileName, mediaType, cancellationToken) is not { HasFile: true } removal)
        {
            return null;
        }

        await using var file = removal.Open(content);
        return await _storage.StageAsync(file, long.MaxValue, cancellationToken);
    }

    /// <summary>Checks that a copy of a content can be made.</summary>
    /// <param name="staged">The content.</param>
    /// <param name="fileName">The name of the file.</param>
    /// <param name="mediaType">What it is said to be.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="MetadataStaysException">It cannot.</exception>
    public async Task CheckAsync(IStagedMedia staged, string? fileName, string mediaType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(staged);
        await using var content = await staged.OpenAsync(cancellationToken);
        await RemoveAsync(content, fileName, mediaType, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _workers.Dispose();

    private async Task<MetadataRemoval> RemoveAsync(
        Stream content, string? fileName, string mediaType, CancellationToken cancellationToken)
    {
        await _workers.WaitAsync(cancellationToken);
        try
        {
            // Pieces of the file are read one after the other, in any places.
            var removal = await Task.Run(
                () => MetadataRemover.Remove(content, fileName, mediaType, cancellationToken), cancellationToken);
            return removal.Refusal is { } refusal ? throw new MetadataStaysException(refusal) : removal;
        }
        finally
        {
            _workers.Release();
        }
    }
}

/// <summary>The metadata of a picture or a video cannot be removed.</summary>
/// <param name="message">Why, for the one who offers it.</param>
internal sealed class MetadataStaysException(string message) : Exception(message);
