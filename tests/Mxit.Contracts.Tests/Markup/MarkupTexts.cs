using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

/// <summary>Texts that are full of markup, of what nearly is, and of what hurts.</summary>
internal static class MarkupTexts
{
    /// <summary>How many cases a property is tried on: more than usual, since each is quickly done.</summary>
    public const int Cases = 2_000;

    private static readonly string[] Pieces =
    [
        "*", "_", "/", "#", "#FF0000", "#0a0B0c", "#??????", "FF00", "12", "?", ".", ".+", ".-", ".{", ".{XY}", "+", "-", "$",
        "$$", "$menu$",
        "\\", "\\\\", "\\*", ":", "::", ":@", ":@3", "::op=", "op=", "cmd", "img", "csc", "|", "=", "type=reply", "type=platreq",
        "selmsg=",
        "replymsg=", "dest=", "dat=", "src=", "nm=", "%3a", "%7c", "%", "%zz", "{", "}", "{0}", "{1}", "{2}", "{00}", "{9999}",
        "0", "1", "8", "o", "8o",
        ":)", ":-)", "(", ")", "(\\*)", ":\\$", "x", "P", "P-)", ":L", ":'(", "<", ">", "&", "\"", "'",
        "<script>alert(1)</script>",
        "javascript:alert(1)", "http://example.org/", " ", "\n", "\r", "\r\n", "\t", "\0", "\u001b[31m", "\u0085", "\u009b",
        "\u202e", "\u2066", "\u2069",
        "\u202c", "é", "中", "😀", "\ud83d", "\ude00",
    ];

    /// <summary>Anything.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Gen.OneOf(Pieces).List[0, 30].Select(static pieces => string.Concat(pieces)),
        Gen.String[Gen.Char["*_/#.+-$\\:@={}|?0123456789abcdefABCDEFop8P()';"], 0, 40],
        Gen.String);

    /// <summary>Links to other services, often none.</summary>
    public static Gen<MessageLink[]> Links { get; } =
        Gen.Select(Any, Any, static (text, service) => new MessageLink(text, service)).Array[0, 3];

    /// <summary>What is to be seen, without regard to what is text and what is an emoticon in it.</summary>
    public static List<(string Kind, string Text, MarkupStyle Style)> Runs(IEnumerable<MarkupNode> nodes)
    {
        var runs = new List<(string Kind, string Text, MarkupStyle Style)>();
        foreach (var node in nodes)
        {
            var kind = node is MarkupText or MarkupEmoticon ? "text" : Describe(node);
            if (kind == "text" && runs is [.., { Kind: "text" } last] && last.Style == node.Style)
            {
                runs[^1] = last with { Text = last.Text + node.PlainText };
            }
            else
            {
                runs.Add((kind, node.PlainText, node.Style));
            }
        }

        return runs;
    }

    private static string Describe(MarkupNode node) => node switch
    {
        MarkupReplyLink link => $"reply {link.Reply} {link.Name}",
        MarkupServiceLink link => $"service {link.Link}",
        MarkupWebLink link => $"web {link.Caption} {link.Address}",
        MarkupImage image => $"image {image.Data} {image.Source} {image.Reply}",
        MarkupCommand command => $"command {command.Content}",
        _ => node.GetType().Name,
    };
}
