using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Mxit;

/// <summary>
/// Writes a message as HTML. Colours and sizes are attributes of <c>font</c>: a content security policy that forbids
/// <c>style</c> attributes allows them, and no style sheet could name sixteen million colours.
/// </summary>
internal sealed class HtmlMarkupWriter(MarkupHtmlOptions options)
{
    // Sizes of font elements go from 1 to 7, and 3 is normal; beyond these nothing can be read, or nothing else.
    private const int SmallestSize = -2;
    private const int LargestSize = 3;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();
    private readonly TextCleaner _cleaner = new();

    public string Write(IReadOnlyList<MarkupNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is not MarkupCommand)
            {
                var end = Open(node.Style);
                if (node is not MarkupText)
                {
                    _cleaner.Interrupt();
                }

                Write(node);
                _html.Append(end);
            }
        }

        return _html.ToString();
    }

    private void Write(MarkupNode node)
    {
        switch (node)
        {
            case MarkupEmoticon emoticon:
                WriteSymbol("emoticon", emoticon.Emoji, Emoticons.Name(emoticon.Emoticon), emoticon.Code);
                break;
            case MarkupVibration vibration:
                WriteSymbol(
                    "vibration", "📳", string.Create(CultureInfo.InvariantCulture, $"vibration {vibration.Number}"), null);
                break;
            case MarkupReplyLink link:
                WriteLink("reply", options.ReplyAddress?.Invoke(link.Answer), link.Caption);
                break;
            case MarkupServiceLink link:
                WriteLink("service", options.ServiceAddress?.Invoke(link.Link), link.PlainText);
                break;
            case MarkupWebLink link:
                WriteWebLink(link);
                break;
            case MarkupImage image:
                WriteImage(image);
                break;
            default:
                WriteText(node.PlainText);
                break;
        }
    }

    private string Open(MarkupStyle style)
    {
        var end = "";
        if (style.Color is not null || style.Size != 0)
        {
            Open("<font", "</font>");
            if (style.Color is { } color)
            {
                _html.Append($" color=\"{color}\"");
            }

            if (style.Size != 0)
            {
                var size = Math.Clamp(style.Size, SmallestSize, LargestSize);
                _html.Append(CultureInfo.InvariantCulture, $" size=\"{size:+0;-0}\"");
            }

            _html.Append('>');
        }

        if (style.Color is not null)
        {
            // A style sheet can adapt the colour of this one to its own background.
            Open("<span class=\"ink\">", "</span>");
        }

        if (style.Bold)
        {
            Open("<b>", "</b>");
        }

        if (style.Underline)
        {
            Open("<u>", "</u>");
        }

        if (style.Italic)
        {
            Open("<i>", "</i>");
        }

        return end;

        void Open(string start, string close)
        {
            _html.Append(start);
            end = close + end;
        }
    }

    private void WriteText(string text)
    {
        var clean = _cleaner.Clean(text);
        foreach (var line in clean.AsSpan().Split('\n'))
        {
            _html.Append(line.Start.Value == 0 ? "" : "<br>").Append(Encoder.Encode(clean[line]));
        }
    }

    private void WriteSymbol(string kind, string symbol, string name, string? code)
    {
        _html.Append($"<span class=\"{kind}\" role=\"img\" aria-label=\"{name}\"");
        if (code is not null)
        {
            WriteAttribute("title", code);
        }

        _html.Append('>').Append(symbol).Append("</span>");
    }

    private void WriteWebLink(MarkupWebLink link)
    {
        if (link.FindUriOrNull() is not { } uri)
        {
            WriteLink("web", null, link.Caption);
        }
        else if (uri.Scheme == SafeAddress.Mxit)
        {
            // Links between services are written mxit://service/ in chat.
            var service = uri.GetComponents(UriComponents.UserInfo | UriComponents.Host, UriFormat.Unescaped);
            WriteLink("service", options.ServiceAddress?.Invoke(new MessageLink(link.Caption, service)), link.Caption);
        }
        else
        {
            WriteForeignLink(uri, link.Caption);
        }
    }

    private void WriteForeignLink(Uri uri, string caption)
    {
        _html.Append("<a class=\"web\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"");
        WriteAttribute("href", uri.AbsoluteUri);
        _html.Append('>');
        WriteText(caption);
        _html.Append("</a>");
    }

    private void WriteLink(string kind, string? address, string caption)
    {
        var end = OpenLink(kind, address);
        WriteText(caption);
        _html.Append(end);
    }

    private string OpenLink(string kind, string? address)
    {
        var isLink = address is not null && SafeAddress.IsForPages(address);
        _html.Append(isLink ? "<a" : "<span").Append($" class=\"{kind}\"");
        if (isLink)
        {
            WriteAttribute("href", address!);
        }

        _html.Append('>');
        return isLink ? "</a>" : "</span>";
    }

    private void WriteImage(MarkupImage image)
    {
        var source = image.Data is not null ? InlinePicture.FindAddressOrNull(image.Data, options)
            : image.FindUriOrNull() is { } uri ? options.ImageAddress?.Invoke(uri)
            : null;
        var end = image.Reply is null ? "" : OpenLink("reply", options.ReplyAddress?.Invoke(image.Reply));
        if (source is not null && (image.Data is not null || SafeAddress.IsForPages(source)))
        {
            _html.Append("<img class=\"inline\" alt=\"picture\"");
            WriteAttribute("src", source);
            _html.Append('>');
        }
        else if (image.Reply is null && image.Data is null && image.FindUriOrNull() is { } elsewhere)
        {
            WriteForeignLink(elsewhere, image.PlainText);
        }
        else
        {
            WriteText(image.PlainText);
        }

        _html.Append(end);
    }

    private void WriteAttribute(string name, string value) =>
        _html.Append($" {name}=\"").Append(Encoder.Encode(value)).Append('"');
}
