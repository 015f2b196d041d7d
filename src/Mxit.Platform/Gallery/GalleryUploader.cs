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
/// Takes files in, for people and for apps, each into a gallery of their own. The bytes go to the storage as they come, and are seen
/// when the row is. Source: wire document, section 6, M6.
/// </summary>
internal sealed partial class GalleryUploader
{
    // A document of the old form is longer than its file by a third, and has line breaks.
    private const int OldFormFactor = 2;
    private const int OldFormFrame = 4_096;

    private readonly GalleryStore _store;
    private readonly GalleryFileStore _files;
    private readonly IMediaStorage _storage;
    private readonly UploadReader _uploads;
    private readonly MetadataFreeCopies _copies;
    private readonly Base64Binary _oldForm;
    private readonly ThumbnailService _thumbnails;
    private readonly IdempotencyService _idempotency;
    private readonly GallerySettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<GalleryUploader> _logger;

    internal GalleryUploader(
        GalleryStore store,
        GalleryFileStore files,
        IMediaStorage storage,
        UploadReader uploads,
        MetadataFreeCopies copies,
        ThumbnailService thumbnails,
        IdempotencyService idempotency,
        IOptions<GallerySettings> settings,
        TimeProvider clock,
        ILogger<GalleryUploader> logger)
    {
        (_store, _files, _storage, _uploads, _oldForm) = (store, files, storage, uploads, new Base64Binary(uploads));
        _copies = copies;
        (_thumbnails, _idempotency, _settings, _clock, _logger) = (thumbnails, idempotency, settings.Value, clock, logger);
    }

    /// <summary>Takes a file in.</summary>
    /// <param name="caller">
    /// Whose gallery it comes into: that of the person, or of the app when nobody else is there; and the app through which it comes.
    /// </param>
    /// <param name="operation">What was asked for, such as the path: the same key under another one is another key.</param>
    /// <param name="upload">What is known of the file beforehand.</param>
    /// <param name="body">Its bytes; not touched when what is known tells that it cannot be taken.</param>
    /// <param name="key">
    /// The key under which it is taken once; <see langword="null"/> for none. Its hash is that of all that was asked for besides the
    /// file, which is added here.
    /// </param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>With the id of the file as the text, when it was taken.</returns>
    public async Task<GalleryResult> UploadAsync(
        Caller caller, string operation, GalleryUpload upload, Stream body, IdempotencyKey? key, CancellationToken cancellationToken)
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
            var isKnown = key is not null && await _idempotency.IsKnownAsync(caller, operation, key, cancellationToken);
            var room = isKnown ? long.MaxValue : await FindRoomAsync(caller, cancellationToken);
            if (room < 0 || (!isOldForm && upload.Length > room))
            {
                return Full();
            }

            var wish = new Wish(caller, operation, upload, key);
            return isOldForm
                ? await UploadOldFormAsync(wish, body, longest, room, cancellationToken)
                : await UploadAsync(wish, body, room, upload.ContentType, cancellationToken);
        }
        catch (Base64BinaryException damaged)
        {
            return new GalleryResult(GalleryOutcome.Invalid, damaged.Message);
        }
        catch (MetadataStaysException stays)
        {
            return new GalleryResult(GalleryOutcome.MetadataStays, stays.Message);
        }
        catch (MediaTooLargeException failure)
        {
            return failure.MaxBytes < _settings.MaxFileBytes ? Full() : TooLarge();
        }
        catch (MediaStorageFullException failure)
        {
            LogFull(failure);
            return new GalleryResult(GalleryOutcome.Full, GalleryResult.NoRoomOnServer);
        }
    }

    private static GalleryResult Full() =>
        new(GalleryOutcome.Full, "There is no room left for the file in the gallery; delete others first.");

    private static GalleryResult OtherBytes() =>
        new(GalleryOutcome.Invalid, "The bytes that came are not those of the digest that came with them; send the file again.");

    // An XML file that is no document of the old form is a file like others.
    private async Task<GalleryResult> UploadOldFormAsync(
        Wish wish, Stream body, long longest, long room, CancellationToken cancellationToken)
    {
        await using var document = await _uploads.ReadAsync(body, longest, cancellationToken);
        if (wish.Upload.Sha256 is { } announced)
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
            wish with { Upload = wish.Upload with { Sha256 = null } }, file ?? document, room, file is null ? wish.Upload.ContentType : null, cancellationToken);
    }

    private async Task<GalleryResult> UploadAsync(
        Wish wish, Stream body, long room, string? contentType, CancellationToken cancellationToken)
    {
        await using var staged = await _storage.StageAsync(body, Math.Min(room, _settings.MaxFileBytes), cancellationToken);
        if (wish.Upload.Sha256 is { } announced && announced != staged.Key)
        {
            return OtherBytes();
        }

        var declared = GalleryMediaTypes.FindDeclaredOrNull(contentType, wish.Upload.MimeType);
        var mediaType = await DecideMediaTypeAsync(staged, declared, cancellationToken);
        if (wish.Upload.IsWithoutMetadata)
        {
            await _copies.CheckAsync(staged, wish.Upload.FileName, declared ?? mediaType, cancellationToken);
        }

        if (wish.Key is null)
        {
            return (await AddAsync(wish, staged, mediaType, null, cancellationToken))!;
        }

        var keyed = await _idempotency.RunAsync(
            wish.Caller,
            wish.Operation,
            wish.Key with { BodyHash = Hash(wish, staged, mediaType) },
            record => AddAsync(wish, staged, mediaType, record, cancellationToken),
            record => new GalleryResult(GalleryOutcome.Done, record.Answer),
            cancellationToken);
        return GalleryResult.Of(keyed);
    }

    private async Task<GalleryResult?> AddAsync(
        Wish wish, IStagedMedia staged, string mediaType, RecordMaker? record, CancellationToken cancellationToken)
    {
        var (caller, upload) = (wish.Caller, wish.Upload);
        var now = _clock.GetStoredUtcNow();
        var fileId = Guid.CreateVersion7(_clock.GetUtcNow());
        var folder = StoredFolder.Create(caller.Id, upload.Folder, _clock);
        var file = new GalleryAddition(
            folder,
            folderId => new StoredFile
            {
                Id = fileId,
                OwnerId = caller.Id,
                FolderId = folderId,
                Name = upload.FileName!,
                MediaType = mediaType,
                Size = staged.Length,
                Key = staged.Key,
                CreatedUtc = now,
                PreventShare = upload.PreventShare,
                UploadedByClientId = caller.ClientId,
            },
            staged.Length,
            staged.Key)
        {
            Staged = staged,
            Record = record?.Make(200, fileId.ToString(), null),
            NowUtc = now,
        };
        var change = await _files.AddAsync(file, _settings.GetLimits(caller.IsApp), null, cancellationToken);
        if (change == GalleryChange.Done)
        {
            _thumbnails.Prepare(staged.Key, mediaType);
        }

        return change switch
        {
            GalleryChange.Done => new GalleryResult(GalleryOutcome.Done, fileId.ToString()),
            GalleryChange.Recorded => null,
            GalleryChange.NoOwner => new GalleryResult(GalleryOutcome.NotFound, $"Unknown {(caller.IsApp ? "app" : "user")}: {caller.Id}"),
            GalleryChange.TotalFull =>
                new GalleryResult(GalleryOutcome.Full, GalleryResult.NoRoomOnServer),
            _ => Full(),
        };
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

    private static async Task<string> DecideMediaTypeAsync(IStagedMedia staged, string? declared, CancellationToken cancellationToken)
    {
        await using var content = await staged.OpenAsync(cancellationToken);
        return await GalleryMediaTypes.DecideAsync(content, declared, cancellationToken);
    }

    // What makes two uploads the same one: the bytes and everything that was said of them.
    private static byte[] Hash(Wish wish, IStagedMedia staged, string mediaType) => SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new[]
        {
            Convert.ToHexStringLower(wish.Key!.BodyHash), staged.Key, GalleryNames.Normalize(wish.Upload.Folder), wish.Upload.FileName!,
            mediaType, wish.Upload.PreventShare ? "1" : "0",
        }));

    private GalleryResult TooLarge() => new(
        GalleryOutcome.TooLarge, $"The file is too large; at most {_settings.MaxFileBytes} bytes are allowed.");

    [LoggerMessage(LogLevel.Error, "The media storage is full")]
    private partial void LogFull(Exception failure);

    private sealed record Wish(Caller Caller, string Operation, GalleryUpload Upload, IdempotencyKey? Key);
}
