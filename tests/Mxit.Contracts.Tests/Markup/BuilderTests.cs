using CsCheck;

namespace Mxit.Contracts.Tests.Markup;

public sealed class BuilderTests
{
    private static readonly MarkupColor Red = MarkupColor.Parse("#CC0000");

    [Fact]
    public void A_message_is_built_piece_by_piece()
    {
        var builder = new MxitMarkupBuilder()
            .Bold("Welcome").Text(", *Zola*! ").Emoticon(MxitEmoticon.Star).Line()
            .Color(Red, red => red.Text("Type ").Link("menu").Larger(" now"))
            .Text(" or ").ServiceLink(new MessageLink("read", "books"));

        Assert.Equal("""
            *Welcome*, \*Zola\*! (\*)
            #CC0000Type $menu$.+ now#??????.- or {0}
            """.ReplaceLineEndings("\n"), builder.ToString());
        Assert.Equal([new MessageLink("read", "books")], builder.Links);
    }

    [Fact]
    public void Looks_end_where_they_should_and_are_not_toggled_off_by_themselves()
    {
        Assert.Equal(
            "*a_b_c*d", new MxitMarkupBuilder().Bold(bold => bold.Text("a").Underline("b").Bold("c")).Text("d").ToString());
        Assert.Equal("*b*", new MxitMarkupBuilder().Bold("b").ToString());
        Assert.Equal("", new MxitMarkupBuilder().Bold("").Color(Red, _ => { }).ToString());
        Assert.Equal("#CC0000a#??????b#CC0000c#??????", new MxitMarkupBuilder()
            .Color(Red, red => red.Text("a").Color(null, "b").Text("c")).ToString());
        Assert.Equal("..-a.+", new MxitMarkupBuilder().Smaller("a").ToString().Insert(0, "."));
    }

    [Fact]
    public void A_style_ends_also_when_what_is_within_fails()
    {
        var builder = new MxitMarkupBuilder();

        Assert.Throws<InvalidOperationException>(() => builder.Bold(_ => throw new InvalidOperationException()));

        Assert.Equal("plain", builder.Text("plain").ToString());
    }

    [Fact]
    public void Reading_it_in_between_changes_nothing()
    {
        var builder = new MxitMarkupBuilder().Bold("a");

        Assert.Equal("*a*", builder.ToString());
        Assert.Equal("*a*b", builder.Text("b").ToString());
    }

    [Fact]
    public void Commands_are_escaped_as_the_wire_document_says()
    {
        Assert.Equal(
            "::op=cmd|type=reply|nm=rep|selmsg=b) Back %25|replymsg=a%3ab%3dc%7cd:",
            new MxitMarkupBuilder().Link("b) Back %", "a:b=c|d", "rep").ToString());
        Assert.Equal(
            "::op=cmd|type=platreq|selmsg=Upgrade|dest=http%3a//m.mxit.com/:",
            new MxitMarkupBuilder().WebLink("Upgrade", new Uri("http://m.mxit.com")).ToString());
        Assert.Equal(
            "::op=img|dat=AQIDBA%3d%3d|replymsg=big:", new MxitMarkupBuilder().Image([1, 2, 3, 4], "big").ToString());
        Assert.Equal("::op=csi:", new MxitMarkupBuilder().Command("csi").ToString());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a b", "white space")]
    [InlineData("a}b", "a brace")]
    [InlineData("a\\b", "a backslash")]
    [InlineData("1234567890123456", "too long")]
    [InlineData("0", "the place of a link")]
    [InlineData("42", "the place of a link")]
    public void An_id_that_would_be_read_otherwise_is_refused(string id, string why) =>
        Assert.False(Record.Exception(() => new MxitMarkupBuilder().CustomEmoticon(id)) is not ArgumentException, why);

    [Fact]
    public void What_cannot_be_built_is_refused_and_adds_nothing()
    {
        var builder = new MxitMarkupBuilder();
        Action[] faults =
        [
            () => builder.Link(""),
            () => builder.Link("", "x"),
            () => builder.Link("x", null!),
            () => builder.WebLink("x", new Uri("javascript:alert(1)")),
            () => builder.WebLink("x", new Uri("/path", UriKind.Relative)),
            () => builder.WebLink("x", new Uri("file:///etc/passwd")),
            () => builder.Image([]),
            () => builder.Image(new Uri("mxit://books/")),
            () => builder.Vibration(10),
            () => builder.Vibration(-1),
            () => builder.Emoticon((MxitEmoticon)99),
            () => builder.ServiceLink(new MessageLink("", "x")),
            () => builder.ServiceLink(new MessageLink("x", " ")),
            () => builder.Command("a b"),
            () => builder.Command("x", ("a:b", "c")),
            () => builder.Command("x", ("ok", "c"), ("a", null!)),
            () => builder.Text(null!),
        ];

        Assert.All(faults, fault => Assert.IsAssignableFrom<ArgumentException>(Record.Exception(fault)));
        Assert.Equal("", builder.ToString());
        Assert.Empty(builder.Links);
    }

    [Theory]
    [InlineData("#CC0000", "#CC0000")]
    [InlineData("cc00ff", "#CC00FF")]
    public void A_colour_is_read_with_and_without_its_sign(string text, string written) =>
        Assert.Equal(written, MarkupColor.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    [InlineData("#CC00")]
    [InlineData("#CC00000")]
    [InlineData("##CC000")]
    [InlineData("-CC000")]
    [InlineData("??????")]
    public void Anything_else_is_no_colour(string text)
    {
        Assert.False(MarkupColor.TryParse(text, out _));
        Assert.Throws<FormatException>(() => MarkupColor.Parse(text));
    }

    [Fact]
    public void What_is_built_is_what_is_read() => Programs.Sample(steps =>
    {
        var builder = new MxitMarkupBuilder();
        var meant = new List<MarkupNode>();
        foreach (var step in steps)
        {
            step(builder, meant, default);
        }

        var read = MxitMarkup.Parse(builder.ToString(), links: builder.Links).Nodes;
        Assert.Equal(MarkupTexts.Runs(meant), MarkupTexts.Runs(read));

        // What was added as an emoticon is one: text before and after it does not take part of it away.
        Assert.True(meant.OfType<MarkupEmoticon>().All(read.Contains), builder.ToString());
    }, iter: MarkupTexts.Cases);

    private delegate void Step(MxitMarkupBuilder builder, List<MarkupNode> meant, MarkupStyle style);

    private static Gen<Step[]> Programs { get; } = Gen.Recursive<Step>((depth, inner) => depth > 4 ? Pieces! : Gen.Frequency(
        (4, Pieces!),
        (2, Gen.Select(Gen.Int[0, 5], Gen.UInt, inner.Array[0, 4]).Select((kind, rgb, steps) => (Step)((builder, meant, style) =>
        {
            var color = new MarkupColor((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
            _ = kind switch
            {
                0 => builder.Bold(_ => Run(style with { Bold = true })),
                1 => builder.Italic(_ => Run(style with { Italic = true })),
                2 => builder.Underline(_ => Run(style with { Underline = true })),
                3 => builder.Color(color, _ => Run(style with { Color = color })),
                4 => builder.Larger(_ => Run(style with { Size = style.Size + 1 })),
                _ => builder.Smaller(_ => Run(style with { Size = style.Size - 1 })),
            };

            void Run(MarkupStyle within)
            {
                foreach (var step in steps)
                {
                    step(builder, meant, within);
                }
            }
        }))))).Array[0, 8];

    private static Gen<Step> Pieces => Gen.OneOf(
        Gen.Select(Gen.OneOf(MarkupTexts.Any, Gen.OneOf(":-", ":'", ":o", ":", "8-", "(", "\\:-", ";")), Gen.Bool)
            .Select((text, emoticons) =>
                (Step)((builder, meant, style) =>
                {
                    builder.Text(text, emoticons);
                    meant.AddRange(text.Length > 0 ? [new MarkupText(text, style)] : []);
                })),
            Gen.OneOf(Enum.GetValues<MxitEmoticon>()).Select(emoticon => (Step)((builder, meant, style) =>
            {
                builder.Emoticon(emoticon);
                meant.Add(new MarkupEmoticon(emoticon, Emoticons.Code(emoticon), style));
            })),
            Gen.OneOf("XY", "a", "12a", "123456789012345").Select(id => (Step)((builder, meant, style) =>
            {
                builder.CustomEmoticon(id);
                meant.Add(new MarkupCustomEmoticon(id, style));
            })),
            MarkupTexts.Any.Where(text => text.Length > 0).Select(text => (Step)((builder, meant, style) =>
            {
                builder.Link(text);
                meant.Add(new MarkupReplyLink(text, text, style));
            })),
            Gen.Select(MarkupTexts.Any.Where(text => text.Length > 0), MarkupTexts.Any, MarkupTexts.Any.Null())
                .Select((caption, reply, name) =>
                    (Step)((builder, meant, style) =>
                    {
                        builder.Link(caption, reply, name);
                        meant.Add(new MarkupReplyLink(caption, reply, style) { Name = name });
                    })),
                MarkupTexts.Any.Where(text => text.Length > 0).Select(caption => (Step)((builder, meant, style) =>
                {
                    builder.WebLink(caption, new Uri("https://example.org/a|b:c?d=e%20f"));
                    meant.Add(new MarkupWebLink(caption, new Uri("https://example.org/a|b:c?d=e%20f").AbsoluteUri, style));
                })),
                MarkupTexts.Any.Where(text => text.Length > 0).Select(caption => (Step)((builder, meant, style) =>
                {
                    builder.ServiceLink(new MessageLink(caption, "books"));
                    meant.Add(new MarkupServiceLink(new MessageLink(caption, "books"), style));
                })),
                Gen.Byte.Array[1, 20].Select(bytes => (Step)((builder, meant, style) =>
                {
                    builder.Image(bytes);
                    meant.Add(new MarkupImage(style) { Data = Convert.ToBase64String(bytes) });
                })),
                Gen.Int[0, 9].Select(number => (Step)((builder, meant, style) =>
                {
                    builder.Vibration(number);
                    meant.Add(new MarkupVibration(number, style));
                })),
                Gen.Const((Step)((builder, meant, style) =>
                {
                    builder.Command("csc");
                    meant.Add(new MarkupCommand("op=csc", style));
                })));
}
