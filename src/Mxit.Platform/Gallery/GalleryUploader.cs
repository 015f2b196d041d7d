using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Gallery;

/// <summary>
/// Takes files in. The bytes go to the storage as they come; the row is written when they are there to stay. Source: wire
/// document, section 6, M6.
/// </summary>
public sealed partial class GalleryUploader
{
    // A document of the old form is longer than its file by a third, and has line breaks.
    private const int OldFormFactor = 2;
    private const int OldFormFrame = 4_096;

    private readonly GalleryStore _store;
    private readonly GalleryChangeStore _changes;
    private readonly IMediaStorage _storage;
    private readonly UploadReader _uploads;
    private readonly Base64Binary _oldForm;
    private readonly IdempotencyService _idempotency;
    private readonly GallerySettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<GalleryUploader> _logger;

    internal GalleryUploader(
        GalleryStore store,
        GalleryChangeStore changes,
        IMediaStorage storage,
        UploadReader uploads,
        IdempotencyService idempotency,
        IOptions<GallerySettings> settings,
        TimeProvider clock,
        ILogger<GalleryUploader> logger)
    {
        (_store, _changes, _storage, _uploads, _oldForm) = (store, changes, storage, uploads, new Base64Binary(uploads));
        (_idempotency, _settings, _clock, _logger) = (idempotency, settings.Value, clock, logger);
    }

    /// <summary>Takes a file in.</summary>
    /// <param name="caller">The person, and the app through which the file comes.</param>
    /// <param name="upload">What is known of the file beforehand.</param>
    /// <param name="body">Its bytes; not touched when what is known tells that it cannot be taken.</param>
    /// <param name="key">The key under which it is taken once; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>With the id of the file as the text, when it was taken.</returns>
    public async Task<GalleryResult> UploadAsync(
        Caller caller, GalleryUpload upload, Stream body, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(upload);
        if ((GalleryNames.FindFolderFault(upload.Folder) ?? GalleryNames.FindFileFault(upload.FileName)) is { } fault)
        {
            return new GalleryResult(GalleryOutcome.Invalid, fault);
        }

        try
        {
            var isOldForm = GalleryMediaTypes.IsXml(upload.ContentType) && upload.MimeType is { Length: > 0 };
            var longest = isOldForm ? (_settings.MaxFileBytes * OldFormFactor) + OldFormFrame : _settings.MaxFileBytes;
            if (upload.Length > longest)
            {
                return TooLarge();
            }

            // A repeated upload takes no more room, but whether it is one shows at its end.
            var isKnown = key is not null && await _idempotency.IsKnownAsync(caller, MxitRoutes.UserMediaFile, key, cancellationToken);
            var room = isKnown ? long.MaxValue : await FindRoomAsync(caller.Id, cancellationToken);
            if (room < 0 || (!isOldForm && upload.Length > room))
            {
                return Full();
            }

            return isOldForm
                ? await UploadOldFormAsync(caller, upload, body, longest, room, key, cancellationToken)
                : await UploadAsync(caller, upload, body, room, upload.ContentType, key, cancellationToken);
        }
        catch (Base64BinaryException damaged)
        {
            return new GalleryResult(GalleryOutcome.Invalid, damaged.Message);
        }
        catch (MediaTooLargeException failure)
        {
            return failure.MaxBytes < _settings.MaxFileBytes ? Full() : TooLarge();
        }
        catch (MediaStorageFullException failure)
        {
            LogFull(failure);
            return new GalleryResult(GalleryOutcome.Full, "The server has no room left for files; try again later.");
        }
    }

    private static GalleryResult Full() =>
        new(GalleryOutcome.Full, "There is no room left for the file in the gallery; delete others first.");

    // An XML file that is no document of the old form is a file like others.
    private async Task<GalleryResult> UploadOldFormAsync(
        Caller caller, GalleryUpload upload, Stream body, long longest, long room, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        await using var document = await _uploads.ReadAsync(body, longest, cancellationToken);
        await using var file = await _oldForm.UnwrapOrNullAsync(document, longest, cancellationToken);
        return await UploadAsync(
            caller, upload, file ?? document, room, file is null ? upload.ContentType : null, key, cancellationToken);
    }

    private async Task<GalleryResult> UploadAsync(
        Caller caller,
        GalleryUpload upload,
        Stream body,
        long room,
        string? contentType,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        var stored = await _storage.SaveAsync(body, Math.Min(room, _settings.MaxFileBytes), cancellationToken);
        var mediaType = GalleryMediaTypes.FindDeclaredOrNull(contentType, upload.MimeType)
            ?? await DetectAsync(stored.Key, cancellationToken);
        if (key is null)
        {
            return (await AddAsync(caller, upload, stored, mediaType, null, cancellationToken))!;
        }

        var keyed = await _idempotency.RunAsync(
            caller,
            MxitRoutes.UserMediaFile,
            key with { BodyHash = Hash(upload, stored, mediaType) },
            record => AddAsync(caller, upload, stored, mediaType, record, cancellationToken),
            record => new GalleryResult(GalleryOutcome.Done, record.Answer),
            cancellationToken);
        return keyed.State switch
        {
            KeyState.Done => keyed.Answer!,
            KeyState.InUse => new GalleryResult(GalleryOutcome.KeyInUse, "A request with this Idempotency-Key is running."),
            _ => new GalleryResult(
                GalleryOutcome.KeyMismatch, "This Idempotency-Key was used with another file, or another name or folder."),
        };
    }

    private async Task<GalleryResult?> AddAsync(
        Caller caller,
        GalleryUpload upload,
        StoredMedia stored,
        string mediaType,
        RecordMaker? record,
        CancellationToken cancellationToken)
    {
        var now = _clock.GetStoredUtcNow();
        var fileId = Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero));
        var folder = new StoredFolder
        {
            Id = Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero)),
            OwnerId = caller.Id,
            Name = GalleryNames.IsDefault(upload.Folder) ? GalleryNames.Default : upload.Folder,
            NormalizedName = GalleryNames.Normalize(upload.Folder),
        };
        var change = await _changes.AddFileAsync(
            folder,
            folderId => new StoredFile
            {
                Id = fileId,
                OwnerId = caller.Id,
                FolderId = folderId,
                Name = upload.FileName!,
                MediaType = mediaType,
                Size = stored.Length,
                Key = stored.Key,
                CreatedUtc = now,
                PreventShare = upload.PreventShare,
                UploadedByClientId = caller.ClientId,
            },
            stored.Length,
            record?.Make(200, fileId.ToString(), null),
            _settings,
            cancellationToken);
        return change switch
        {
            GalleryChange.Done => new GalleryResult(GalleryOutcome.Done, fileId.ToString()),
            GalleryChange.Recorded => null,
            GalleryChange.NoPerson => new GalleryResult(GalleryOutcome.NotFound, $"Unknown user: {caller.Id}"),
            GalleryChange.TotalFull =>
                new GalleryResult(GalleryOutcome.Full, "The server has no room left for files; try again later."),
            _ => Full(),
        };
    }

    /// <summary>How many bytes may still come; less than none when there are enough files.</summary>
    private async Task<long> FindRoomAsync(string ownerId, CancellationToken cancellationToken)
    {
        var usage = await _store.FindUsageAsync(ownerId, cancellationToken);
        if (usage.Files >= _settings.MaxPersonFiles)
        {
            return -1;
        }

        var room = _settings.MaxPersonBytes - usage.Bytes;
        return _settings.MaxTotalBytes is { } total ? Math.Min(room, total - await _store.SumBytesAsync(cancellationToken)) : room;
    }

    private async Task<string> DetectAsync(string key, CancellationToken cancellationToken)
    {
        await using var content = await _storage.OpenOrNullAsync(key, cancellationToken)
            ?? throw new IOException("What was stored is not there.");
        return await GalleryMediaTypes.DetectAsync(content, cancellationToken);
    }

    // What makes two uploads the same one: the bytes and everything that was said of them.
    private static byte[] Hash(GalleryUpload upload, StoredMedia stored, string mediaType) => SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(
            new[] { stored.Key, GalleryNames.Normalize(upload.Folder), upload.FileName!, mediaType, upload.PreventShare ? "1" : "0" }));

    private GalleryResult TooLarge() => new(
        GalleryOutcome.TooLarge, $"The file is too large; at most {_settings.MaxFileBytes} bytes are allowed.");

    [LoggerMessage(LogLevel.Error, "The media storage is full")]
    private partial void LogFull(Exception failure);
}
