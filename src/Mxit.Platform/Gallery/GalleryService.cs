using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>
/// The galleries of people: what is in them is shown, renamed and deleted. Everybody has the folder <c>Default</c>. Source: wire
/// document, section 6, M1 to M5 and M7 to M9.
/// </summary>
internal sealed partial class GalleryService
{
    private readonly GalleryStore _store;
    private readonly GalleryChangeStore _changes;
    private readonly IMediaStorage _storage;
    private readonly MediaReleaser _releaser;
    private readonly IdempotencyService _idempotency;
    private readonly GallerySettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<GalleryService> _logger;

    internal GalleryService(
        GalleryStore store,
        GalleryChangeStore changes,
        IMediaStorage storage,
        MediaReleaser releaser,
        IdempotencyService idempotency,
        IOptions<GallerySettings> settings,
        TimeProvider clock,
        ILogger<GalleryService> logger) =>
        (_store, _changes, _storage, _releaser, _idempotency, _settings, _clock, _logger) =
        (store, changes, storage, releaser, idempotency, settings.Value, clock, logger);

    /// <summary>A person's folders: <c>Default</c> first, the others by name.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryReply> GetRootAsync(string ownerId, CancellationToken cancellationToken)
    {
        var folders = await _store.ListFoldersAsync(ownerId, cancellationToken);
        var inDefault = folders.Where(folder => GalleryNames.IsDefault(folder.NormalizedName)).Sum(folder => folder.Files);
        return new GalleryReply
        {
            Folders =
            [
                new GalleryFolderReply { FolderName = GalleryNames.Default, ItemCount = inDefault },
                .. folders.Where(folder => !GalleryNames.IsDefault(folder.NormalizedName))
                    .OrderBy(folder => folder.NormalizedName, StringComparer.Ordinal)
                    .Select(folder => new GalleryFolderReply { FolderName = folder.Name, ItemCount = folder.Files }),
            ],
        };
    }

    /// <summary>The files of a folder, oldest first; <see langword="null"/> when there is no such folder.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">The name of the folder.</param>
    /// <param name="skip">How many to leave out at the start.</param>
    /// <param name="count">How many to give at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryItemReply[]?> ListOrNullAsync(
        string ownerId, string folder, int skip, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (GalleryNames.FindFolderFault(folder) is not null)
        {
            return null;
        }

        if (await _store.FindFolderOrNullAsync(ownerId, GalleryNames.Normalize(folder), cancellationToken) is not { } found)
        {
            return GalleryNames.IsDefault(folder) ? [] : null;
        }

        var files = await _store.ListFilesAsync(found.Id, skip, count, cancellationToken);
        return [.. files.Select(file => file.ToItem(found.Name))];
    }

    /// <summary>Makes a folder.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">Its name.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryResult> CreateFolderAsync(string ownerId, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (GalleryNames.FindFolderFault(folder) is { } fault)
        {
            return new GalleryResult(GalleryOutcome.Invalid, fault);
        }

        return GalleryNames.IsDefault(folder)
            ? Exists(folder)
            : (await AddFolderAsync(ownerId, folder, null, cancellationToken))!;
    }

    /// <summary>Makes a folder, under a key once.</summary>
    /// <param name="caller">The person.</param>
    /// <param name="folder">Its name.</param>
    /// <param name="key">The key; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryResult> CreateFolderAsync(
        Caller caller, string folder, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(folder);
        if (key is null || GalleryNames.IsDefault(folder) || GalleryNames.FindFolderFault(folder) is not null)
        {
            return await CreateFolderAsync(caller.Id, folder, cancellationToken);
        }

        return GalleryResult.Of(await _idempotency.RunAsync(
            caller,
            MxitRoutes.UserMedia,
            key with { BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(folder)) },
            record => AddFolderAsync(caller.Id, folder, record.Make(200, "", null), cancellationToken),
            _ => new GalleryResult(GalleryOutcome.Done, null),
            cancellationToken));
    }

    /// <summary>Gives a folder another name.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">The name that it has.</param>
    /// <param name="newName">The name that it is to have.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryResult> RenameFolderAsync(
        string ownerId, string folder, string newName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(newName);
        if (GalleryNames.IsDefault(folder))
        {
            return new GalleryResult(GalleryOutcome.Invalid, "The folder Default cannot be renamed.");
        }

        if (GalleryNames.FindFolderFault(folder) is not null)
        {
            return UnknownFolder(folder);
        }

        if (GalleryNames.FindFolderFault(newName) is { } fault)
        {
            return new GalleryResult(GalleryOutcome.Invalid, fault);
        }

        return GalleryNames.IsDefault(newName)
            ? Exists(newName)
            : ToResult(
                await _changes.RenameFolderAsync(
                    ownerId, GalleryNames.Normalize(folder), newName, GalleryNames.Normalize(newName), cancellationToken),
                ownerId,
                folder,
                newName);
    }

    /// <summary>Deletes a folder with its files, and the bytes that no other file has.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">Its name.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryResult> DeleteFolderAsync(string ownerId, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (GalleryNames.IsDefault(folder))
        {
            return new GalleryResult(GalleryOutcome.Invalid, "The folder Default cannot be deleted.");
        }

        if (GalleryNames.FindFolderFault(folder) is not null)
        {
            return UnknownFolder(folder);
        }

        var removal = await _changes.RemoveFolderAsync(ownerId, GalleryNames.Normalize(folder), cancellationToken);
        return ToResult(await ReleaseAsync(removal), ownerId, folder, folder);
    }

    /// <summary>What is known of a file of a person; <see langword="null"/> when the person has no such file.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<StoredFile?> FindOrNullAsync(string ownerId, string fileId, CancellationToken cancellationToken) =>
        Guid.TryParse(fileId, out var id) ? await _store.FindFileOrNullAsync(ownerId, id, cancellationToken) : null;

    /// <summary>A file of a person; <see langword="null"/> when the person has no such file.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryContent?> OpenOrNullAsync(string ownerId, string fileId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(fileId, out var id) || await _store.FindFileOrNullAsync(ownerId, id, cancellationToken) is not { } file)
        {
            return null;
        }

        if (await _storage.OpenOrNullAsync(file.Key, cancellationToken) is { } content)
        {
            return new GalleryContent(new VerifiedStream(content, file.Key, () => LogDamaged(file.Id, file.Key)), file);
        }

        // It may have been deleted in between; when not, whoever runs the server gets to know.
        if (await _store.FindFileOrNullAsync(ownerId, id, cancellationToken) is not null)
        {
            LogMissing(file.Id, file.Key);
        }

        return null;
    }

    /// <summary>Gives a file another name.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="newName">The name that it is to have.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<GalleryResult> RenameFileAsync(string ownerId, string fileId, string newName, CancellationToken cancellationToken) =>
        RenameFileAsync(ownerId, fileId, newName, null, cancellationToken);

    /// <summary>Gives a file another name.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="newName">The name that it is to have.</param>
    /// <param name="isExpected">Asked with the tag and the date of the file; <see langword="null"/> when any will do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryResult> RenameFileAsync(
        string ownerId, string fileId, string newName, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken)
    {
        if (GalleryNames.FindFileFault(newName) is { } fault)
        {
            return new GalleryResult(GalleryOutcome.Invalid, fault);
        }

        if (await FindFaultAsync(ownerId, fileId, isExpected, cancellationToken) is { } problem)
        {
            return problem;
        }

        return Guid.TryParse(fileId, out var id)
            && await _changes.RenameFileAsync(ownerId, id, newName, cancellationToken) == GalleryChange.Done
            ? new GalleryResult(GalleryOutcome.Done)
            : UnknownFile(fileId);
    }

    /// <summary>Deletes a file, and its bytes when no other file has them. Once it is gone it is unknown.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<GalleryResult> DeleteFileAsync(string ownerId, string fileId, CancellationToken cancellationToken) =>
        DeleteFileAsync(ownerId, fileId, null, cancellationToken);

    /// <summary>Deletes a file, and its bytes when no other file has them. Once it is gone it is unknown.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="isExpected">Asked with the tag and the date of the file; <see langword="null"/> when any will do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GalleryResult> DeleteFileAsync(
        string ownerId, string fileId, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken) =>
        await FindFaultAsync(ownerId, fileId, isExpected, cancellationToken)
        ?? (Guid.TryParse(fileId, out var id)
            && await ReleaseAsync(await _changes.RemoveFileAsync(ownerId, id, cancellationToken)) == GalleryChange.Done
            ? new GalleryResult(GalleryOutcome.Done)
            : UnknownFile(fileId));

    internal static GalleryResult UnknownFolder(string folder) => new(GalleryOutcome.NotFound, $"Unknown folder: {folder}");

    internal static GalleryResult UnknownFile(string fileId) => new(GalleryOutcome.NotFound, $"Unknown file: {fileId}");

    private static GalleryResult Exists(string folder) =>
        new(GalleryOutcome.Invalid, $"There is a folder of this name already: {folder}");

    // Asked before the change and not with it: the bytes of a file, and so its tag, are the same as long as it is there.
    private async Task<GalleryResult?> FindFaultAsync(
        string ownerId, string fileId, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken)
    {
        if (isExpected is null)
        {
            return null;
        }

        return !Guid.TryParse(fileId, out var id) || await _store.FindFileOrNullAsync(ownerId, id, cancellationToken) is not { } file
            ? UnknownFile(fileId)
            : isExpected(GalleryContent.TagOf(file), file.CreatedUtc) ? null
            : new GalleryResult(GalleryOutcome.NotAsExpected, "The file is not the one that the request expects.");
    }

    private async Task<GalleryChange> ReleaseAsync(GalleryRemoval removal)
    {
        if (removal.Change == GalleryChange.Done)
        {
            await _releaser.ReleaseAsync(removal.Keys, CancellationToken.None);
        }

        return removal.Change;
    }

    /// <summary>Adds a folder; nothing when there is a record under the key already.</summary>
    private async Task<GalleryResult?> AddFolderAsync(
        string ownerId, string folder, IdempotencyRecord? record, CancellationToken cancellationToken)
    {
        var row = StoredFolder.Create(ownerId, folder, _clock);
        var change = await _changes.AddFolderAsync(
            row, _settings.MaxPersonFolders, record, _clock.GetStoredUtcNow(), cancellationToken);
        return change == GalleryChange.Recorded ? null : ToResult(change, ownerId, folder, folder);
    }

    private GalleryResult ToResult(GalleryChange change, string ownerId, string folder, string newName) => change switch
    {
        GalleryChange.Done => new GalleryResult(GalleryOutcome.Done),
        GalleryChange.NotFound => UnknownFolder(folder),
        GalleryChange.NoOwner => new GalleryResult(GalleryOutcome.NotFound, $"Unknown user: {ownerId}"),
        GalleryChange.Exists => Exists(newName),
        _ => new GalleryResult(GalleryOutcome.Full, $"There are {_settings.MaxPersonFolders} folders; delete one first."),
    };

    [LoggerMessage(LogLevel.Error, "The bytes of the file {FileId} are not in the media storage: {Key}")]
    private partial void LogMissing(Guid fileId, string key);

    [LoggerMessage(LogLevel.Error, "The bytes of the file {FileId} are damaged: {Key}. Who asked for them was cut off")]
    private partial void LogDamaged(Guid fileId, string key);
}
