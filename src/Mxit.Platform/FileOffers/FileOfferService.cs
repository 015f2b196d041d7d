using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// What the two sides do with offers: they see them, and the receiver answers. Only who got the message got the offer. The
/// people's side is this project's own.
/// </summary>
internal sealed class FileOfferService
{
    /// <summary>The most offers of one page.</summary>
    public const int MaxPage = 200;

    private static readonly Refusal Lost = new(RefusalKind.Gone, "The file of the offer is lost.");

    private readonly FileOfferStore _store;
    private readonly FileOfferChangeStore _changes;
    private readonly UnitsOfWork _units;
    private readonly IMediaStorage _storage;
    private readonly GallerySettings _gallery;
    private readonly MediaReleaser _media;
    private readonly MessageNews _news;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;

    internal FileOfferService(
        FileOfferStore store,
        FileOfferChangeStore changes,
        UnitsOfWork units,
        IMediaStorage storage,
        IOptions<GallerySettings> gallery,
        MediaReleaser media,
        MessageNews news,
        Ids ids,
        TimeProvider clock) =>
        (_store, _changes, _units, _storage, _gallery, _media, _news, _ids, _clock) =
        (store, changes, units, storage, gallery.Value, media, news, ids, clock);

    /// <summary>Offers that a person got, newest first.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="before">Those that are older than this one; <see langword="null"/> for the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FileOfferPageReply> ListReceivedAsync(
        string userId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var now = _clock.GetStoredUtcNow();
        var visible = new List<SentOffer>();
        List<SentOffer> offers;
        do
        {
            // Those of strangers are there as well and never come, so a page may have to be looked for behind many of them.
            offers = await _store.ListToAsync(userId, before, MaxPage + 1, cancellationToken);
            visible.AddRange(offers.Where(offer => offer.IsVisible(now)));
            before = offers.Count > 0 ? offers[^1].Offer.Id : before;
        }
        while (visible.Count <= limit && offers.Count > MaxPage);
        return ToPage(visible, isSender: false, limit, now);
    }

    /// <summary>Offers that a person or an app made, newest first.</summary>
    /// <param name="senderId">A user id or a service name.</param>
    /// <param name="before">Those that are older than this one; <see langword="null"/> for the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FileOfferPageReply> ListSentAsync(
        string senderId, Guid? before, int limit, CancellationToken cancellationToken) =>
            ToPage(
                await _store.ListFromAsync(senderId, before, limit + 1, cancellationToken), isSender: true, limit,
                _clock.GetStoredUtcNow());

    /// <summary>One offer; <see langword="null"/> when the caller does not see such a one.</summary>
    /// <param name="caller">Its sender, or its receiver.</param>
    /// <param name="id">The offer.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FileOfferReply?> FindOrNullAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _clock.GetStoredUtcNow();
        return await FindSeenOrNullAsync(caller, id, now, cancellationToken) is { } found
            ? Show(found, found.Offer.SenderId == caller.Id, now)
            : null;
    }

    /// <summary>
    /// The content of which the caller may see a small picture: of an offer that is open, and of a file that came of it and is
    /// still there. <see langword="null"/> when there is none.
    /// </summary>
    /// <param name="caller">The sender, or the receiver.</param>
    /// <param name="id">The offer.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ViewableOffer?> FindViewableOrNullAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _clock.GetStoredUtcNow();
        if (await FindSeenOrNullAsync(caller, id, now, cancellationToken) is not { Offer: var offer })
        {
            return null;
        }

        if (OfferViews.IsOpen(offer, now))
        {
            return new ViewableOffer(offer.Key, offer.MediaType);
        }

        return (offer.SenderId == caller.Id ? offer.FileId : offer.ReceivedFileId) is { } fileId
            && await _store.FindKeyOrNullAsync(fileId, cancellationToken) is { } key
            ? new ViewableOffer(key, offer.MediaType)
            : null;
    }

    /// <summary>Takes an offered file into the receiver's gallery. Accepting again changes nothing.</summary>
    /// <param name="caller">The receiver.</param>
    /// <param name="id">The offer.</param>
    /// <param name="folder">The folder to put the file in, made when it is missing; <see langword="null"/> or empty for
    /// <c>Default</c>.</param>
    /// <param name="cancellationToken">Stops the work; the file may be there all the same.</param>
    public async Task<Result<FileOfferReply>> AcceptAsync(
        Caller caller, Guid id, string? folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        folder = string.IsNullOrEmpty(folder) ? GalleryNames.Default : folder;
        if (GalleryNames.FindFolderFault(folder) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        var now = _clock.GetStoredUtcNow();
        if (await FindReceivedOrNullAsync(caller, id, now, cancellationToken) is not { Offer: var offer })
        {
            return Unknown(id.ToString());
        }

        var refusal = OfferViews.IsOpen(offer, now) ? await TryAcceptAsync(offer, folder, now, cancellationToken) : Lost;

        // Another request may have accepted it, and may have taken the last room for it.
        var answer = await AnswerAgainAsync(caller, id, OfferState.Accepted, cancellationToken);
        return answer.Refusal == Lost && refusal is not null ? refusal : answer;
    }

    /// <summary>Turns an offer down. Declining again changes nothing.</summary>
    /// <param name="caller">The receiver.</param>
    /// <param name="id">The offer.</param>
    /// <param name="cancellationToken">Stops the work; the offer may be declined all the same.</param>
    public async Task<Result<FileOfferReply>> DeclineAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _clock.GetStoredUtcNow();
        if (await FindReceivedOrNullAsync(caller, id, now, cancellationToken) is not { Offer: var offer })
        {
            return Unknown(id.ToString());
        }

        if (!OfferViews.IsOpen(offer, now) || !await _changes.DeclineAsync(offer, now, cancellationToken))
        {
            return await AnswerAgainAsync(caller, id, OfferState.Declined, cancellationToken);
        }

        await _media.ReleaseAsync([offer.Key], CancellationToken.None);
        Tell(offer);
        return await AnswerAgainAsync(caller, id, OfferState.Declined, cancellationToken);
    }

    /// <summary>
    /// Whether the caller may see what others offer to the person: by the people's API, not by an app that may only send files.
    /// </summary>
    public static bool MaySeeReceived(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return !caller.IsApp && (caller.ClientId is null || caller.Scopes.Contains(MxitScopes.Messenger));
    }

    internal static Refusal Unknown(string id) => Refusal.NotFound($"Unknown offer: {id}");

    private static FileOfferReply Show(SentOffer sent, bool isSender, DateTime nowUtc) =>
        OfferViews.Show(sent.Offer, isSender, sent.IsLost, nowUtc);

    private static FileOfferPageReply ToPage(List<SentOffer> offers, bool isSender, int limit, DateTime nowUtc) =>
        new([.. offers.Take(limit).Select(offer => Show(offer, isSender, nowUtc))], offers.Count > limit);

    private async Task<Refusal?> TryAcceptAsync(
        StoredOffer offer, string folder, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var work = await _units.BeginAsync(cancellationToken);
        if (await GalleryChangeStore.HoldOrNullAsync(work, offer.ReceiverId, cancellationToken) is not { } usage)
        {
            return Lost;
        }

        var limits = _gallery.GetLimits(isApp: false);
        var file = new StoredFile
        {
            Id = _ids.NewId(),
            OwnerId = offer.ReceiverId,
            Name = offer.FileName,
            MediaType = offer.MediaType,
            Size = offer.Size,
            Key = offer.Key,
            CreatedUtc = nowUtc,
            PreventShare = offer.PreventShare,
        };
        var row = StoredFolder.Create(offer.ReceiverId, folder, _ids);
        if (!await GalleryChangeStore.TryAddFileAsync(work, usage, file, row, limits, cancellationToken))
        {
            return Refusal.Full("There is no room left for the file in your gallery; delete others first.");
        }

        if (!await FileOfferChangeStore.TryAcceptAsync(work, offer, file.Id, nowUtc, cancellationToken))
        {
            return Lost;
        }

        if (!await GalleryChangeStore.HoldBytesAsync(work, offer.Key, limits.TotalBytes, cancellationToken))
        {
            return GalleryRefusals.NoRoomOnServer;
        }

        if (!await _storage.ExistsAsync(offer.Key, cancellationToken))
        {
            return Lost;
        }

        work.AfterCommit(() => Tell(offer));
        await work.CommitAsync(cancellationToken);
        return null;
    }

    private async Task<SentOffer?> FindReceivedOrNullAsync(
        Caller caller, Guid id, DateTime nowUtc, CancellationToken cancellationToken) =>
        await _store.FindOrNullAsync(id, cancellationToken) is { } found && found.Offer.ReceiverId == caller.UserId
        && found.IsVisible(nowUtc)
            ? found
            : null;

    private async Task<SentOffer?> FindSeenOrNullAsync(
        Caller caller, Guid id, DateTime nowUtc, CancellationToken cancellationToken) =>
        await _store.FindOrNullAsync(id, cancellationToken) is { } found
            && (found.Offer.SenderId == caller.Id
                || (found.Offer.ReceiverId == caller.UserId && MaySeeReceived(caller) && found.IsVisible(nowUtc)))
            ? found
            : null;

    private void Tell(StoredOffer offer) => _news.PublishOffers([offer.SenderId, offer.ReceiverId]);

    /// <summary>The response to somebody who answers when the offer is open no more: the same one is welcome.</summary>
    private async Task<Result<FileOfferReply>> AnswerAgainAsync(
        Caller caller, Guid id, OfferState answer, CancellationToken cancellationToken)
    {
        var now = _clock.GetStoredUtcNow();
        if (await FindReceivedOrNullAsync(caller, id, now, cancellationToken) is not { } found)
        {
            return Unknown(id.ToString());
        }

        return found.Offer.State == answer ? Show(found, isSender: false, now)
            : found.Offer.State switch
            {
                OfferState.Accepted => new Refusal(RefusalKind.Conflict, "You have accepted the offer already."),
                OfferState.Declined => new Refusal(RefusalKind.Conflict, "You have declined the offer already."),
                OfferState.Withdrawn => new Refusal(RefusalKind.Gone, "The sender has withdrawn the offer."),
                OfferState.Open when OfferViews.IsOpen(found.Offer, now) => Lost,
                _ => new Refusal(RefusalKind.Gone, "The offer has expired."),
            };
    }
}
