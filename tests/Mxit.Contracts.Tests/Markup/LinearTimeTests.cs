namespace Mxit.Contracts.Tests.Markup;

/// <summary>
/// However a message is made, reading it looks at each character a few times at most, and writing it does not blow it up.
/// </summary>
public sealed class LinearTimeTests
{
    public static TheoryData<string> Repeated =>
    [
        "$", "$a", "$\\$", "$\\", "\\", "*", "*a", "_a*b/c", "#", "#12345", "#FF0000a", "#?????", ".", ".{", ".{abcdefghijklmn",
        ".{XY}", ".+", ".+a", ".-.+a",
        ":", "::", "::op=", "::op=a", "::op=a|", "::op=cmd|type=reply", "::op=cmd|type=reply|selmsg=a|replymsg=b:",
        "::op=img|dat=A:", "|", ":@", ":@1",
        ":-", ":)", "8-", "(", "(x", ":'", "P", "{", "{0", "{0}", "{1}", "{9999", "\r", "\n", "\0", "\ud83d", "\u202e", "\u2067",
        "\u2069", "<", "\"", "a",
        "$ ::op=x\\:", "$::op=", "::op=$",
    ];

    [Theory, MemberData(nameof(Repeated))]
    public void Every_character_is_looked_at_a_few_times_at_most(string piece)
    {
        var text = Repeat(piece, 100_000);
        foreach (var body in (string[])[Repeat(piece, 1_000_000), "$" + text, "::op=x|" + text, text + "$", text + ":"])
        {
            var parser = new MarkupParser(body, containsMarkup: true, [new MessageLink("caption", "a")]);

            parser.Parse();

            Assert.True(parser.Examined <= 4L * body.Length, $"{parser.Examined} characters were looked at in {body.Length}.");
        }
    }

    [Theory, MemberData(nameof(Repeated))]
    public void What_is_written_is_in_proportion_to_what_was_read(string piece)
    {
        var body = Repeat(piece, 100_000);
        var document = MxitMarkup.Parse(body, links: [new MessageLink("caption", "a")]);

        Assert.InRange(document.ToPlainText().Length, 0, (8 * body.Length) + 20_000);
        Assert.InRange(document.ToHtml().Length, 0, 120 * body.Length);
        Assert.InRange(document.ToTerminalText(ansi: true).Length, 0, 40 * body.Length);
        Assert.InRange(MxitMarkup.Escape(body, emoticons: false).Length, 0, 2 * body.Length);
    }

    [Fact]
    public void A_command_with_very_many_keys_is_read_once_a_key()
    {
        var body = "::op=cmd|type=reply|" + string.Concat(Enumerable.Repeat("selmsg=a|replymsg=b|", 50_000)) + ":";

        Assert.Equal([new MarkupReplyLink("a", "b")], MxitMarkup.Parse(body).Nodes);
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));
}
