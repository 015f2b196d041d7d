using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;

namespace Mxit.Platform.FileOffers;

/// <summary>
/// What the two sides do with offers: they see them, and the receiver answers. Only who got the message got the offer. The people's
/// side is this project's own.
/// </summary>
internal sealed class FileOfferService
{
    /// <summary>The most offers of one page.</summary>
    public const int MaxPage = 200;

    private readonly FileOfferStore _store;
    private readonly FileOfferChangeStore _changes;
    private readonly GallerySettings _gallery;
    private readonly MediaReleaser _media;
    private readonly MessageNews _news;
    private readonly TimeProvider _clock;

    internal FileOfferService(
        FileOfferStore store,
        FileOfferChangeStore changes,
        IOptions<GallerySettings> gallery,
        MediaReleaser media,
        MessageNews news,
        TimeProvider clock) =>
        (_store, _changes, _gallery, _media, _news, _clock) = (store, changes, gallery.Value, media, news, clock);

    /// <summary>Offers that a person got, newest first.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="before">Those that are older than this one; <see langword="null"/> for the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FileOfferPageReply> ListReceivedAsync(string userId, Guid? before, int limit, CancellationToken cancellationToken)
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
    public async Task<FileOfferPageReply> ListSentAsync(string senderId, Guid? before, int limit, CancellationToken cancellationToken) =>
        ToPage(
            await _store.ListFromAsync(senderId, before, limit + 1, cancellationToken), isSender: true, limit, _clock.GetStoredUtcNow());

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
    /// The content of which the caller may see a small picture: of an offer that is open, and of a file that came of it and is still
    /// there. <see langword="null"/> when there is none.
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
    /// <param name="folder">The folder to put the file in, made when it is missing; <see langword="null"/> or empty for <c>Default</c>.</param>
    /// <param name="cancellationToken">Stops the work; the file may be there all the same.</param>
    public async Task<OfferAnswer> AcceptAsync(Caller caller, Guid id, string? folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        folder = string.IsNullOrEmpty(folder) ? GalleryNames.Default : folder;
        if (GalleryNames.FindFolderFault(folder) is { } fault)
        {
            return new OfferAnswer(OfferOutcome.Invalid, fault);
        }

        var now = _clock.GetStoredUtcNow();
        if (await FindReceivedOrNullAsync(caller, id, now, cancellationToken) is not { Offer: var offer })
        {
            return Unknown(id.ToString());
        }

        var change = OfferViews.IsOpen(offer, now)
            ? await AcceptAsync(offer, folder, now, cancellationToken)
            : GalleryChange.NotFound;
        if (change == GalleryChange.Done)
        {
            return await TellAsync(caller, offer, OfferState.Accepted, cancellationToken);
        }

        // Another request may have accepted it, and may have taken the last room for it.
        var again = await AnswerAgainAsync(caller, id, OfferState.Accepted, cancellationToken);
        return again.Outcome != OfferOutcome.Lost ? again : change switch
        {
            GalleryChange.TotalFull => new OfferAnswer(OfferOutcome.Full, GalleryResult.NoRoomOnServer),
            GalleryChange.Full =>
                new OfferAnswer(OfferOutcome.Full, "There is no room left for the file in your gallery; delete others first."),
            _ => again,
        };
    }

    /// <summary>Turns an offer down. Declining again changes nothing.</summary>
    /// <param name="caller">The receiver.</param>
    /// <param name="id">The offer.</param>
    /// <param name="cancellationToken">Stops the work; the offer may be declined all the same.</param>
    public async Task<OfferAnswer> DeclineAsync(Caller caller, Guid id, CancellationToken cancellationToken)
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
        return await TellAsync(caller, offer, OfferState.Declined, cancellationToken);
    }

    /// <summary>Whether the caller may see what others offer to the person: by the people's API, not by an app that may only send files.</summary>
    public static bool MaySeeReceived(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return !caller.IsApp && (caller.ClientId is null || caller.Scopes.Contains(MxitScopes.Messenger));
    }

    internal static OfferAnswer Unknown(string id) => new(OfferOutcome.NotFound, $"Unknown offer: {id}");

    private static FileOfferReply Show(SentOffer sent, bool isSender, DateTime nowUtc) =>
        OfferViews.Show(sent.Offer, isSender, sent.IsLost, nowUtc);

    private static FileOfferPageReply ToPage(List<SentOffer> offers, bool isSender, int limit, DateTime nowUtc) =>
        new([.. offers.Take(limit).Select(offer => Show(offer, isSender, nowUtc))], offers.Count > limit);

    private Task<GalleryChange> AcceptAsync(StoredOffer offer, string folder, DateTime nowUtc, CancellationToken cancellationToken) =>
        _changes.AcceptAsync(
            offer,
            StoredFolder.Create(offer.ReceiverId, folder, _clock),
            Guid.CreateVersion7(_clock.GetUtcNow()),
            _gallery.GetLimits(isApp: false),
            nowUtc,
            cancellationToken);

    private async Task<SentOffer?> FindReceivedOrNullAsync(
        Caller caller, Guid id, DateTime nowUtc, CancellationToken cancellationToken) =>
        await _store.FindOrNullAsync(id, cancellationToken) is { } found && found.Offer.ReceiverId == caller.UserId && found.IsVisible(nowUtc)
            ? found
            : null;

    private async Task<SentOffer?> FindSeenOrNullAsync(
        Caller caller, Guid id, DateTime nowUtc, CancellationToken cancellationToken) =>
        await _store.FindOrNullAsync(id, cancellationToken) is { } found
            && (found.Offer.SenderId == caller.Id
                || (found.Offer.ReceiverId == caller.UserId && MaySeeReceived(caller) && found.IsVisible(nowUtc)))
            ? found
            : null;

    private async Task<OfferAnswer> TellAsync(Caller caller, StoredOffer offer, OfferState answer, CancellationToken cancellationToken)
    {
        _news.PublishOffers([offer.SenderId, offer.ReceiverId]);
        return await AnswerAgainAsync(caller, offer.Id, answer, cancellationToken);
    }

    /// <summary>The answer to somebody who answers when the offer is open no more: the same one is welcome.</summary>
    private async Task<OfferAnswer> AnswerAgainAsync(Caller caller, Guid id, OfferState answer, CancellationToken cancellationToken)
    {
        var now = _clock.GetStoredUtcNow();
        if (await FindReceivedOrNullAsync(caller, id, now, cancellationToken) is not { } found)
        {
            return Unknown(id.ToString());
        }

        return found.Offer.State == answer ? new OfferAnswer(OfferOutcome.Done, null, Show(found, isSender: false, now))
            : found.Offer.State switch
            {
                OfferState.Accepted => new OfferAnswer(OfferOutcome.Answered, "You have accepted the offer already."),
                OfferState.Declined => new OfferAnswer(OfferOutcome.Answered, "You have declined the offer already."),
                OfferState.Withdrawn => new OfferAnswer(OfferOutcome.Over, "The sender has withdrawn the offer."),
                OfferState.Open when OfferViews.IsOpen(found.Offer, now) =>
                    new OfferAnswer(OfferOutcome.Lost, "The file of the offer is lost."),
                _ => new OfferAnswer(OfferOutcome.Over, "The offer has expired."),
            };
    }
}
