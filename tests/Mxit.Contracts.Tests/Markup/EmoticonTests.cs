namespace Mxit.Contracts.Tests.Markup;

public sealed class EmoticonTests
{
    /// <summary>The table of section 7 as it is printed there, with the backslashes that markup asks for.</summary>
    public static TheoryData<MxitEmoticon, string> Table { get; } = new(
        from row in new (MxitEmoticon Emoticon, string Codes)[]
        {
            (MxitEmoticon.Happy, ":) :-)"), (MxitEmoticon.Sad, ":( :-("), (MxitEmoticon.Wink, ";) ;-)"),
            (MxitEmoticon.Excited, ":D :-D"), (MxitEmoticon.Shocked, ":| :-|"), (MxitEmoticon.Surprised, ":O :-O"),
            (MxitEmoticon.Tongue, ":P :-P"), (MxitEmoticon.Embarrassed, @":\$ :-\$"), (MxitEmoticon.Cool, "8-)"),
            (MxitEmoticon.Heart, "(H)"), (MxitEmoticon.Flower, "(F)"), (MxitEmoticon.Male, "(m)"),
            (MxitEmoticon.Female, "(f)"), (MxitEmoticon.Star, @"(\*)"), (MxitEmoticon.Chilli, "(c)"),
            (MxitEmoticon.Kiss, "(x)"), (MxitEmoticon.Idea, "(i)"), (MxitEmoticon.VeryAngry, ":e :-e"),
            (MxitEmoticon.Censored, ":x :-x"), (MxitEmoticon.Grumpy, "(z)"), (MxitEmoticon.Coffee, "(U)"),
            (MxitEmoticon.MrGreen, "(G)"), (MxitEmoticon.Sick, ":o("), (MxitEmoticon.ExtremelySurprised, ":{ :-{"),
            (MxitEmoticon.InLove, ":} :-}"), (MxitEmoticon.RollingEyes, "8o 8-o"), (MxitEmoticon.Crying, ":'("),
            (MxitEmoticon.Thinking, ":? :-?"), (MxitEmoticon.Drooling, ":~ :-~"), (MxitEmoticon.Sleepy, ":z :-z"),
            (MxitEmoticon.Liar, ":L :L)"), (MxitEmoticon.Nerdy, "8| 8-|"), (MxitEmoticon.Pirate, "P-)"),
            (MxitEmoticon.Bored, ":[ :-["), (MxitEmoticon.Cold, ":< :-<"), (MxitEmoticon.Confused, ":, :-,"),
            (MxitEmoticon.Hungry, ":C :-C"), (MxitEmoticon.Stressed, ":s :-s"),
        }
        from code in row.Codes.Split(' ')
        select (row.Emoticon, code));

    [Theory, MemberData(nameof(Table))]
    public void Every_code_of_the_table_is_its_emoticon(MxitEmoticon emoticon, string markup)
    {
        var code = markup.Replace("\\", "", StringComparison.Ordinal);

        var nodes = MxitMarkup.Parse($"a {markup} b").Nodes;

        Assert.Equal([new MarkupText("a "), new MarkupEmoticon(emoticon, code), new MarkupText(" b")], nodes);
        Assert.Equal($"a {code} b", new MarkupDocument(nodes).ToPlainText());
    }

    [Fact]
    public void The_table_has_every_emoticon_and_no_other_code()
    {
        Assert.Equal(Enum.GetValues<MxitEmoticon>(), Table.Select(row => row.Data.Item1).Distinct().Order());
        Assert.Equal(Emoticons.Codes.Select(Emoticons.ToMarkup).Order(), Table.Select(row => row.Data.Item2).Order());
    }

    [Fact]
    public void The_longest_code_counts_and_letter_case_matters()
    {
        Check(":L)", new MarkupEmoticon(MxitEmoticon.Liar, ":L)"));
        Check(":L ", new MarkupEmoticon(MxitEmoticon.Liar, ":L"), new MarkupText(" "));
        Check("(F)(f)", new MarkupEmoticon(MxitEmoticon.Flower, "(F)"), new MarkupEmoticon(MxitEmoticon.Female, "(f)"));
        Check("(h) :d :S", new MarkupText("(h) :d :S"));
    }

    [Fact]
    public void A_code_that_holds_markup_must_be_escaped()
    {
        Check("(*)", new MarkupText("("), new MarkupText(")", new MarkupStyle { Bold = true }));
        Check(":$", new MarkupText(":$"));
        Check(":-$5$", new MarkupText(":-"), new MarkupReplyLink("5", "5"));
    }

    [Theory]
    [InlineData(@"\:)", ":)")]
    [InlineData(@":\)", ":)")]
    [InlineData(@"\(x)", "(x)")]
    [InlineData(@"\:\$", ":$")]
    [InlineData(@"\(\*)", "(*)")]
    public void Any_other_backslash_makes_text_of_a_code(string markup, string text) => Check(markup, new MarkupText(text));

    [Fact]
    public void An_emoticon_has_the_style_around_it() =>
        Check("*:)", new MarkupEmoticon(MxitEmoticon.Happy, ":)", new MarkupStyle { Bold = true }));

    [Fact]
    public void What_follows_the_code_that_is_written_makes_no_other_code_of_it() => Assert.All(
        Enum.GetValues<MxitEmoticon>().Select(Emoticons.Code),
        written => Assert.DoesNotContain(
            Emoticons.Codes, code => code != written && code.StartsWith(written, StringComparison.Ordinal)));

    [Fact]
    public void Each_emoticon_has_an_emoji_and_a_name() => Assert.All(Enum.GetValues<MxitEmoticon>(), emoticon =>
    {
        Assert.NotEmpty(new MarkupEmoticon(emoticon, "").Emoji);
        Assert.Equal(emoticon.ToString(), Emoticons.Name(emoticon).Replace(" ", "", StringComparison.Ordinal), ignoreCase: true);
    });

    private static void Check(string markup, params MarkupNode[] expected) =>
        Assert.Equal(expected, MxitMarkup.Parse(markup).Nodes);
}
