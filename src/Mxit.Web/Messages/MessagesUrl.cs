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

    public static string Older(string peer, long before) =>
        string.Create(CultureInfo.InvariantCulture, $"{Of(peer)}?before={before}");

    public static string Events(long after) =>
        string.Create(CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerEvents}?after={after}");
}
