using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Mxit.Platform.Accounts;
using Mxit.Platform.Gallery;

namespace Mxit.Web.Messages;

/// <summary>The text of a message for people, with markup and links. See docs/markup.md.</summary>
internal static class MessageText
{
    private const int PreviewLength = 100;

    // Longer replies do not fit into an address.
    private const int MaxReplyLength = 500;

    /// <summary>The complete text as safe HTML.</summary>
    public static MarkupString Html(MessageReply message, OpenConversation conversation)
    {
        // The sender of the message, and a person who cannot reply, cannot select a reply.
        var answers = conversation.Answer is not null && message.Direction == "in";
        return new MarkupString(Parse(message).ToHtml(new MarkupHtmlOptions
        {
            ReplyAddress = answers ? reply => ReplyAddressOrNull(conversation.Peer.Id, reply) : null,
            ServiceAddress = link => MessagesUrl.Of(ServiceName(link.TargetService)),
        }));
    }

    /// <summary>The beginning of the text, on one line.</summary>
    public static string Preview(MessageReply message)
    {
        var text = message.Offer is { } offer
            ? $"{(offer.HasThumbnail ? "Picture" : "File")}: {GalleryNames.ToShow(offer.FileName)}"
            : Parse(message).ToPlainText().ReplaceLineEndings("\n");

        // Cut between text elements, so that no emoji is split.
        var beginning = new StringBuilder(PreviewLength);
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            if (beginning.Length + element.Length > PreviewLength)
            {
                return beginning.Append('…').ToString();
            }

            _ = element is "\n" ? beginning.Append(' ') : beginning.Append(element);
        }

        return beginning.ToString();
    }

    private static MarkupDocument Parse(MessageReply message) =>
        MxitMarkup.Parse(message.Body, message.ContainsMarkup, message.Links);

    private static string? ReplyAddressOrNull(string peer, string reply) =>
        reply.Length <= MaxReplyLength ? MessagesUrl.Reply(peer, reply) : null;

    private static string ServiceName(string written) =>
        written.EndsWith(NameRules.ServiceDomain, StringComparison.OrdinalIgnoreCase)
            ? written[..^NameRules.ServiceDomain.Length]
            : written;
}
