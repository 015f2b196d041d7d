using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

/// <summary>The table of section 7 of the wire document, row by row.</summary>
public sealed class ParsingTests
{
    private static readonly MarkupStyle Bold = new() { Bold = true };
    private static readonly MarkupStyle Red = new() { Color = new MarkupColor(255, 0, 0) };

    [Fact]
    public void Toggles_go_on_and_off_and_may_overlap()
    {
        Check("*b*", new MarkupText("b", Bold));
        Check("_u_", new MarkupText("u", new MarkupStyle { Underline = true }));
        Check("/i/", new MarkupText("i", new MarkupStyle { Italic = true }));
        Check(
            "*a_b*c_d",
            new MarkupText("a", Bold),
            new MarkupText("b", Bold with { Underline = true }),
            new MarkupText("c", new MarkupStyle { Underline = true }),
            new MarkupText("d"));
        Check("*to the end", new MarkupText("to the end", Bold));
        Check("a**b", new MarkupText("ab"));
        Check("*");
    }

    [Fact]
    public void A_colour_holds_until_another_one_or_the_default()
    {
        Check("a#FF0000b#00fF7ac#??????d",
            new MarkupText("a"),
            new MarkupText("b", Red),
            new MarkupText("c", new MarkupStyle { Color = new MarkupColor(0, 255, 0x7A) }),
            new MarkupText("d"));
        Check("#FF0000123", new MarkupText("123", Red));
        Check("*#FF0000b*r", new MarkupText("b", Red with { Bold = true }), new MarkupText("r", Red));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("#FF000")]
    [InlineData("#FF000G")]
    [InlineData("#?????")]
    [InlineData("#?????0")]
    [InlineData("# FF000")]
    [InlineData("#+FF000")]
    [InlineData("##FF000")]
    [InlineData("#１２３４５６")]
    [InlineData("$")]
    [InlineData("5$ each")]
    [InlineData("$$")]
    [InlineData("$$$")]
    [InlineData("a. b")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData(".{")]
    [InlineData(".{}")]
    [InlineData(".{never ends")]
    [InlineData(".{a b}")]
    [InlineData(".{1234567890123456}")]
    [InlineData(":@")]
    [InlineData(":@x")]
    [InlineData("::")]
    [InlineData("::op=")]
    [InlineData("::op=cmd|type=clear")]
    [InlineData("::op=:")]
    [InlineData("{0} {1} {} {x} {-1}")]
    [InlineData("\\")]
    public void What_is_not_complete_is_text(string text) => Check(text, new MarkupText(text));

    [Fact]
    public void Sizes_are_steps()
    {
        Check("a.+b.+c.-d.-e.-f",
            new MarkupText("a"),
            new MarkupText("b", new MarkupStyle { Size = 1 }),
            new MarkupText("c", new MarkupStyle { Size = 2 }),
            new MarkupText("d", new MarkupStyle { Size = 1 }),
            new MarkupText("e"),
            new MarkupText("f", new MarkupStyle { Size = -1 }));
        Check("..+b", new MarkupText("."), new MarkupText("b", new MarkupStyle { Size = 1 }));
    }

    [Fact]
    public void A_link_sends_its_text_back()
    {
        Check("Type $menu$ now", new MarkupText("Type "), new MarkupReplyLink("menu", "menu"), new MarkupText(" now"));
        Check("$a$$b$", new MarkupReplyLink("a", "a"), new MarkupReplyLink("b", "b"));
        Check("*$a*b$*", new MarkupReplyLink("a*b", "a*b", Bold));
        Check(@"$5 \$ \\ \* {0}$", new MarkupReplyLink(@"5 $ \ * {0}", @"5 $ \ * {0}"));
        Check("$a$ b$", new MarkupReplyLink("a", "a"), new MarkupText(" b$"));
        Check("$two\nlines$", new MarkupReplyLink("two\nlines", "two\nlines"));
        Check(@"$a\$", new MarkupText("$a$"));
    }

    [Fact]
    public void A_custom_emoticon_has_an_id() =>
        Check("a.{XY}b", new MarkupText("a"), new MarkupCustomEmoticon("XY"), new MarkupText("b"));

    [Theory]
    [InlineData(@"\*b\*", "*b*")]
    [InlineData(@"\\\$\.+\#FF0000\_\/", @"\$.+#FF0000_/")]
    [InlineData(@"\a\:@3", "a:@3")]
    [InlineData(@"\::op=csc:", "::op=csc:")]
    [InlineData(@"end\", @"end\")]
    public void A_backslash_makes_text_of_what_follows(string markup, string text) => Check(markup, new MarkupText(text));

    [Fact]
    public void A_vibration_has_one_digit() =>
        Check("a:@34", new MarkupText("a"), new MarkupVibration(3), new MarkupText("4"));

    [Fact]
    public void Without_markup_all_is_text_and_a_backslash_stays()
    {
        const string Body = @"*b* \* #FF0000 $a$ .+ :) ::op=csc: :@1 {0} \";

        Assert.Equal([new MarkupText(Body)], MxitMarkup.Parse(Body, containsMarkup: false).Nodes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_is_read_the_way_it_is_meant(bool containsMarkup)
    {
        var message = new MessengerMessage
        {
            Id = "1",
            Cursor = new Cursor("1"),
            Peer = "books",
            Direction = MessageDirection.Received,
            Body = "*Try* {0}",
            SentAt = DateTimeOffset.UnixEpoch,
            ContainsMarkup = containsMarkup,
            Links = [new MessageLink("this", "other")],
        };

        var document = message.ParseBody();

        Assert.Equal(containsMarkup ? "Try this" : "*Try* this", document.ToPlainText());
    }

    [Fact]
    public void Nothing_throws_and_text_is_whole() =>
        Gen.Select(MarkupTexts.Any, Gen.Bool, MarkupTexts.Links).Sample((body, containsMarkup, links) =>
        {
            var document = MxitMarkup.Parse(body, containsMarkup, links);
            _ = document.ToHtml();
            _ = document.ToPlainText();
            _ = document.ToTerminalText(ansi: true);
            var texts = document.Nodes.OfType<MarkupText>();
            return texts.All(text => text.Text.Length > 0)
                && document.Nodes.Zip(document.Nodes.Skip(1)).All(pair =>
                    pair is not (MarkupText first, MarkupText second) || first.Style != second.Style);
        }, iter: MarkupTexts.Cases);

    [Fact]
    public void Neither_pieces_nor_documents_show_their_text_by_accident()
    {
        var document = MxitMarkup.Parse("secret *secret* $secret$ ::op=cmd|type=clear|id=secret: .{secret}");

        Assert.DoesNotContain("secret", document.ToString(), StringComparison.Ordinal);
        Assert.All(document.Nodes, node => Assert.DoesNotContain("secret", node.ToString(), StringComparison.Ordinal));
    }

    private static void Check(string markup, params MarkupNode[] expected) =>
        Assert.Equal(expected, MxitMarkup.Parse(markup).Nodes);
}
