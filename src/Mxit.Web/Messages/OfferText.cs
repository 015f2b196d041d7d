
namespace Mxit.Web.Messages;

/// <summary>The state of an offer, as a text for one of its sides.</summary>
internal static class OfferText
{
    public static string State(FileOfferReply offer, string peerName) => (offer.Direction, offer.State) switch
    {
        ("out", "offered") => $"Waiting for {peerName}",
        ("out", "accepted") => $"{peerName} has it",
        ("out", "declined") => $"{peerName} declined",
        ("out", "expired") => "Expired",
        ("out", "withdrawn") => "You withdrew it",
        ("out", "notDelivered") => "Not delivered",
        ("in", "offered") => "Would you like to have it?",
        ("in", "accepted") => offer.FileId is null ? "You had it" : "In your gallery",
        ("in", "declined") => "You declined",
        ("in", "expired") => "Expired",
        ("in", "withdrawn") => $"{peerName} withdrew it",
        _ => offer.State,
    };
}
