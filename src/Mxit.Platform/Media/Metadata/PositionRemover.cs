using Microsoft.Extensions.Options;

namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Takes out of a file the position where it was made, for those who get it from somebody else. The bytes that tell it are
/// overwritten and no others, so that a picture stays the same to the bit.
/// </summary>
public sealed class PositionRemover : IDisposable
{
    private readonly IMediaStorage _storage;
    private readonly SemaphoreSlim _workers;

    /// <summary>Made by the host.</summary>
    public PositionRemover(IMediaStorage storage, IOptions<MediaSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _storage = storage;
        _workers = new SemaphoreSlim(settings.Value.Workers);
    }

    /// <summary>Makes a copy of a stored content that does not tell the position.</summary>
    /// <param name="key">The key of the content.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The copy, to be published with the row that refers to it; <see langword="null"/> when none is needed, because the content tells
    /// no position, or is not there.
    /// </returns>
    /// <exception cref="MediaStorageFullException">There is no room left.</exception>
    public async Task<IStagedMedia?> StageWithoutOrNullAsync(string key, CancellationToken cancellationToken)
    {
        if (await _storage.OpenOrNullAsync(key, cancellationToken) is not { } content)
        {
            return null;
        }

        await using (content)
        {
            await using var without = await RemoveOrNullAsync(content, cancellationToken);
            return without is null ? null : await _storage.StageAsync(without, long.MaxValue, cancellationToken);
        }
    }

    /// <summary>Looks for a position in a file of any kind. Its content alone tells what it is.</summary>
    /// <param name="content">The file; a stream that can seek.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// The file as it reads without the position, from its start and of the same length, which closes <paramref name="content"/> when
    /// it is closed; <see langword="null"/> when the file tells none, and then <paramref name="content"/> is at its start.
    /// </returns>
    public async Task<Stream?> RemoveOrNullAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        await _workers.WaitAsync(cancellationToken);
        try
        {
            // Little is read, but in many places one after the other.
            var layers = await Task.Run(() => PositionFinder.Find(content, cancellationToken), cancellationToken);
            content.Position = 0;
            return layers.Count == 0 ? null : PositionFinder.Apply(content, layers);
        }
        finally
        {
            _workers.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _workers.Dispose();
}
