using System.Globalization;

namespace Mxit.Web.Messages;

/// <summary>The addresses of the messages pages.</summary>
internal static class MessagesUrl
{
    public const string All = "/messages";

    public static string Of(string peer) => $"{All}/{Uri.EscapeDataString(peer)}";

    /// <summary>The conversation, at the input field.</summary>
    public static string Answer(string peer) => $"{Of(peer)}#answer";

    /// <summary>The conversation, with a text in the input field, which the person can send.</summary>
    public static string Reply(string peer, string text) => $"{Of(peer)}?text={Uri.EscapeDataString(text)}#answer";

    /// <summary>The address for files to the other side.</summary>
    public static string Files(string peer) => $"{Of(peer)}/files";

    /// <summary>The address to accept or decline an offer.</summary>
    public static string Offer(string peer, Guid offerId) => $"{Of(peer)}/offers/{offerId}";

    /// <summary>The conversation, at an offer.</summary>
    public static string AtOffer(string peer, Guid offerId) => $"{Of(peer)}#offer-{offerId}";

    /// <summary>The thumbnail of the offered file.</summary>
    public static string Thumbnail(Guid offerId, int size) =>
        string.Create(CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerOffers}/{offerId}/thumbnail?size={size}");

    public static string Older(string peer, long before) =>
        string.Create(CultureInfo.InvariantCulture, $"{Of(peer)}?before={before}");

    public static string Events(long after) =>
        string.Create(CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerEvents}?after={after}");
}
