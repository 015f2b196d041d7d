using System.Text.RegularExpressions;
using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

public sealed partial class TerminalTests
{
    [Theory]
    [InlineData("plain :) $menu$", "plain :) menu")]
    [InlineData("*b*#FF0000r\na", "br\na")]
    [InlineData("one\r\ntwo\rthree\u2028four\tfive", "one\ntwo\nthree\nfour\tfive")]
    [InlineData("::op=cmd|type=platreq|selmsg=Go|dest=http%3a//m.mxit.com/: :@1 ::op=img|dat=x:", "Go (http://m.mxit.com/) " +
        "[vibration] [picture]")]
    [InlineData("red\u001b[31m, bell\a, \u009b31m, \u0090q\u009c, back\b\b, \0, del\u007f", "red[31m, bell, 31m, q, back, , del")]
    [InlineData("::op=cmd|type=platreq|selmsg=%1b[31mGo|dest=%1b]8;;x%07:", "[31mGo (]8;;x)")]
    public void Text_is_written_without_anything_that_a_terminal_obeys(string markup, string text) =>
        Assert.Equal(text, MxitMarkup.Parse(markup).ToTerminalText());

    [Fact]
    public void Half_a_character_is_replaced() =>
        Assert.Equal("\ufffd 😀 \ufffd", MxitMarkup.Parse("\ud83d 😀 \ude00").ToTerminalText());

    [Fact]
    public void Looks_are_ansi_sequences_and_end_with_the_text()
    {
        Assert.Equal("\e[0;1mb\e[0m, \e[0;3;4m_\e[0m", MxitMarkup.Parse(@"*b*, /_\__/").ToTerminalText(ansi: true));
        Assert.Equal(
            "\e[0;38;2;255;0;128mr\e[0;4mmenu\e[0mend",
            MxitMarkup.Parse("#FF0080r#??????$menu$.+end").ToTerminalText(ansi: true));
        Assert.Equal("plain", MxitMarkup.Parse("*::op=csc:*plain*").ToTerminalText(ansi: true));
    }

    [Theory]
    [InlineData("a\u202eb", "a\u202eb\u202c")]
    [InlineData("a\u202eb\nc\u2067d", "a\u202eb\u202c\nc\u2067d\u2069")]
    [InlineData("a\u2069b\u202cc", "abc")]
    [InlineData("\u2066a\u202eb\u2069c", "\u2066a\u202eb\u202c\u2069c")]
    [InlineData("\u202a\u2069\u202c", "\u202a\u202c")]
    [InlineData("\u2067\u202c\u2069", "\u2067\u2069")]
    public void A_change_of_direction_ends_with_its_line(string markup, string text) =>
        Assert.Equal(text, MxitMarkup.Parse(markup).ToTerminalText());

    [Fact]
    public void Nothing_of_a_message_commands_the_terminal() =>
        Gen.Select(MarkupTexts.Any, Gen.Bool, MarkupTexts.Links).Sample((body, ansi, links) =>
        {
            var text = MxitMarkup.Parse(body, links: links).ToTerminalText(ansi);
            var rest = ansi ? Ansi().Replace(text, "") : text;
            return rest.All(c => c is '\n' or '\t' || !char.IsControl(c)) && text.Split('\n').All(IsBalanced);
        }, iter: MarkupTexts.Cases);

    private static bool IsBalanced(string line) =>
        line.Count(c => c is '\u202a' or '\u202b' or '\u202d' or '\u202e') == line.Count(c => c == '\u202c')
        && line.Count(c => c is >= '\u2066' and <= '\u2068') == line.Count(c => c == '\u2069');

    [GeneratedRegex(@"\x1b\[0(;1)?(;3)?(;4)?(;38;2;\d{1,3};\d{1,3};\d{1,3})?m")]
    private static partial Regex Ansi();
}
