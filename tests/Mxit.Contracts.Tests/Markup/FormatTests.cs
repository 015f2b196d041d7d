using System.Globalization;
using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

public sealed class FormatTests
{
    [Fact]
    public void The_string_is_markup_and_its_values_are_text()
    {
        const string Name = "*Zola* $menu$ #FF0000 ::op=csc:";

        var markup = MxitMarkup.Format($"*Hi* {Name}!");

        Assert.Equal(@"*Hi* \*Zola\* \$menu\$ \#FF0000 \::op=csc\:!", markup);
        Assert.Equal(
            [new MarkupText("Hi", new MarkupStyle { Bold = true }), new MarkupText($" {Name}!")], MxitMarkup.Parse(markup).Nodes);
    }

    [Fact]
    public void Values_are_written_as_in_any_interpolated_string()
    {
        Assert.Equal(@"12\.50|  7|7  |", MxitMarkup.Format(CultureInfo.InvariantCulture, $"{12.5m:0.00}|{7,3}|{7,-3}|"));
        Assert.Equal(@"12\.5", MxitMarkup.Format(CultureInfo.InvariantCulture, $"{12.5}"));
        Assert.Equal("", MxitMarkup.Format($"{(string?)null}{(int?)null}"));
        Assert.Equal("abc", MxitMarkup.Format($"{"abcd".AsSpan(0, 3)}"));
    }

    [Fact]
    public void A_value_completes_nothing_that_the_string_began()
    {
        Check("Order #123456", MxitMarkup.Format($"Order #{123456}"));
        Check("#12345678", MxitMarkup.Format($"#12{345678}"));
        Check("#??????", MxitMarkup.Format($"#???{"???"}"));
        Check("a.+b", MxitMarkup.Format($"a.{"+b"}"));
        Check(":@3", MxitMarkup.Format($":@{3}"));
        Check(":@3", MxitMarkup.Format($":{"@3"}"));
        Check("::@3", MxitMarkup.Format($"::{"@3"}"));
        Check("::op=csc:", MxitMarkup.Format($"::op={"csc:"}"));
        Check("::op=csc:", MxitMarkup.Format($":{":op=csc:"}"));
        Check("::op=csc:", MxitMarkup.Format($"::o{"p=csc:"}"));
        Check(@"\*b*", MxitMarkup.Format($"\\{"*b*"}"));
        Check(@"\*b*", MxitMarkup.Format($"\\\\{"*b*"}"));
        Check("#12345678", MxitMarkup.Format($"\\#12{345678}"));
        Assert.Equal(
            "{0}\nlink", MxitMarkup.Parse(MxitMarkup.Format($"{{{0}}}"), links: [new MessageLink("link", "a")]).ToPlainText());
    }

    [Fact]
    public void A_value_may_be_what_a_link_sends_back() => Assert.Equal(
        [new MarkupReplyLink("a$b *c*", "a$b *c*")], MxitMarkup.Parse(MxitMarkup.Format($"${"a$b *c*"}$")).Nodes);

    [Fact]
    public void Values_never_add_anything_but_text() =>
        Gen.Select(
            Gen.OneOf("#", "#12", "#???", ".", ":", "::", "::op", "::op=", ":@", "{", "{1", "\\", "x", "*", "8", "("),
            MarkupTexts.Any)
            .Where((_, value) => value.Length > 0)
            .Sample((literal, value) =>
            {
                var nodes = MxitMarkup.Parse(
                    Format(literal, value) + "{0}", links: [new MessageLink("link", "a"), new MessageLink("x", "b")]).Nodes;
                var bold = literal == "*" ? new MarkupStyle { Bold = true } : default;
                return nodes.TakeWhile(node => node is not MarkupServiceLink).All(
                    node => node is MarkupText or MarkupEmoticon && node.Style == bold)
                    && string.Concat(nodes.TakeWhile(node => node is not MarkupServiceLink).Select(node => node.PlainText))
                        == (literal == "*" ? "" : literal) + value;
            }, iter: MarkupTexts.Cases);

    // What the compiler makes of $"<literal>{value}".
    private static string Format(string literal, string value)
    {
        var handler = new MarkupInterpolatedStringHandler(literal.Length, 1);
        handler.AppendLiteral(literal);
        handler.AppendFormatted(value);
        return MxitMarkup.Format(handler);
    }

    private static void Check(string text, string markup)
    {
        var document = MxitMarkup.Parse(markup);
        Assert.Equal(text, document.ToPlainText());
        Assert.All(document.Nodes, node => Assert.Equal(new MarkupText(text), node));
    }
}
