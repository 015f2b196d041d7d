namespace Mxit.Contracts.Tests.Markup;

/// <summary>Links to other services and their places. Source: wire document, section 3.1.</summary>
public sealed class PlaceTests
{
    private static readonly MessageLink One = new("one", "first");
    private static readonly MessageLink Two = new("two", "second");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_takes_its_place(bool containsMarkup) => Assert.Equal(
        [new MarkupText("Try "), new MarkupServiceLink(Two), new MarkupText(" or "), new MarkupServiceLink(One)],
        MxitMarkup.Parse("Try {1} or {0}", containsMarkup, [One, Two]).Nodes);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_without_a_place_follows_on_a_new_line(bool containsMarkup)
    {
        Assert.Equal(
            [
                new MarkupText("Try "), new MarkupServiceLink(Two), new MarkupText("\n"), new MarkupServiceLink(One),
            ],
            MxitMarkup.Parse("Try {1}", containsMarkup, [One, Two]).Nodes);
        Assert.Equal("\none\ntwo", MxitMarkup.Parse("", containsMarkup, [One, Two]).ToPlainText().Insert(0, "\n"));
    }

    [Theory]
    [InlineData("{2} {00} {01} {-1} {} {a} { 0} {0 } {99999} {99999999999999999999}")]
    [InlineData("{")]
    [InlineData("{0")]
    public void Other_braces_are_text(string body)
    {
        Assert.Equal(body + "\none\ntwo", MxitMarkup.Parse(body, false, [One, Two]).ToPlainText());
        Assert.Equal(body + "\none\ntwo", MxitMarkup.Parse(body, true, [One, Two]).ToPlainText());
        Assert.Equal(body, MxitMarkup.Parse(body).ToPlainText());
    }

    [Fact]
    public void A_caption_is_never_read_again()
    {
        var link = new MessageLink("{1} *b* $x$ {0}", "a");

        Assert.Equal(
            [new MarkupServiceLink(link), new MarkupServiceLink(Two)],
            MxitMarkup.Parse("{0}{1}", true, [link, Two]).Nodes);
    }

    [Fact]
    public void A_place_has_the_style_around_it_and_none_after_the_text()
    {
        Assert.Equal(
            [
                new MarkupServiceLink(One, new MarkupStyle { Bold = true }), new MarkupText("\n"), new MarkupServiceLink(Two),
            ],
            MxitMarkup.Parse("*{0}", true, [One, Two]).Nodes);
    }

    [Fact]
    public void A_place_after_a_full_stop_or_a_colon_is_no_emoticon()
    {
        Assert.Equal([new MarkupText("Choose:"), new MarkupServiceLink(One)], MxitMarkup.Parse("Choose:{0}", true, [One]).Nodes);
        Assert.Equal(
            [new MarkupEmoticon(MxitEmoticon.ExtremelySurprised, ":{"), new MarkupText("0}")], MxitMarkup.Parse(":{0}").Nodes);
        Assert.Equal([new MarkupText("Look."), new MarkupServiceLink(One)], MxitMarkup.Parse("Look.{0}", true, [One]).Nodes);
        Assert.Equal([new MarkupText("Look"), new MarkupCustomEmoticon("0")], MxitMarkup.Parse("Look.{0}").Nodes);
    }

    [Fact]
    public void A_backslash_makes_text_of_a_place_in_markup_only()
    {
        Assert.Equal("{0}\none", MxitMarkup.Parse(@"\{0}", true, [One]).ToPlainText());
        Assert.Equal(@"\one", MxitMarkup.Parse(@"\{0}", false, [One]).ToPlainText());
    }

    [Fact]
    public void A_link_may_be_repeated_but_not_to_blow_up_a_message()
    {
        Assert.Equal("one and one", MxitMarkup.Parse("{0} and {0}", true, [One]).ToPlainText());
        var body = string.Concat(Enumerable.Repeat("{0}", 5_000));
        var large = new MessageLink(new string('x', 3_000), "a");

        var text = MxitMarkup.Parse(body, true, [large]).ToPlainText();

        Assert.Equal(12_000, text.Count(c => c == 'x'));
        Assert.Equal(4_996, text.Count(c => c == '{'));
    }
}
