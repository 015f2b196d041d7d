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
    private const string OtherUse = "This Idempotency-Key was used with another file, or another name or folder.";

    private readonly GalleryStore _store;
    private readonly GalleryChangeStore _changes;
    private readonly UnitsOfWork _units;
    private readonly IMediaStorage _storage;
    private readonly IdempotencyService _idempotency;
    private readonly GallerySettings _settings;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger<GalleryService> _logger;

    internal GalleryService(
        GalleryStore store,
        GalleryChangeStore changes,
        UnitsOfWork units,
        IMediaStorage storage,
        IdempotencyService idempotency,
        IOptions<GallerySettings> settings,
        Ids ids,
        TimeProvider clock,
        ILogger<GalleryService> logger) =>
        (_store, _changes, _units, _storage, _idempotency, _settings, _ids, _clock, _logger) =
        (store, changes, units, storage, idempotency, settings.Value, ids, clock, logger);

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
    /// <param name="caller">The person.</param>
    /// <param name="folder">Its name.</param>
    /// <param name="key">The key under which it is made once; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> CreateFolderAsync(
        Caller caller, string folder, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(folder);
        if (GalleryNames.FindFolderFault(folder) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        if (GalleryNames.IsDefault(folder))
        {
            return Exists(folder);
        }

        var begun = _idempotency.Begin(
            caller,
            MxitRoutes.UserMedia,
            key is null ? null : key with { BodyHash = SHA256.HashData(Encoding.UTF8.GetBytes(folder)) },
            OtherUse);
        if (!begun.IsDone)
        {
            return begun.Refusal;
        }

        using var request = begun.Value;
        await using var work = await _units.BeginAsync(cancellationToken);
        if (await GalleryChangeStore.HoldOrNullAsync(work, caller.Id, cancellationToken) is not { } usage)
        {
            return UnknownUser(caller.Id);
        }

        if (await request.FindAsync(work, cancellationToken) is { } known)
        {
            return known.Refusal;
        }

        var row = StoredFolder.Create(caller.Id, folder, _ids);
        if (!usage.TryTakeFolder(row, _settings.GetLimits(caller.IsApp)))
        {
            return Refusal.Full($"There are {_settings.MaxPersonFolders} folders; delete one first.");
        }

        if (await GalleryChangeStore.FindFolderOrNullAsync(work, caller.Id, row.NormalizedName, cancellationToken) is not null)
        {
            return Exists(folder);
        }

        GalleryChangeStore.Add(work, row);
        request.Record(work, "");
        await work.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Gives a folder another name.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">The name that it has.</param>
    /// <param name="newName">The name that it is to have.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> RenameFolderAsync(
        string ownerId, string folder, string newName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(newName);
        if (GalleryNames.IsDefault(folder))
        {
            return Refusal.Invalid("The folder Default cannot be renamed.");
        }

        if (GalleryNames.FindFolderFault(folder) is not null)
        {
            return GalleryRefusals.UnknownFolder(folder);
        }

        if (GalleryNames.FindFolderFault(newName) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        if (GalleryNames.IsDefault(newName))
        {
            return Exists(newName);
        }

        await using var work = await _units.BeginAsync(cancellationToken);
        if (await GalleryChangeStore.HoldOrNullAsync(work, ownerId, cancellationToken) is null)
        {
            return UnknownUser(ownerId);
        }

        if (await GalleryChangeStore.FindFolderOrNullAsync(
            work, ownerId, GalleryNames.Normalize(folder), cancellationToken) is not { } row)
        {
            return GalleryRefusals.UnknownFolder(folder);
        }

        var normalizedName = GalleryNames.Normalize(newName);
        if (await GalleryChangeStore.FindFolderOrNullAsync(work, ownerId, normalizedName, cancellationToken) is { } other
            && other != row)
        {
            return Exists(newName);
        }

        (row.Name, row.NormalizedName) = (newName, normalizedName);
        await work.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>Deletes a folder with its files, and the bytes that no other file has.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="folder">Its name.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> DeleteFolderAsync(string ownerId, string folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (GalleryNames.IsDefault(folder))
        {
            return Refusal.Invalid("The folder Default cannot be deleted.");
        }

        if (GalleryNames.FindFolderFault(folder) is not null)
        {
            return GalleryRefusals.UnknownFolder(folder);
        }

        await using var work = await _units.BeginAsync(cancellationToken);
        if (await GalleryChangeStore.HoldOrNullAsync(work, ownerId, cancellationToken) is not { } usage)
        {
            return UnknownUser(ownerId);
        }

        if (await GalleryChangeStore.FindFolderOrNullAsync(
            work, ownerId, GalleryNames.Normalize(folder), cancellationToken) is not { } row)
        {
            return GalleryRefusals.UnknownFolder(folder);
        }

        await _changes.RemoveFolderAsync(work, usage, row, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return null;
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
        if (!Guid.TryParse(fileId, out var id)
            || await _store.FindFileOrNullAsync(ownerId, id, cancellationToken) is not { } file)
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
    public Task<Refusal?> RenameFileAsync(string ownerId, string fileId, string newName, CancellationToken cancellationToken) =>
        RenameFileAsync(ownerId, fileId, newName, null, cancellationToken);

    /// <summary>Gives a file another name.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="newName">The name that it is to have.</param>
    /// <param name="isExpected">Asked with the tag and the date of the file; <see langword="null"/> when any will do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> RenameFileAsync(
        string ownerId, string fileId, string newName, Func<string, DateTime, bool>? isExpected,
        CancellationToken cancellationToken)
    {
        if (GalleryNames.FindFileFault(newName) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        if (await FindFaultAsync(ownerId, fileId, isExpected, cancellationToken) is { } problem)
        {
            return problem;
        }

        return Guid.TryParse(fileId, out var id) && await _store.RenameFileAsync(ownerId, id, newName, cancellationToken)
            ? null
            : GalleryRefusals.UnknownFile(fileId);
    }

    /// <summary>Deletes a file, and its bytes when no other file has them. Once it is gone it is unknown.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<Refusal?> DeleteFileAsync(string ownerId, string fileId, CancellationToken cancellationToken) =>
        DeleteFileAsync(ownerId, fileId, null, cancellationToken);

    /// <summary>Deletes a file, and its bytes when no other file has them. Once it is gone it is unknown.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="isExpected">Asked with the tag and the date of the file; <see langword="null"/> when any will do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> DeleteFileAsync(
        string ownerId, string fileId, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken)
    {
        if (await FindFaultAsync(ownerId, fileId, isExpected, cancellationToken) is { } problem)
        {
            return problem;
        }

        await using var work = await _units.BeginAsync(cancellationToken);
        if (!Guid.TryParse(fileId, out var id)
            || await GalleryChangeStore.HoldOrNullAsync(work, ownerId, cancellationToken) is not { } usage
            || !await _changes.RemoveFileAsync(work, usage, id, cancellationToken))
        {
            return GalleryRefusals.UnknownFile(fileId);
        }

        await work.CommitAsync(cancellationToken);
        return null;
    }

    private static Refusal Exists(string folder) => Refusal.Invalid($"There is a folder of this name already: {folder}");

    private static Refusal UnknownUser(string ownerId) => Refusal.NotFound($"Unknown user: {ownerId}");

    // Asked before the change and not with it: the bytes of a file, and so its tag, are the same as long as it is there.
    private async Task<Refusal?> FindFaultAsync(
        string ownerId, string fileId, Func<string, DateTime, bool>? isExpected, CancellationToken cancellationToken)
    {
        if (isExpected is null)
        {
            return null;
        }

        return !Guid.TryParse(fileId, out var id)
            || await _store.FindFileOrNullAsync(ownerId, id, cancellationToken) is not { } file
            ? GalleryRefusals.UnknownFile(fileId)
            : isExpected(GalleryContent.TagOf(file), file.CreatedUtc) ? null
            : new Refusal(RefusalKind.NotAsExpected, "The file is not the one that the request expects.");
    }

    [LoggerMessage(LogLevel.Error, "The bytes of the file {FileId} are not in the media storage: {Key}")]
    private partial void LogMissing(Guid fileId, string key);

    [LoggerMessage(LogLevel.Error, "The bytes of the file {FileId} are damaged: {Key}. Who asked for them was cut off")]
    private partial void LogDamaged(Guid fileId, string key);
}
