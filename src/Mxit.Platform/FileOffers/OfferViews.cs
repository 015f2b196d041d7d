using Mxit.Platform.Gallery;

namespace Mxit.Platform.FileOffers;

/// <summary>Offers as their two sides see them.</summary>
internal static class OfferViews
{
    /// <summary>An offer as one side sees it.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="isSender">The side is the one that offers.</param>
    /// <param name="isLost">The message was dispatched and did not reach the receiver.</param>
    /// <param name="nowUtc">Now.</param>
    public static FileOfferReply Show(StoredOffer offer, bool isSender, bool isLost, DateTime nowUtc) => new(
        offer.Id,
        isSender ? offer.ReceiverId : offer.SenderId,
        isSender ? "out" : "in",
        offer.FileName,
        offer.MediaType,
        offer.Size,
        offer.CreatedUtc,
        offer.ExpiresUtc)
    {
        State = StateOf(offer, isSender && isLost, nowUtc),
        AnsweredUtc = offer.AnsweredUtc,
        FileId = isSender ? offer.FileId : offer.ReceivedFileId,
        AutoOpen = offer.AutoOpen,
        PreventShare = offer.PreventShare,
        HasThumbnail = GalleryMediaTypes.IsPicture(offer.MediaType)
            && (isSender ? offer.FileId is not null : IsOpen(offer, nowUtc) || offer.ReceivedFileId is not null),
    };

    /// <summary>Whether the offer can be answered still.</summary>
    public static bool IsOpen(StoredOffer offer, DateTime nowUtc) => offer.State == OfferState.Open && offer.ExpiresUtc > nowUtc;

    private static string StateOf(StoredOffer offer, bool isLost, DateTime nowUtc) => offer.State switch
    {
        OfferState.Accepted => "accepted",
        OfferState.Declined => "declined",
        OfferState.Withdrawn => "withdrawn",
        _ when isLost => "notDelivered",
        _ => IsOpen(offer, nowUtc) ? "offered" : "expired",
    };
}
