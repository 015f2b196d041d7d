using Microsoft.Playwright;
using Mxit.TestKit;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The messages page as a person uses it.</summary>
public sealed class MessagesPageTests(Chromium chromium)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_reads_and_answers_with_script_and_without(bool script)
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(Bob, "Molo Bob!\nUnjani?");
        await server.TextsAsync("bob", 1);
        await using var visit = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);

        await visit.SignInAsync("bob");
        var line = visit.Page.GetByRole(AriaRole.Link, new() { Name = "Alice" });
        await Expect(line).ToContainTextAsync("1 unread");
        await line.ClickAsync();
        await Expect(visit.Messages).ToHaveTextAsync(["Molo Bob!\nUnjani?"], new() { UseInnerText = true });
        await visit.Answer.FillAsync("Ndiphilile, enkosi 😀\n\nand you?");
        await visit.SendAsync();

        await Expect(visit.Messages).ToHaveCountAsync(2);
        await Expect(visit.Answer).ToHaveValueAsync("");
        await Expect(visit.Page.Locator("#messages .out .state")).ToHaveTextAsync("Sent");
        Assert.Equal(["Molo Bob!\nUnjani?", "Ndiphilile, enkosi 😀\n\nand you?"], await server.TextsAsync("alice", 2));
        var sent = (await alice.Messenger.GetMessagesPageAsync()).Items;
        Assert.Equal(MessageState.Read, sent[0].State);
        await alice.Messenger.MarkReadAsync(sent[1].Cursor, Bob);
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("#messages .out .state")).ToHaveTextAsync("Read");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task New_messages_appear_by_themselves_and_what_is_typed_stays()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob", $"/messages/{Alice}");
        await visit.Page.EvaluateAsync("() => { window.stayed = true; }");
        await visit.Answer.FillAsync("half an ans");

        await alice.Messenger.SendMessageAsync(Bob, "one");
        await Expect(visit.Messages).ToHaveTextAsync(["one"]);
        await alice.Messenger.SendMessageAsync(Bob, "two");
        await client.Messaging.SendMessageAsync("demo", [Bob], "from the app");

        await Expect(visit.Messages).ToHaveTextAsync(["one", "two"]);
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Demo" })).ToContainTextAsync("1 unread");
        await Expect(visit.Answer).ToHaveValueAsync("half an ans");
        await Expect(visit.Answer).ToBeFocusedAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => window.stayed"));
        await WaitFor.ConditionAsync(
            async () => (await alice.Messenger.GetMessagesPageAsync()).Items.All(message => message.State == MessageState.Read));
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Html_and_script_are_text()
    {
        const string Evil = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">&lt;b&gt; {0} {1} {2}";
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        await client.Messaging.SendMessageAsync(
            new OutgoingMessage
            {
                From = "demo",
                Body = Evil,
                Links = [
                    new MessageLink("</p><script>alert(3)</script>{1}", "demo"), new MessageLink("\"onclick=alert(4)", "demo"),
                ],
            }, [Bob]);
        await server.TextsAsync("bob", 1);
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob");
        await visit.Page.GotoAsync("/messages/demo");

        const string Shown = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">&lt;b&gt; "
            + "</p><script>alert(3)</script>{1} \"onclick=alert(4) {2}";
        await Expect(visit.Messages).ToHaveTextAsync([Shown]);
        await client.Messaging.SendMessageAsync("demo", [Bob], Evil);
        await Expect(visit.Messages).ToHaveCountAsync(2);
        Assert.Equal(0, await visit.Page.Locator("#messages script, #messages img, #conversations img:not(.face)").CountAsync());
        await Expect(visit.Answer).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByText("This is an app.")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_display_name_is_text()
    {
        await using var server = await Server.StartAsync();
        var accounts = server.Get<Platform.Accounts.AccountService>();
        var made = await accounts.CreateAsync("mallory", "mallory-password", "<img src=x onerror=alert(1)>", default);
        await server.Get<Platform.Contacts.ContactService>().ConnectPeopleAsync(made.Value!.UserId, Bob, default);
        await using var visit = await chromium.VisitAsync(server.Inner.Address);

        await visit.SignInAsync("bob", $"/messages/{made.Value.UserId}");

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        await using var server = await Server.StartAsync();
        await using var visit = await chromium.VisitAsync(server.Inner.Address);
        await visit.SignInAsync("bob", $"/messages/{Alice}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await visit.Page.GoBackAsync();
        await Expect(visit.Page).ToHaveURLAsync($"/sign-in?returnUrl=%2Fmessages%2F{Alice}");
        await Expect(visit.Answer).ToHaveCountAsync(0);
        await visit.Page.GotoAsync("/messages");
        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_small_phone_shows_every_page_without_scrolling_sideways()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(Bob, $"http://example.org/{new string('x', 300)}");
        await client.Messaging.SendMessageAsync("demo", [Bob], new string('W', 500));
        await server.TextsAsync("bob", 2);
        await using var visit = await chromium.VisitAsync(
            server.Inner.Address, options => options.ViewportSize = new() { Width = 320, Height = 640 });
        var consent = client.OAuth.CreateAuthorizationRequest(new Uri("http://127.0.0.1/callback"), MxitScopes.All).Uri;

        await visit.Page.GotoAsync(consent.PathAndQuery);
        Assert.False(await visit.IsTooWideAsync());
        await visit.SignInAsync("bob");
        foreach (var path in (string[])["/messages", $"/messages/{Alice}", "/messages/demo", "/contacts", $"/people/{Alice}",
            "/people/demo", "/profile", "/sign-in", consent.PathAndQuery])
        {
            await visit.Page.GotoAsync(path);
            Assert.False(await visit.IsTooWideAsync(), path);
        }

        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_long_conversation_starts_at_its_end_and_older_messages_are_one_link_away()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var texts = Enumerable.Range(1, 60).Select(n => $"message {n}").ToList();
        foreach (var text in texts)
        {
            await client.Messaging.SendMessageAsync("demo", [Bob], text);
        }

        await server.TextsAsync("bob", texts.Count);
        await using var visit = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = false);
        await visit.SignInAsync("bob");
        await visit.Page.GotoAsync("/messages/demo");

        await Expect(visit.Messages).ToHaveTextAsync([.. texts.TakeLast(50)]);
        await Expect(visit.Page.GetByText("message 60", new() { Exact = true }).Last).ToBeInViewportAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Older messages" }).ClickAsync();
        await Expect(visit.Messages).ToHaveTextAsync([.. texts.Take(10)]);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" }).ClickAsync();
        await Expect(visit.Messages).ToHaveCountAsync(50);
        Assert.Empty(visit.Complaints);
    }
}
