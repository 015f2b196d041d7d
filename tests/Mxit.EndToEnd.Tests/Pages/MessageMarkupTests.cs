using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>Messages in Mxit markup on the page: what they look like, and that they bring nothing else with them.</summary>
public sealed partial class MessageMarkupTests(Chromium chromium)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    private static readonly string[] Attacks =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "*<b*>*<scr*ipt>alert(1)*</script>*",
        "\\<script\\>alert(1)\\<\\/script\\>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "#FF0000\"><script>alert(1)</script>",
        "$\"><script>alert(1)</script>$",
        "$javascript:alert(1)$",
        "$' onfocus='alert(1)' autofocus x='$",
        ".{<script>}",
        "::op=cmd|type=reply|selmsg=<script>alert(1)</script>|replymsg=\"><script>alert(1)</script>:",
        "::op=cmd|type=reply|selmsg=%3Cscript%3Ealert(1)%3C/script%3E|replymsg=%22%3E%3Cscript%3E|nm=%22onclick%3d:",
        "::op=cmd|type=platreq|selmsg=click|dest=javascript%3aalert(1):",
        "::op=cmd|type=platreq|selmsg=click|dest=java%0ascript%3aalert(1):",
        "::op=cmd|type=platreq|selmsg=click|dest=http%3a//x/\"onmouseover%3d\"alert(1):",
        "::op=cmd|type=platreq|dest=data%3atext/html,<script>alert(1)</script>:",
        "::op=img|dat=\"onerror%3d\"alert(1):",
        "::op=img|dat=PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4%3d:",
        "::op=img|src=http%3a//x/\"onerror%3d\"alert(1)|replymsg=\"><script>alert(1)</script>:",
        "::op=<script>alert(1)</script>:",
        "</p></li></ol><script>alert(1)</script>",
        "<!--",
        "<plaintext>",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_sees_markup_and_selects_an_answer_with_script_and_without(bool script)
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var markup = new MxitMarkupBuilder()
            .Bold("Dinner?")
                .Line().Color(MarkupColor.Parse("#CC0000"), "Today").Text(" ").Emoticon(MxitEmoticon.Happy).Text(" or ")
            .Italic("later").Line().Link("at 7").Text(", ").Link("no", "I can't & won't").Image(Convert.FromBase64String(Png))
            .WebLink("menu", new Uri("https://example.org/menu"));
        await alice.Messenger.SendMessageAsync(Bob, new OutgoingMessage { Body = markup.ToString(), ContainsMarkup = true });
        await server.TextsAsync("bob", 1);
        await using var visit = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);

        await visit.SignInAsync("bob");
        await Expect(visit.Page.Locator(".preview")).ToHaveTextAsync(
            "Dinner? Today :-) or later at 7, no[picture]menu (https://example.org/menu)");
        await visit.Page.GotoAsync($"/messages/{Alice}");

        var message = visit.Messages;
        await Expect(message).ToHaveTextAsync(["Dinner?\nToday 🙂 or later\nat 7, nomenu"], new() { UseInnerText = true });
        await Expect(message.Locator("b")).ToHaveCSSAsync("font-weight", "700");
        await Expect(message.Locator("i")).ToHaveCSSAsync("font-style", "italic");
        await Expect(message.Locator("font")).ToHaveCSSAsync("color", "rgb(204, 0, 0)");
        await Expect(message.GetByRole(AriaRole.Img, new() { Name = "happy" })).ToBeVisibleAsync();
        await Expect(message.GetByRole(AriaRole.Img, new() { Name = "picture" })).ToBeVisibleAsync();
        await Expect(message.GetByRole(AriaRole.Link, new() { Name = "menu" })).ToHaveAttributeAsync(
            "href", "https://example.org/menu");

        await message.GetByRole(AriaRole.Link, new() { Name = "no" }).ClickAsync();
        await Expect(visit.Answer).ToHaveValueAsync("I can't & won't");
        await Expect(visit.Answer).ToBeFocusedAsync();
        Assert.Single(await server.TextsAsync("alice", 1));
        await visit.SendAsync();

        Assert.Equal(["I can't & won't"], (await server.TextsAsync("alice", 2)).Skip(1));
        await Expect(visit.Answer).ToHaveValueAsync("");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task With_script_an_answer_goes_after_what_is_typed_already()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(Bob, new OutgoingMessage { Body = "$yes$ $no$", ContainsMarkup = true });
        await server.TextsAsync("bob", 1);
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob", $"/messages/{Alice}");

        await visit.Answer.FillAsync("Well,");
        await visit.Messages.GetByRole(AriaRole.Link, new() { Name = "yes" }).ClickAsync();

        await Expect(visit.Answer).ToHaveValueAsync("Well,\nyes");
        await Expect(visit.Page).ToHaveURLAsync($"/messages/{Alice}");
    }

    [Fact]
    public async Task Links_of_an_app_lead_to_other_apps_and_cannot_answer_it()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var markup = new MxitMarkupBuilder().Link("menu").Text(" ").ServiceLink(new MessageLink("Demo", "demo@mxit.com"))
            .Text(" ").ServiceLink(new MessageLink("Other", "../sign-out"));
        await client.Messaging.SendMessageAsync(OutgoingMessage.FromMarkup(markup, "demo"), [Bob]);
        await server.TextsAsync("bob", 1);
        using var bob = await Visitor.SignInAsync(server, "bob");

        var page = await bob.GetAsync("/messages/demo");

        Assert.Contains(
            ">" + """<span class="reply">menu</span> <a class="service" href="/messages/demo">Demo</a> """
                + """<a class="service" href="/messages/..%2Fsign-out">Other</a></p>""",
            page.Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_selects_an_answer_to_an_own_message_and_none_that_fits_no_address()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(
            Bob, new OutgoingMessage { Body = $"$yes$ ${new string('中', 501)}$", ContainsMarkup = true });
        await server.TextsAsync("bob", 1);
        using var sender = await Visitor.SignInAsync(server, "alice");
        using var receiver = await Visitor.SignInAsync(server, "bob");

        Assert.DoesNotContain("<a class=\"reply\"", (await sender.GetAsync($"/messages/{Bob}")).Body, StringComparison.Ordinal);
        Assert.Single(ReplyLink().Matches((await receiver.GetAsync($"/messages/{Alice}")).Body));
    }

    [Theory]
    [InlineData("text=hello+you", "hello you")]
    [InlineData("text=%3C%2Ftextarea%3E%3Cscript%3E", "</textarea><script>")]
    [InlineData("text=a%00b", "")]
    [InlineData("text=", "")]
    [InlineData("other=1", "")]
    public async Task The_address_can_type_an_answer_but_never_send_it(string query, string typed)
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");

        var page = await bob.GetAsync($"/messages/{Alice}?{query}");

        Assert.Equal(200, page.Status);
        Assert.Equal(typed, WebUtility.HtmlDecode(TextArea().Match(page.Body).Groups[1].Value));
        Assert.Empty(await server.TextsAsync("alice", 0));
    }

    [Fact]
    public async Task Hostile_markup_adds_nothing_to_the_page()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        foreach (var attack in Attacks)
        {
            await alice.Messenger.SendMessageAsync(Bob, new OutgoingMessage { Body = attack, ContainsMarkup = true });
        }

        await server.TextsAsync("bob", Attacks.Length);
        using var bob = await Visitor.SignInAsync(server, "bob");

        var texts = MessageTexts().Matches((await bob.GetAsync($"/messages/{Alice}")).Body);

        Assert.Equal(Attacks.Length, texts.Count);
        Assert.All(texts, text => Assert.DoesNotMatch("[<>\"']", OwnTags().Replace(text.Groups[1].Value, "")));
    }

    [Fact]
    public async Task Hostile_markup_does_nothing_in_a_browser()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        foreach (var attack in Attacks)
        {
            await client.Messaging.SendMessageAsync(new OutgoingMessage
            {
                From = "demo",
                Body = attack + " {0}",
                ContainsMarkup = true,
                Links = [new MessageLink(attack, attack)]
            }, [Bob]);
        }

        await server.TextsAsync("bob", Attacks.Length);
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob");
        await visit.Page.GotoAsync("/messages/demo");

        await Expect(visit.Messages).ToHaveCountAsync(Attacks.Length);
        Assert.Equal(
            0, await visit.Page.Locator(
                "#messages :is(script, img, svg, iframe, style, [style], [onclick], [onfocus], [onerror])").CountAsync());
        foreach (var link in await visit.Page.Locator("#messages .text a").AllAsync())
        {
            Assert.Matches("^(https?://|/messages/)", await link.GetAttributeAsync("href"));
            await link.HoverAsync();
        }

        Assert.Empty(visit.Complaints);
    }

    [GeneratedRegex("""<p class="text" dir="auto">(.*?)</p>""", RegexOptions.Singleline)]
    private static partial Regex MessageTexts();

    [GeneratedRegex(
        """</?(b|u|i|span|a|font)>|<br>|<font color="#[0-9A-F]{6}">|<span class="[a-z]+">|<a class="[a-z]+"( target="_blank" rel="[a-z ]+")? href="(https?://|/messages/)[^"<>]*">""")]
    private static partial Regex OwnTags();

    [GeneratedRegex("<a class=\"reply\"")]
    private static partial Regex ReplyLink();

    [GeneratedRegex("<textarea [^>]*>([^<]*)</textarea>")]
    private static partial Regex TextArea();
}
