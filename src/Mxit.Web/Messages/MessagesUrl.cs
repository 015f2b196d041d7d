using System.Globalization;

namespace Mxit.Web.Messages;

/// <summary>The addresses of the messages pages.</summary>
internal static class MessagesUrl
{
    public const string All = "/messages";

    public static string Of(string peer) => $"{All}/{Uri.EscapeDataString(peer)}";

    /// <summary>The conversation, with the answer box at hand.</summary>
    public static string Answer(string peer) => $"{Of(peer)}#answer";

    /// <summary>The conversation, with a text in the answer box, which the person sends or not.</summary>
    public static string Reply(string peer, string text) => $"{Of(peer)}?text={Uri.EscapeDataString(text)}#answer";

    /// <summary>Where files for the other side go.</summary>
    public static string Files(string peer) => $"{Of(peer)}/files";

    /// <summary>Where the answer to an offer goes.</summary>
    public static string Offer(string peer, Guid offerId) => $"{Of(peer)}/offers/{offerId}";

    /// <summary>The conversation, at an offer.</summary>
    public static string AtOffer(string peer, Guid offerId) => $"{Of(peer)}#offer-{offerId}";

    /// <summary>A small picture of what is offered.</summary>
    public static string Thumbnail(Guid offerId, int size) =>
        string.Create(CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerOffers}/{offerId}/thumbnail?size={size}");

    public static string Older(string peer, long before) =>
        string.Create(CultureInfo.InvariantCulture, $"{Of(peer)}?before={before}");

    public static string Events(long after) =>
        string.Create(CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerEvents}?after={after}");
}
