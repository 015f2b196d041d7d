using System.Net;
using System.Text.RegularExpressions;
using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

public sealed partial class HtmlTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private static readonly MarkupHtmlOptions Page = new()
    {
        ReplyAddress = reply => $"/reply?text={Uri.EscapeDataString(reply)}",
        ServiceAddress = link => $"/services/{Uri.EscapeDataString(link.TargetService)}",
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("*b* _u_ /i/", "<b>b</b> <u>u</u> <i>i</i>")]
    [InlineData("*_/all/_*", "<b><u><i>all</i></u></b>")]
    [InlineData("#cc0000red", "<font color=\"#CC0000\"><span class=\"ink\">red</span></font>")]
    [InlineData(".+.+big.-.-.-small", "<font size=\"+2\">big</font><font size=\"-1\">small</font>")]
    [InlineData(".+.+.+.+.+.+huge", "<font size=\"+3\">huge</font>")]
    [InlineData("one\ntwo\r\nthree\rfour", "one<br>two<br>three<br>four")]
    [InlineData(":-)", "<span class=\"emoticon\" role=\"img\" aria-label=\"happy\" title=\":-)\">🙂</span>")]
    [InlineData(":<", "<span class=\"emoticon\" role=\"img\" aria-label=\"cold\" title=\":&lt;\">🥶</span>")]
    [InlineData(".{XY}", ".{XY}")]
    [InlineData(":@3", "<span class=\"vibration\" role=\"img\" aria-label=\"vibration 3\">📳</span>")]
    [InlineData("a::op=cmd|type=clear:b", "ab")]
    [InlineData("*::op=csc:", "")]
    [InlineData("$menu$", "<a class=\"reply\" href=\"/reply?text=menu\">menu</a>")]
    [InlineData("{0}", "<a class=\"service\" href=\"/services/books%40mxit.com\">Books</a>")]
    [InlineData("::op=cmd|type=platreq|selmsg=Go|dest=http%3a//m.mxit.com/?a%3db&c:",
        "<a class=\"web\" target=\"_blank\" rel=\"noopener noreferrer nofollow\" href=\"http://m.mxit.com/?a=b&amp;c\">Go</a>")]
    [InlineData("::op=cmd|type=platreq|selmsg=Go|dest=mxit%3a//books@mxit.com/:", "<a class=\"service\" " +
        "href=\"/services/books%40mxit.com\">Go</a>")]
    [InlineData("::op=cmd|type=platreq|selmsg=Go|dest=javascript%3aalert(1):", "<span class=\"web\">Go</span>")]
    public void Each_piece_has_its_html(string markup, string html) => Assert.Equal(
        html, MxitMarkup.Parse(
            markup, links: markup == "{0}" ? [new MessageLink("Books", "books@mxit.com")] : null).ToHtml(Page));

    [Fact]
    public void Without_a_page_that_knows_where_they_lead_links_cannot_be_selected() => Assert.Equal(
        "<span class=\"reply\">menu</span> <span class=\"service\">Books</span>",
        MxitMarkup.Parse("$menu$ {0}", links: [new MessageLink("Books", "books")]).ToHtml());

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("/\t/example.org/")]
    [InlineData("data:text/html,x")]
    [InlineData("")]
    public void An_address_that_a_page_should_not_give_is_left_out(string address)
    {
        var options =
            new MarkupHtmlOptions { ReplyAddress = _ => address, ServiceAddress = _ => address, ImageAddress = _ => address };

        var html = MxitMarkup.Parse(
            "$menu$ {0} ::op=img|src=http%3a//example.org/a.png:", links: [new MessageLink("Books", "books")]).ToHtml(options);

        Assert.DoesNotContain("/reply", html, StringComparison.Ordinal);
        Assert.StartsWith(
            "<span class=\"reply\">menu</span> <span class=\"service\">Books</span> ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_in_the_message_is_shown()
    {
        Assert.Equal(
            $"<img class=\"inline\" alt=\"picture\" src=\"data:image/png;base64,{Png}\">",
            Html($"::op=img|dat={Png.Replace("=", "%3d", StringComparison.Ordinal)}:"));
        Assert.Equal(
            $"<a class=\"reply\" href=\"/reply?text=big\"><img class=\"inline\" alt=\"picture\" " +
            $"src=\"data:image/png;base64,{Png}\"></a>",
            Html(new MxitMarkupBuilder().Image(Convert.FromBase64String(Png), "big").ToString()));
        Assert.Contains("data:image/gif;base64,", Html(Image("GIF89a\x01\0\x01\0"u8)), StringComparison.Ordinal);
        Assert.Contains(
            "data:image/jpeg;base64,", Html(Image([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0, 1, 0, 1])),
            StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> OtherFiles => new()
    {
        { "SVG", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray() },
        { "HTML", "<script>alert(1)</script>"u8.ToArray() },
        { "the beginning of a PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0] },
        { "a PNG of 65,536 x 1",
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 73, 72, 68, 82, 0, 1, 0, 0, 0, 0, 0, 1] },
        { "a PNG of 2^31 x 1",
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 73, 72, 68, 82, 128, 0, 0, 0, 0, 0, 0, 1] },
        { "a GIF of 0 x 1", "GIF89a\0\0\x01\0"u8.ToArray() },
        { "a GIF of 3,000 x 1", "GIF89a\xB8\x0B\x01\0"u8.ToArray() },
        { "a JPEG without a frame", [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xD9] },
        { "a JPEG whose segment has no length", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0xFF, 0xE0, 0, 0] },
        { "a JPEG whose segment leads outside", [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 1] },
        { "a picture of more bytes than are shown", [.. "GIF89a\x01\0\x01\0"u8, .. new byte[65_536]] },
        { "nothing", [] },
    };

    [Theory, MemberData(nameof(OtherFiles))]
    public void What_is_no_picture_or_too_large_is_not_shown(string what, byte[] file) =>
        Assert.True(Html(Image(file)) == "[picture]", what);

    [Fact]
    public void What_is_not_base64_is_not_shown()
    {
        Assert.Equal("[picture]", Html("::op=img|dat=no base 64!:"));
        Assert.Equal("[picture]", Html("::op=img|dat=\"onerror%3dalert(1) x%3d\":"));
        Assert.Equal("[picture]", Html($"::op=img|dat={new string('A', 1_000_000)}:"));
    }

    [Fact]
    public void A_picture_elsewhere_is_a_link_unless_the_page_fetches_it()
    {
        const string Markup = "::op=img|src=http%3a//example.org/a.png:";

        Assert.Equal(
            "<a class=\"web\" target=\"_blank\" rel=\"noopener noreferrer nofollow\" " +
            "href=\"http://example.org/a.png\">[picture]</a>", Html(Markup));
        Assert.Equal(
            "<img class=\"inline\" alt=\"picture\" src=\"/proxy?http%3A%2F%2Fexample.org%2Fa.png\">",
            MxitMarkup.Parse(Markup).ToHtml(
                Page with { ImageAddress = uri => $"/proxy?{Uri.EscapeDataString(uri.AbsoluteUri)}" }));
        Assert.Equal("[picture]", Html("::op=img|src=javascript%3aalert(1):"));
        Assert.Equal("[picture]", Html("::op=img|src=mxit%3a//books/:"));
    }

    public static TheoryData<string> Attacks =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "*<b*>*<script>*alert(1)*</script>*",
        "<scr*ipt>alert(1)</scr*ipt>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;",
        "\\<script\\>alert(1)\\<\\/script\\>",
        "#FF0000\"><script>alert(1)</script>",
        "#FF00\"onclick=alert(1)",
        "$\"><script>alert(1)</script>$",
        "$javascript:alert(1)$",
        ".{\"><script>}",
        ".{<script>}",
        "::op=cmd|type=reply|selmsg=<script>alert(1)</script>|replymsg=\"><script>alert(1)</script>:",
        "::op=cmd|type=reply|selmsg=%3Cscript%3Ealert(1)%3C/script%3E|replymsg=%22%3E%3Cscript%3E|nm=%22onclick%3d:",
        "::op=cmd|type=platreq|selmsg=x|dest=javascript%3aalert(1):",
        "::op=cmd|type=platreq|selmsg=x|dest=java%0ascript%3aalert(1):",
        "::op=cmd|type=platreq|selmsg=x|dest=http%3a//x/\"onmouseover%3d\"alert(1):",
        "::op=cmd|type=platreq|selmsg=x|dest=http%3a//x/%22><script>alert(1)</script>:",
        "::op=cmd|type=platreq|selmsg=x|dest=mxit%3a//\"><script>alert(1)</script>/:",
        "::op=cmd|type=platreq|dest=data%3atext/html,<script>alert(1)</script>:",
        "::op=img|dat=\"><script>alert(1)</script>:",
        "::op=img|src=\"><script>alert(1)</script>:",
        "::op=img|src=http%3a//x/\"onerror%3d\"alert(1)|replymsg=\"><script>:",
        "::op=img|src=http%3a//x/a.png|algn=\"onload%3dalert(1)|w=\"><script>|h=1|t=2:",
        "::op=<script>alert(1)</script>:",
        "::op=csc|<script>alert(1)</script>:",
        "<\0script>alert(1)</script>",
        "<!--", "]]>", "<![CDATA[", "</p></li></ol><script>alert(1)</script>", "<plaintext>", "<base href=//example.org>",
        "{0}", "{1}",
    ];

    [Theory, MemberData(nameof(Attacks))]
    public void Hostile_markup_is_text(string markup) => AssertSafe(MxitMarkup.Parse(markup, links: HostileLinks).ToHtml(Page));

    [Fact]
    public void Whatever_a_message_holds_its_html_is_safe() =>
        Gen.Select(MarkupTexts.Any, Gen.Bool, MarkupTexts.Links).Sample((body, containsMarkup, links) =>
            AssertSafe(MxitMarkup.Parse(body, containsMarkup, links).ToHtml(Page)), iter: MarkupTexts.Cases);

    [Fact]
    public void The_text_on_the_page_is_the_text_of_the_message() => MarkupTexts.Any.Sample(text =>
    {
        var html = MxitMarkup.Parse(text, containsMarkup: false).ToHtml();
        Assert.Equal(Visible(text), WebUtility.HtmlDecode(html.Replace("<br>", "\n", StringComparison.Ordinal)));
    }, iter: MarkupTexts.Cases);

    [Fact]
    public void Control_characters_are_left_out_and_halves_of_characters_replaced() =>
        Assert.Equal("ab&#x9;c\ufffdd&#x1F600;", Html("a\0\u001b\u0080\u009fb\tc\ud83dd😀"));

    private static readonly MessageLink[] HostileLinks =
    [
        new("<script>alert(1)</script>", "\"><script>alert(1)</script>"), new("'onclick=alert(1)", "javascript:alert(1)"),
    ];

    private static string Html(string markup) => MxitMarkup.Parse(markup).ToHtml(Page);

    private static string Image(ReadOnlySpan<byte> file) =>
        file.IsEmpty ? "::op=img|dat=:" : new MxitMarkupBuilder().Image(file).ToString();

    private static string Visible(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Replace("\r", "\n", StringComparison.Ordinal)
            .EnumerateRunes().Where(rune => rune.Value is '\n' or '\t' || !System.Text.Rune.IsControl(rune)));

    // Every tag is one of those that the writer knows, every tag is closed in its turn, and what is left is text.
    private static void AssertSafe(string html)
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(html))
        {
            var name = tag.Groups["name"].Value;
            if (tag.Groups["end"].Success)
            {
                Assert.Equal(name, open.Pop());
            }
            else if (name is not ("br" or "img"))
            {
                open.Push(name);
            }
        }

        Assert.Empty(open);
        Assert.DoesNotMatch("[<>\"']", Tag().Replace(html, ""));
        Assert.DoesNotMatch("&(?!(lt|gt|amp|quot|#x[0-9A-F]{1,6});)", html);
    }

    [GeneratedRegex("""
        <(?<end>/)(?<name>b|u|i|font|span|a)>
        |<(?<name>b|u|i|br)>
        |<(?<name>font)(\ color="\#[0-9A-F]{6}")?(\ size="[+-][1-3]")?>
        |<(?<name>span)\ class="(ink|reply|service|web)">
        |<(?<name>span)\ class="(emoticon|vibration)"\ role="img"\ aria-label="[a-z0-9\ ]+"(\ title="[^"<>]*")?>
        |<(?<name>a)\ class="(reply|service)"\ href="/(reply\?text=|services/)[^"<>\s]*">
        |<(?<name>a)\ class="web"\ target="_blank"\ rel="noopener\ noreferrer\ nofollow"\ href="https?://[^"<>\s]+">
        |<(?<name>img)\ class="inline"\ alt="picture"\ src="data:image/(png|gif|jpeg);base64,[A-Za-z0-9+/=]+">
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Tag();
}
