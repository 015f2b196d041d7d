using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Thumbnails;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// The rules of offering a file: it reaches the other person as a message, under the name of the one who offers. Source: wire
/// document, section 6, M10 and M11.
/// </summary>
internal sealed partial class FileOfferSender
{
    // A key names an upload and an offer of the same request: two pieces of work, of which the second may have to be done alone.
    private const string Upload = $"{MxitRoutes.UserMediaSend} upload";
    private const string OfferNew = MxitRoutes.UserMediaSend;
    private const string OfferAgain = $"{MxitRoutes.UserMediaSend} again";

    private readonly FileOfferStore _store;
    private readonly FileOfferChangeStore _changes;
    private readonly GalleryUploader _gallery;
    private readonly MetadataFreeCopies _copies;
    private readonly ThumbnailService _thumbnails;
    private readonly MediaReleaser _media;
    private readonly MessageService _messages;
    private readonly AccountDirectory _accounts;
    private readonly IdempotencyService _idempotency;
    private readonly TimeSpan _life;
    private readonly TimeProvider _clock;
    private readonly ILogger<FileOfferSender> _logger;

    internal FileOfferSender(
        FileOfferStore store,
        FileOfferChangeStore changes,
        GalleryUploader gallery,
        MetadataFreeCopies copies,
        ThumbnailService thumbnails,
        MediaReleaser media,
        MessageService messages,
        AccountDirectory accounts,
        IdempotencyService idempotency,
        IOptions<FileOfferSettings> settings,
        IOptions<MessageSettings> messageSettings,
        TimeProvider clock,
        ILogger<FileOfferSender> logger)
    {
        (_store, _changes, _gallery, _messages, _accounts) = (store, changes, gallery, messages, accounts);
        (_copies, _thumbnails, _media, _idempotency) = (copies, thumbnails, media, idempotency);
        (_life, _clock, _logger) = (settings.Value.GetLife(messageSettings.Value), clock, logger);
    }

    /// <summary>Takes a file into the caller's gallery and offers it; the answer means that the message is durable.</summary>
    /// <param name="caller">The person, or the app, that offers.</param>
    /// <param name="upload">What is known of the file beforehand.</param>
    /// <param name="wish">To whom, and how.</param>
    /// <param name="body">Its bytes; not touched when what is known tells that they cannot be offered.</param>
    /// <param name="key">The key under which it is done once; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work; the offer may be made all the same.</param>
    public async Task<OfferResult> OfferNewAsync(
        Caller caller, GalleryUpload upload, OfferRequest wish, Stream body, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(wish);
        if (await FindFaultOrNullAsync(caller, wish, OfferNew, key, cancellationToken) is { } fault)
        {
            return new OfferResult(OfferOutcome.Invalid, fault);
        }

        var uploaded = await _gallery.UploadAsync(
            caller,
            Upload,
            upload with { IsWithoutMetadata = !wish.KeepMetadata },
            body,
            key is null ? null : key with { BodyHash = Hash(null, wish) },
            cancellationToken);
        return uploaded.Outcome == GalleryOutcome.Done
            ? await OfferAsync(caller, Guid.Parse(uploaded.Text!), wish, OfferNew, key, cancellationToken)
            : Refused(uploaded);
    }

    /// <summary>Offers a file that is in a gallery; the answer means that the message is durable.</summary>
    /// <param name="caller">The person whose file it is; or the app whose file it is, or through which it came.</param>
    /// <param name="fileId">The file.</param>
    /// <param name="wish">To whom, and how.</param>
    /// <param name="key">The key under which it is done once; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work; the offer may be made all the same.</param>
    public async Task<OfferResult> OfferAgainAsync(
        Caller caller, string fileId, OfferRequest wish, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(wish);
        if (await FindFaultOrNullAsync(caller, wish, OfferAgain, key, cancellationToken) is { } fault)
        {
            return new OfferResult(OfferOutcome.Invalid, fault);
        }

        return Guid.TryParse(fileId, out var id)
            ? await OfferAsync(caller, id, wish, OfferAgain, key, cancellationToken)
            : Unknown(fileId);
    }

    private static OfferResult Unknown(string fileId) => new(OfferOutcome.NotFound, GalleryService.UnknownFile(fileId).Text);

    private static OfferResult Refused(GalleryResult refused) => new(
        refused.Outcome switch
        {
            GalleryOutcome.NotFound => OfferOutcome.NotFound,
            GalleryOutcome.TooLarge => OfferOutcome.TooLarge,
            GalleryOutcome.Full => OfferOutcome.Full,
            GalleryOutcome.MetadataStays => OfferOutcome.MetadataStays,
            GalleryOutcome.KeyInUse => OfferOutcome.KeyInUse,
            GalleryOutcome.KeyMismatch => OfferOutcome.KeyMismatch,
            _ => OfferOutcome.Invalid,
        },
        refused.Text);

    private static OfferResult Refused(SendResult refused) => new(
        refused.Outcome is SendOutcome.Overloaded or SendOutcome.NotStored ? OfferOutcome.Later : OfferOutcome.Invalid, refused.Text);

    // The file stands for its bytes and for everything that was said of them.
    private static byte[] Hash(Guid? fileId, OfferRequest wish) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new[] { fileId?.ToString(), wish.ReceiverId!, wish.AutoOpen ? "1" : "0", wish.KeepMetadata ? "1" : "0" }));

    private static bool IsTheirs(StoredFile file, Caller caller) =>
        file.OwnerId == caller.Id || (caller is { IsApp: true, ClientId: { } app } && file.UploadedByClientId == app);

    /// <summary>What is wrong with the wish; nothing when it was fulfilled under the key already.</summary>
    private async Task<string?> FindFaultOrNullAsync(
        Caller caller, OfferRequest wish, string operation, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var receiverId = wish.ReceiverId;
        return string.IsNullOrEmpty(receiverId) ? "userId is missing: the user id of the person to offer the file to."
            : receiverId == caller.Id ? "userId is your own: a file is offered to somebody else."
            : (await _accounts.FindUnknownAsync([receiverId], cancellationToken)).Count > 0
                && !(key is not null && await _idempotency.IsKnownAsync(caller, operation, key, cancellationToken))
            ? $"Unknown recipient: {receiverId}"
            : null;
    }

    private async Task<OfferResult> OfferAsync(
        Caller caller, Guid fileId, OfferRequest wish, string operation, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var isNew = operation == OfferNew;
        if (key is null)
        {
            return (await TryOfferAsync(caller, fileId, wish, isNew, null, cancellationToken))!;
        }

        // The file of an offer that was made may be gone by now, so what is stored under the key comes first.
        var keyed = await _idempotency.RunAsync(
            caller,
            operation,
            key with { BodyHash = Hash(fileId, wish) },
            async record => await _idempotency.IsKnownAsync(record, cancellationToken)
                ? null
                : await TryOfferAsync(caller, fileId, wish, isNew, record, cancellationToken),
            record => new OfferResult(OfferOutcome.Done, null, fileId, record.MessageId),
            cancellationToken);
        return keyed.State switch
        {
            KeyState.Done => keyed.Answer!,
            KeyState.InUse => new OfferResult(OfferOutcome.KeyInUse, KeyedBody.InUse),
            _ => new OfferResult(
                OfferOutcome.KeyMismatch, "This Idempotency-Key was used with another file, another receiver or other wishes."),
        };
    }

    /// <summary>Writes the offer, then sends its message; nothing when there is a record under the key already.</summary>
    private async Task<OfferResult?> TryOfferAsync(
        Caller caller, Guid fileId, OfferRequest wish, bool isNew, RecordMaker? record, CancellationToken cancellationToken)
    {
        if (await _store.FindFileOrNullAsync(fileId, cancellationToken) is not { } file || !IsTheirs(file, caller))
        {
            return Unknown(fileId.ToString());
        }

        // Who uploads a file to offer it says how others may use it, and not that nobody shall get it.
        if (file.PreventShare && !caller.IsApp && !isNew)
        {
            return new OfferResult(
                OfferOutcome.Forbidden, "The file is marked with preventShare: only the app through which it came can offer it.");
        }

        try
        {
            await using var copy = wish.KeepMetadata
                ? null
                : await _copies.StageOrNullAsync(file.Key, file.Name, file.MediaType, cancellationToken);
            var offer = Make(caller, file, wish, copy);
            return await _changes.AddAsync(offer, file.OwnerId, copy, cancellationToken)
                ? await SendAsync(caller, offer, record, cancellationToken)
                : Unknown(fileId.ToString());
        }
        catch (MetadataStaysException stays)
        {
            return new OfferResult(OfferOutcome.MetadataStays, stays.Message);
        }
        catch (MediaStorageFullException failure)
        {
            LogFull(failure);
            return new OfferResult(OfferOutcome.Full, GalleryResult.NoRoomOnServer);
        }
    }

    private StoredOffer Make(Caller caller, StoredFile file, OfferRequest wish, IStagedMedia? copy)
    {
        var now = _clock.GetStoredUtcNow();
        return new StoredOffer
        {
            Id = _messages.NewId(),
            FileId = file.Id,
            SenderId = caller.Id,
            SenderIsApp = caller.IsApp,
            ReceiverId = wish.ReceiverId!,
            FileName = file.Name,
            MediaType = file.MediaType,
            Size = copy?.Length ?? file.Size,
            Key = copy?.Key ?? file.Key,
            AutoOpen = wish.AutoOpen,
            PreventShare = file.PreventShare,
            State = OfferState.Open,
            CreatedUtc = now,
            ExpiresUtc = now + _life,
        };
    }

    private async Task<OfferResult?> SendAsync(
        Caller caller, StoredOffer offer, RecordMaker? record, CancellationToken cancellationToken)
    {
        var message = new SendMessageBody { To = [offer.ReceiverId], Body = offer.FileName, SpoolTimeOut = (int)_life.TotalSeconds };
        var sent = await _messages.SendAsync(offer.Id, caller, message, record, cancellationToken);
        switch (sent)
        {
            case { Outcome: SendOutcome.Accepted }:
                _thumbnails.Prepare(offer.Key, offer.MediaType);
                return new OfferResult(OfferOutcome.Done, null, offer.FileId, offer.Id);
            case { Outcome: SendOutcome.NotStored }:
                // The message may be there all the same. Who looks after offers without one will find out.
                return Refused(sent);
            default:
                await _changes.RemoveAsync(offer, CancellationToken.None);
                await _media.ReleaseAsync([offer.Key], CancellationToken.None);
                return sent is null ? null : Refused(sent);
        }
    }

    [LoggerMessage(LogLevel.Error, "The media storage is full")]
    private partial void LogFull(Exception failure);
}
