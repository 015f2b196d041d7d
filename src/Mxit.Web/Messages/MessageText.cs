using System.Globalization;
using System.Text;
using Mxit.Messenger;

namespace Mxit.Web.Messages;

/// <summary>The text of a message as a person reads it.</summary>
internal static class MessageText
{
    private const int PreviewLength = 100;

    /// <summary>
    /// The whole text. Captions take the places of their links; those without a place follow on new lines. Source: wire
    /// document, section 3.1.
    /// </summary>
    public static string Describe(MessengerMessage message)
    {
        var body = message.Body.ReplaceLineEndings("\n");
        return message.Links is { Count: > 0 } links ? PlaceCaptions(body, links) : body;
    }

    /// <summary>The beginning of the text, on one line.</summary>
    public static string Preview(MessengerMessage message)
    {
        var text = Describe(message);

        // Cut between characters as people see them, so that no half of an emoji is left.
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

    // One pass: what a caption looks like is never taken for a place.
    private static string PlaceCaptions(string body, IReadOnlyList<MessageLink> links)
    {
        var text = new StringBuilder(body.Length);
        var placed = new bool[links.Count];
        for (var i = 0; i < body.Length; i++)
        {
            var end = body[i] == '{' ? body.IndexOf('}', i) : -1;
            if (end > i
                && end - i <= 4
                && int.TryParse(body.AsSpan((i + 1)..end), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number < links.Count)
            {
                text.Append(links[number].Text);
                placed[number] = true;
                i = end;
            }
            else
            {
                text.Append(body[i]);
            }
        }

        for (var i = 0; i < links.Count; i++)
        {
            if (!placed[i])
            {
                text.Append('\n').Append(links[i].Text);
            }
        }

        return text.ToString();
    }
}
