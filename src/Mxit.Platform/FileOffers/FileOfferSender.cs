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

    private const string OtherUse = "This Idempotency-Key was used with another file, another receiver or other options.";

    private readonly FileOfferStore _store;
    private readonly FileOfferChangeStore _changes;
    private readonly UnitsOfWork _units;
    private readonly GalleryUploader _gallery;
    private readonly MetadataFreeCopies _copies;
    private readonly ThumbnailService _thumbnails;
    private readonly MediaReleaser _media;
    private readonly MessageService _messages;
    private readonly PersonDirectory _people;
    private readonly IdempotencyService _idempotency;
    private readonly TimeSpan _life;
    private readonly TimeProvider _clock;
    private readonly ILogger<FileOfferSender> _logger;

    internal FileOfferSender(
        FileOfferStore store,
        FileOfferChangeStore changes,
        UnitsOfWork units,
        GalleryUploader gallery,
        MetadataFreeCopies copies,
        ThumbnailService thumbnails,
        MediaReleaser media,
        MessageService messages,
        PersonDirectory people,
        IdempotencyService idempotency,
        IOptions<FileOfferSettings> settings,
        IOptions<MessageSettings> messageSettings,
        TimeProvider clock,
        ILogger<FileOfferSender> logger)
    {
        (_store, _changes, _units, _gallery) = (store, changes, units, gallery);
        (_messages, _people) = (messages, people);
        (_copies, _thumbnails, _media, _idempotency) = (copies, thumbnails, media, idempotency);
        (_life, _clock, _logger) = (settings.Value.GetLife(messageSettings.Value), clock, logger);
    }

    /// <summary>Takes a file into the caller's gallery and offers it; the response means that the message is durable.</summary>
    /// <param name="caller">The person, or the app, that offers.</param>
    /// <param name="upload">What is known of the file beforehand.</param>
    /// <param name="offerRequest">To whom, and how.</param>
    /// <param name="body">Its bytes; not touched when what is known tells that they cannot be offered.</param>
    /// <param name="key">The key under which it is done once; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work; the offer may be made all the same.</param>
    public async Task<Result<OfferedFile>> OfferNewAsync(
        Caller caller, GalleryUpload upload, OfferRequest offerRequest, Stream body, IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(offerRequest);
        if (await FindFaultOrNullAsync(caller, offerRequest, OfferNew, key, cancellationToken) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        var uploaded = await _gallery.UploadAsync(
            caller,
            Upload,
            upload with { IsWithoutMetadata = !offerRequest.KeepMetadata },
            body,
            key is null ? null : key with { BodyHash = Hash(null, offerRequest) },
            cancellationToken);
        return uploaded.IsDone
            ? await OfferAsync(caller, uploaded.Value, offerRequest, OfferNew, key, cancellationToken)
            : uploaded.Refusal;
    }

    /// <summary>Offers a file that is in a gallery; the response means that the message is durable.</summary>
    /// <param name="caller">The person whose file it is; or the app whose file it is, or through which it came.</param>
    /// <param name="fileId">The file.</param>
    /// <param name="offerRequest">To whom, and how.</param>
    /// <param name="key">The key under which it is done once; <see langword="null"/> for none. Its hash is made here.</param>
    /// <param name="cancellationToken">Stops the work; the offer may be made all the same.</param>
    public async Task<Result<OfferedFile>> OfferAgainAsync(
        Caller caller, string fileId, OfferRequest offerRequest, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(offerRequest);
        if (await FindFaultOrNullAsync(caller, offerRequest, OfferAgain, key, cancellationToken) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        return Guid.TryParse(fileId, out var id)
            ? await OfferAsync(caller, id, offerRequest, OfferAgain, key, cancellationToken)
            : GalleryRefusals.UnknownFile(fileId);
    }

    // The file stands for its bytes and for everything that was said of them.
    private static byte[] Hash(Guid? fileId, OfferRequest offerRequest) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        new[] { fileId?.ToString(), offerRequest.ReceiverId!, offerRequest.AutoOpen ? "1" : "0",
            offerRequest.KeepMetadata ? "1" : "0" }));

    private static bool IsTheirs(StoredFile file, Caller caller) =>
        file.OwnerId == caller.Id || (caller is { IsApp: true, ClientId: { } app } && file.UploadedByClientId == app);

    /// <summary>What is wrong with the request; nothing when it was fulfilled under the key already.</summary>
    private async Task<string?> FindFaultOrNullAsync(
        Caller caller, OfferRequest offerRequest, string operation, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var receiverId = offerRequest.ReceiverId;
        return string.IsNullOrEmpty(receiverId) ? "userId is missing: the user id of the person to offer the file to."
            : receiverId == caller.Id ? "userId is your own: a file is offered to somebody else."
            : (await _people.FindUnknownAsync([receiverId], cancellationToken)).Count > 0
                && !await _idempotency.IsKnownAsync(caller, operation, key, cancellationToken)
            ? $"Unknown recipient: {receiverId}"
            : null;
    }

    /// <summary>Writes the offer, then sends its message.</summary>
    private async Task<Result<OfferedFile>> OfferAsync(
        Caller caller, Guid fileId, OfferRequest offerRequest, string operation, IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        var begun = _idempotency.Begin(
            caller, operation, key is null ? null : key with { BodyHash = Hash(fileId, offerRequest) }, OtherUse);
        if (!begun.IsDone)
        {
            return begun.Refusal;
        }

        // The file of an offer that was made may be gone by now, so what is stored under the key comes first.
        using var request = begun.Value;
        if (await request.FindAsync(cancellationToken) is { } known)
        {
            return known.Then(record => new OfferedFile(fileId, record.MessageId!.Value));
        }

        if (await _store.FindFileOrNullAsync(fileId, cancellationToken) is not { } file || !IsTheirs(file, caller))
        {
            return GalleryRefusals.UnknownFile(fileId.ToString());
        }

        // Who uploads a file to offer it says how others may use it, and not that nobody shall get it.
        if (file.PreventShare && !caller.IsApp && operation != OfferNew)
        {
            return Refusal.Forbidden(
                "The file is marked with preventShare: only the app through which it came can offer it.");
        }

        try
        {
            await using var copy = offerRequest.KeepMetadata
                ? null
                : await _copies.StageOrNullAsync(file.Key, file.Name, file.MediaType, cancellationToken);
            var offer = Make(caller, file, offerRequest, copy);
            return await TryAddAsync(offer, file, copy, cancellationToken)
                ? await SendAsync(caller, offer, request, cancellationToken)
                : GalleryRefusals.UnknownFile(fileId.ToString());
        }
        catch (MetadataStaysException stays)
        {
            return new Refusal(RefusalKind.MetadataStays, stays.Message);
        }
        catch (MediaStorageFullException failure)
        {
            LogFull(failure);
            return GalleryRefusals.NoRoomOnServer;
        }
    }

    private StoredOffer Make(Caller caller, StoredFile file, OfferRequest offerRequest, IStagedMedia? copy)
    {
        var now = _clock.GetStoredUtcNow();
        return new StoredOffer
        {
            Id = _messages.NewId(),
            FileId = file.Id,
            SenderId = caller.Id,
            SenderIsApp = caller.IsApp,
            ReceiverId = offerRequest.ReceiverId!,
            FileName = file.Name,
            MediaType = file.MediaType,
            Size = copy?.Length ?? file.Size,
            Key = copy?.Key ?? file.Key,
            AutoOpen = offerRequest.AutoOpen,
            PreventShare = file.PreventShare,
            State = OfferState.Open,
            CreatedUtc = now,
            ExpiresUtc = now + _life,
        };
    }

    private async Task<bool> TryAddAsync(
        StoredOffer offer, StoredFile file, IStagedMedia? copy, CancellationToken cancellationToken)
    {
        // Who deletes files holds the gallery too, so that the file, and with it the bytes, stay until the commit.
        await using var work = await _units.BeginAsync(cancellationToken);
        if (await GalleryChangeStore.HoldOrNullAsync(work, file.OwnerId, cancellationToken) is null
            || !await FileOfferChangeStore.TryAddAsync(work, offer, file.OwnerId, cancellationToken))
        {
            return false;
        }

        await work.PublishAsync(copy is null ? [] : [copy], cancellationToken);
        await work.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<Result<OfferedFile>> SendAsync(
        Caller caller, StoredOffer offer, KeyedRequest request, CancellationToken cancellationToken)
    {
        var message =
            new SendMessageBody { To = [offer.ReceiverId], Body = offer.FileName, SpoolTimeOut = (int)_life.TotalSeconds };
        var sent = await _messages.SendAsync(offer.Id, caller, message, request, cancellationToken);
        if (sent.Value.MessageId == offer.Id)
        {
            _thumbnails.Prepare(offer.Key, offer.MediaType);
        }
        else if (sent.Refusal?.Kind != RefusalKind.NotStored)
        {
            // Refused, or another request under the key was faster: then this offer is one too many. What could not be stored may
            // be there all the same; who looks after offers without a message will find out.
            await _changes.RemoveAsync(offer, CancellationToken.None);
            await _media.ReleaseAsync([offer.Key], CancellationToken.None);
        }

        return sent.Then(accepted => new OfferedFile(offer.FileId!.Value, accepted.MessageId));
    }

    [LoggerMessage(LogLevel.Error, "The media storage is full")]
    private partial void LogFull(Exception failure);
}
