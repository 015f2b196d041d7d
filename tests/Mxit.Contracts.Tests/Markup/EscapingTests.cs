using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

public sealed class EscapingTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData(@"\ $ . # * _ /", @"\\ \$ \. \# \* \_ \/")]
    [InlineData("http://example.org", @"http:\/\/example\.org")]
    [InlineData("Hi :) (*)", @"Hi :) (\*)")]
    [InlineData("::op=img|src=x: and :@3", @"\::op=img|src=x: and \:@3")]
    [InlineData("a :: b :@x", "a :: b :@x")]
    [InlineData("{0} {1x} {x} {", @"\{0} {1x} {x} \{")]
    [InlineData("Name:", @"Name\:")]
    [InlineData("😀 é", "😀 é")]
    public void Only_what_has_a_meaning_gets_a_backslash(string text, string markup) =>
        Assert.Equal(markup, MxitMarkup.Escape(text));

    [Theory]
    [InlineData("Hi :) f(x)", @"Hi \:) f\(x)")]
    [InlineData("(*) :$", @"\(\*) \:\$")]
    [InlineData("STOP 8", @"STOP \8")]
    [InlineData("8 P o", "8 P o")]
    public void Emoticons_can_be_shown_as_they_are_typed(string text, string markup) =>
        Assert.Equal(markup, MxitMarkup.Escape(text, emoticons: false));

    [Fact]
    public void Every_text_means_itself() => MarkupTexts.Any.Sample(text =>
    {
        var document = MxitMarkup.Parse(MxitMarkup.Escape(text), links: [new MessageLink("link", "a")]);
        return document.ToPlainText() == (text.Length == 0 ? "link" : text + "\nlink")
            && document.Nodes.Take(document.Nodes.Count - 1).All(
                node => node is MarkupText or MarkupEmoticon && node.Style == default);
    }, iter: MarkupTexts.Cases);

    [Fact]
    public void Without_emoticons_every_text_is_text() => MarkupTexts.Any.Where(text => text.Length > 0).Sample(text =>
        MxitMarkup.Parse(MxitMarkup.Escape(text, emoticons: false)).Nodes is [MarkupText node] && node == new MarkupText(text),
        iter: MarkupTexts.Cases);

    [Fact]
    public void Texts_put_together_mean_themselves_and_so_does_what_stands_between_other_markup() =>
        Gen.Select(
            MarkupTexts.Any, MarkupTexts.Any, Gen.OneOf(
                "", "*", "$x$", "#00FF00", ".+", ":)", ":@1", "::op=csc:", ".{XY}", "{0}", "\n"))
            .Sample((first, second, between) =>
            {
                MessageLink[] links = [new("link", "a")];
                var document = MxitMarkup.Parse(
                    MxitMarkup.Escape(first) + between + MxitMarkup.Escape(second) + "{0}", links: links);
                var middle = between == "{0}" ? "link" : MxitMarkup.Parse(between).ToPlainText();
                return document.ToPlainText() == first + middle + second + "link" && document.Nodes[^1] is MarkupServiceLink;
            }, iter: MarkupTexts.Cases);

    [Fact]
    public void Together_without_emoticons_there_is_nothing_but_text() =>
        Gen.Select(MarkupTexts.Any, MarkupTexts.Any)
            .Where((first, second) => first.Length + second.Length > 0).Sample((first, second) =>
                MxitMarkup.Parse(MxitMarkup.Escape(first, emoticons: false) + MxitMarkup.Escape(second, emoticons: false)).Nodes
                    is [MarkupText node] && node == new MarkupText(first + second), iter: MarkupTexts.Cases);
}
