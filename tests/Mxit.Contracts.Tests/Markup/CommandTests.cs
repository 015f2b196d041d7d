namespace Mxit.Contracts.Tests.Markup;

public sealed class CommandTests
{
    [Fact]
    public void A_reply_command_is_a_link_with_a_caption_of_its_own()
    {
        Check(
            "::op=cmd|type=reply|replymsg=back|selmsg=b) Back|displaymsg=Processing|id=12345:",
            new MarkupReplyLink("b) Back", "back"));
        var named = Check(
            "::op=cmd|nm=rep|type=reply|replymsg=back|selmsg=b) Back|id=12345:",
            new MarkupReplyLink("b) Back", "back") { Name = "rep" });

        Assert.Equal("type=reply|nm=rep|res=back|err=0", Assert.IsType<MarkupReplyLink>(named).Answer);
    }

    [Fact]
    public void A_platform_request_is_a_link_to_an_address()
    {
        var link = Check(
            "::op=cmd|type=platreq|selmsg=Upgrade MXit|dest=http%3a//m.mxit.com|id=12345:",
            new MarkupWebLink("Upgrade MXit", "http://m.mxit.com"));

        Assert.Equal(new Uri("http://m.mxit.com"), Assert.IsType<MarkupWebLink>(link).FindUriOrNull());
        Check("::op=cmd|type=platreq|dest=http%3a//m.mxit.com:", new MarkupWebLink("http://m.mxit.com", "http://m.mxit.com"));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.org/")]
    [InlineData("/path")]
    [InlineData("http://")]
    [InlineData("")]
    public void Other_addresses_are_not_to_be_followed(string address)
    {
        Assert.Null(new MarkupWebLink("x", address).FindUriOrNull());
        Assert.Null(new MarkupImage { Source = address }.FindUriOrNull());
    }

    [Fact]
    public void An_image_has_bytes_or_an_address()
    {
        Check(
            "::op=img|dat=ASDF23408asdflkj2309flkjsadf%3d%3d|algn=1|w=120|h=12|t=100|replymsg=text:",
            new MarkupImage
            {
                Data = "ASDF23408asdflkj2309flkjsadf==",
                Alignment = "1",
                Width = "120",
                Height = "12",
                T = "100",
                Reply = "text",
            });
        Check("a::op=img|src=http%3A//example.org/a%7cb.png:c",
            new MarkupText("a"), new MarkupImage { Source = "http://example.org/a|b.png" }, new MarkupText("c"));
    }

    [Theory]
    [InlineData("op=cmd|type=clear|clearmsgscreen=true|auto=true|id=12345")]
    [InlineData("op=cmd|type=sendsms")]
    [InlineData("op=cmd|type=selc")]
    [InlineData("op=csi")]
    [InlineData("op=csc|bhvr=4|menu=|col=0,ffffffff")]
    [InlineData("op=is|nm=status|dat=iVBORw0KGgoAAAA%3d%3d|v=63398792426788|fw=8|fh=8|layer=0")]
    [InlineData("op=tbl|nm=t|col=2|row=1|mode=0|d=a~b")]
    [InlineData("op=unknown|x=\\*y*")]
    [InlineData("op=cmd")]
    [InlineData("op=cmd|type=reply|selmsg=no reply")]
    [InlineData("op=cmd|type=platreq|selmsg=no address")]
    [InlineData("op=img|w=10")]
    public void Other_commands_are_kept_as_they_were_sent(string content)
    {
        var command = Assert.IsType<MarkupCommand>(Check($"::{content}:", new MarkupCommand(content)));

        Assert.Equal(content.Split('=', '|')[1], command.Name);
        Assert.Equal("", command.PlainText);
    }

    [Fact]
    public void Values_are_unescaped_once_and_the_last_of_a_repeated_key_counts()
    {
        var command = new MarkupCommand("op=x|a=%253a%3A%7c|b=1|b=%zz%|c|d==e|=f");

        Assert.Equal("%3a:|", command.FindOrNull("a"));
        Assert.Equal("%zz%", command.FindOrNull("b"));
        Assert.Null(command.FindOrNull("c"));
        Assert.Equal("=e", command.FindOrNull("d"));
        Assert.Null(command.FindOrNull("A"));
    }

    [Fact]
    public void A_command_ends_at_the_first_colon_whatever_is_in_it() => Assert.Equal(
        [new MarkupCommand(@"op=csc|a=*b*\"), new MarkupText("$")],
        MxitMarkup.Parse(@"::op=csc|a=*b*\:$").Nodes);

    private static MarkupNode Check(string markup, params MarkupNode[] expected)
    {
        var nodes = MxitMarkup.Parse(markup).Nodes;
        Assert.Equal(expected, nodes);
        return nodes[0];
    }
}
