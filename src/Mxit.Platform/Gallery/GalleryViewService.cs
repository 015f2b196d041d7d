using Microsoft.Extensions.Options;

namespace Mxit.Platform.Gallery;

/// <summary>
/// What a gallery shows to its owner beyond what apps are told: folders in parts, single files, what it takes up.
/// </summary>
internal sealed class GalleryViewService
{
    private readonly GalleryStore _store;
    private readonly GallerySettings _settings;

    internal GalleryViewService(GalleryStore store, IOptions<GallerySettings> settings) =>
        (_store, _settings) = (store, settings.Value);

    /// <summary>Whether the server can draw a small picture of files of a media type.</summary>
    public static bool HasThumbnail(string mediaType) => GalleryMediaTypes.IsPicture(mediaType);

    /// <summary>What the gallery of a person takes up, and what it may.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryRoom> MeasureAsync(string ownerId, CancellationToken cancellationToken)
    {
        var usage = await _store.FindUsageAsync(ownerId, cancellationToken);
        return new GalleryRoom(usage.Bytes, _settings.MaxPersonBytes, _settings.MaxFileBytes);
    }

    /// <summary>A part of a folder; <see langword="null"/> when there is no such folder.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">The name of the folder, in any case.</param>
    /// <param name="part">Which part: from 0 on. One that is past the end is the last.</param>
    /// <param name="length">How many files a part has.</param>
    /// <param name="newestFirst">Starts with the newest file rather than with the oldest.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryPart?> ShowFolderOrNullAsync(
        string ownerId, string folder, int part, int length, bool newestFirst, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (GalleryNames.FindFolderFault(folder) is not null)
        {
            return null;
        }

        if (await _store.FindFolderOrNullAsync(ownerId, GalleryNames.Normalize(folder), cancellationToken) is not { } found)
        {
            return GalleryNames.IsDefault(folder) ? new GalleryPart(GalleryNames.Default, 0, 0, 1, []) : null;
        }

        var count = await _store.CountFilesAsync(found.Id, cancellationToken);
        var parts = Math.Max(1, (count + length - 1) / length);
        part = Math.Min(part, parts - 1);
        var files = newestFirst
            ? await _store.ListNewestFilesAsync(found.Id, part * length, length, cancellationToken)
            : await _store.ListFilesAsync(found.Id, part * length, length, cancellationToken);
        return new GalleryPart(found.Name, count, part, parts, [.. files.Select(file => file.ToItem(found.Name))]);
    }

    /// <summary>A file of a person; <see langword="null"/> when the person has no such file.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryItemReply?> FindFileOrNullAsync(
        string ownerId, string fileId, CancellationToken cancellationToken) =>
            Guid.TryParse(fileId, out var id)
            && await _store.FindPlacedFileOrNullAsync(ownerId, id, cancellationToken) is var (file, folder)
                ? file.ToItem(folder)
                : null;
}

/// <summary>How much room there is in a person's gallery.</summary>
/// <param name="Bytes">The bytes of all files.</param>
/// <param name="MaxBytes">The most that they may be.</param>
/// <param name="MaxFileBytes">The most that one file may have.</param>
internal sealed record GalleryRoom(long Bytes, long MaxBytes, long MaxFileBytes);

/// <summary>A part of a folder.</summary>
/// <param name="Folder">The name of the folder, as it was written.</param>
/// <param name="Files">How many files are in the folder.</param>
/// <param name="Part">Which part this is, from 0 on.</param>
/// <param name="Parts">How many parts there are; at least one.</param>
/// <param name="Items">The files of this part.</param>
internal sealed record GalleryPart(string Folder, int Files, int Part, int Parts, IReadOnlyList<GalleryItemReply> Items);
