using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Thumbnails;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>
/// Takes files in, for people and for apps, each into a gallery of their own. The bytes go to the storage as they come, and are
/// seen when the row is. Source: wire document, section 6, M6.
/// </summary>
internal sealed partial class GalleryUploader
{
    // A document of the old form is longer than its file by a third, and has line breaks.
    private const int OldFormFactor = 2;
    private const int OldFormFrame = 4_096;

    private const string OtherUse = "This Idempotency-Key was used with another file, or another name or folder.";

    private readonly GalleryStore _store;
    private readonly UnitsOfWork _units;
    private readonly IMediaStorage _storage;
    private readonly UploadReader _uploads;
    private readonly MetadataFreeCopies _copies;
    private readonly Base64Binary _oldForm;
    private readonly ThumbnailService _thumbnails;
    private readonly IdempotencyService _idempotency;
    private readonly GallerySettings _settings;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger<GalleryUploader> _logger;

    internal GalleryUploader(
        GalleryStore store,
        UnitsOfWork units,
        IMediaStorage storage,
        UploadReader uploads,
        MetadataFreeCopies copies,
        ThumbnailService thumbnails,
        IdempotencyService idempotency,
        IOptions<GallerySettings> settings,
        Ids ids,
        TimeProvider clock,
        ILogger<GalleryUploader> logger)
    {
        (_store, _units, _storage, _uploads, _oldForm) = (store, units, storage, uploads, new Base64Binary(uploads));
        _copies = copies;
        (_thumbnails, _idempotency, _settings, _ids, _clock, _logger) = (
            thumbnails, idempotency, settings.Value, ids, clock, logger);
    }

    /// <summary>Takes a file in.</summary>
    /// <param name="caller">
    /// Whose gallery it comes into: that of the person, or of the app when nobody else is there; and the app through which it
    /// comes.
    /// </param>
    /// <param name="operation">What was asked for, such as the path: the same key under another one is another key.</param>
    /// <param name="upload">What is known of the file beforehand.</param>
    /// <param name="body">Its bytes; not touched when what is known tells that it cannot be taken.</param>
    /// <param name="key">
    /// The key under which it is taken once; <see langword="null"/> for none. Its hash is that of all that was asked for besides
    /// the file, which is added here.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The id of the file.</returns>
    public async Task<Result<Guid>> UploadAsync(
        Caller caller, string operation, GalleryUpload upload, Stream body, IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(upload);
        if ((GalleryNames.FindFolderFault(upload.Folder) ?? GalleryNames.FindFileFault(upload.FileName)) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        try
        {
            var isOldForm = GalleryMediaTypes.IsXml(upload.ContentType) && upload.MimeType is { Length: > 0 };
            var longest = isOldForm ? (_settings.MaxFileBytes * OldFormFactor) + OldFormFrame : _settings.MaxFileBytes;
            if (upload.Length > longest)
            {
                return TooLarge();
            }

            // Nobody sends a file for nothing. A repeated upload takes no more room, but whether it is one shows at its end.
            var room = await FindRoomAsync(caller, cancellationToken);
            if (room < _settings.MaxFileBytes && await _idempotency.IsKnownAsync(caller, operation, key, cancellationToken))
            {
                room = long.MaxValue;
            }

            if (room < 0 || (!isOldForm && upload.Length > room))
            {
                return Full();
            }

            var uploadRequest = new UploadRequest(caller, operation, upload, key);
            return isOldForm
                ? await UploadOldFormAsync(uploadRequest, body, longest, room, cancellationToken)
                : await UploadAsync(uploadRequest, body, room, upload.ContentType, cancellationToken);
        }
        catch (Base64BinaryException damaged)
        {
            return Refusal.Invalid(damaged.Message);
        }
        catch (MetadataStaysException stays)
        {
            return new Refusal(RefusalKind.MetadataStays, stays.Message);
        }
        catch (MediaTooLargeException failure)
        {
            return failure.MaxBytes < _settings.MaxFileBytes ? Full() : TooLarge();
        }
        catch (MediaStorageFullException failure)
        {
            LogFull(failure);
            return GalleryRefusals.NoRoomOnServer;
        }
    }

    private static Refusal Full() =>
        Refusal.Full("There is no room left for the file in the gallery; delete others first.");

    private static Refusal OtherBytes() =>
        Refusal.Invalid("The bytes that came are not those of the digest that came with them; send the file again.");

    // An XML file that is no document of the old form is a file like others.
    private async Task<Result<Guid>> UploadOldFormAsync(
        UploadRequest uploadRequest, Stream body, long longest, long room, CancellationToken cancellationToken)
    {
        await using var document = await _uploads.ReadAsync(body, longest, cancellationToken);
        if (uploadRequest.Upload.Sha256 is { } announced)
        {
            // It is that of the document, not that of the file in it.
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(document, cancellationToken)) != announced)
            {
                return OtherBytes();
            }

            document.Position = 0;
        }

        await using var file = await _oldForm.UnwrapOrNullAsync(document, longest, cancellationToken);
        return await UploadAsync(
            uploadRequest with { Upload = uploadRequest.Upload with { Sha256 = null } }, file ?? document, room,
            file is null ? uploadRequest.Upload.ContentType : null, cancellationToken);
    }

    private async Task<Result<Guid>> UploadAsync(
        UploadRequest uploadRequest, Stream body, long room, string? contentType, CancellationToken cancellationToken)
    {
        var (caller, upload) = (uploadRequest.Caller, uploadRequest.Upload);
        await using var staged = await _storage.StageAsync(body, Math.Min(room, _settings.MaxFileBytes), cancellationToken);
        if (upload.Sha256 is { } announced && announced != staged.Key)
        {
            return OtherBytes();
        }

        var declared = GalleryMediaTypes.FindDeclaredOrNull(contentType, upload.MimeType);
        var mediaType = await DecideMediaTypeAsync(staged, declared, cancellationToken);
        if (upload.IsWithoutMetadata)
        {
            await _copies.CheckAsync(staged, upload.FileName, declared ?? mediaType, cancellationToken);
        }

        var begun = _idempotency.Begin(caller, uploadRequest.Operation, HashOrNull(uploadRequest, staged, mediaType), OtherUse);
        if (!begun.IsDone)
        {
            return begun.Refusal;
        }

        using var request = begun.Value;
        await using var work = await _units.BeginAsync(cancellationToken);
        if (await GalleryChangeStore.HoldOrNullAsync(work, caller.Id, cancellationToken) is not { } usage)
        {
            return Refusal.NotFound($"Unknown {(caller.IsApp ? "app" : "user")}: {caller.Id}");
        }

        if (await request.FindAsync(work, cancellationToken) is { } known)
        {
            return known.Then(record => Guid.Parse(record.Answer));
        }

        var limits = _settings.GetLimits(caller.IsApp);
        var file = new StoredFile
        {
            Id = _ids.NewId(),
            OwnerId = caller.Id,
            Name = upload.FileName!,
            MediaType = mediaType,
            Size = staged.Length,
            Key = staged.Key,
            CreatedUtc = _clock.GetStoredUtcNow(),
            PreventShare = upload.PreventShare,
            UploadedByClientId = caller.ClientId,
        };
        if (!await GalleryChangeStore.TryAddFileAsync(
            work, usage, file, StoredFolder.Create(caller.Id, upload.Folder, _ids), limits, cancellationToken))
        {
            return Full();
        }

        request.Record(work, file.Id.ToString());
        if (!await GalleryChangeStore.HoldBytesAsync(work, staged.Key, limits.TotalBytes, cancellationToken))
        {
            return GalleryRefusals.NoRoomOnServer;
        }

        await staged.PublishAsync(cancellationToken);
        work.AfterCommit(() => _thumbnails.Prepare(staged.Key, mediaType));
        await work.CommitAsync(cancellationToken);
        return file.Id;
    }

    /// <summary>How many bytes may still come; less than none when there are enough files.</summary>
    private async Task<long> FindRoomAsync(Caller caller, CancellationToken cancellationToken)
    {
        var limits = _settings.GetLimits(caller.IsApp);
        var usage = await _store.FindUsageAsync(caller.Id, cancellationToken);
        if (usage.Files >= limits.Files)
        {
            return -1;
        }

        var room = limits.Bytes - usage.Bytes;
        return limits.TotalBytes is { } total ? Math.Min(room, total - await _store.SumBytesAsync(cancellationToken)) : room;
    }

    private static async Task<string> DecideMediaTypeAsync(
        IStagedMedia staged, string? declared, CancellationToken cancellationToken)
    {
        await using var content = await staged.OpenAsync(cancellationToken);
        return await GalleryMediaTypes.DecideAsync(content, declared, cancellationToken);
    }

    // What makes two uploads the same one: the bytes and everything that was said of them.
    private static IdempotencyKey? HashOrNull(UploadRequest uploadRequest, IStagedMedia staged, string mediaType) =>
        uploadRequest.Key is null ? null : uploadRequest.Key with
        {
            BodyHash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new[]
        {
            Convert.ToHexStringLower(uploadRequest.Key.BodyHash), staged.Key, GalleryNames.Normalize(uploadRequest.Upload.Folder),
            uploadRequest.Upload.FileName!,
            mediaType, uploadRequest.Upload.PreventShare ? "1" : "0",
        })),
        };

    private Refusal TooLarge() => new(
        RefusalKind.TooLarge, $"The file is too large; at most {_settings.MaxFileBytes} bytes are allowed.");

    [LoggerMessage(LogLevel.Error, "The media storage is full")]
    private partial void LogFull(Exception failure);

    private sealed record UploadRequest(Caller Caller, string Operation, GalleryUpload Upload, IdempotencyKey? Key);
}
