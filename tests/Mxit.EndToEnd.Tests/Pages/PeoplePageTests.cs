using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Profiles;
using static Microsoft.Playwright.Assertions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The pages about contacts and other people, as a person uses them.</summary>
public sealed class PeoplePageTests(Chromium chromium)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_is_invited_sees_it_accepts_and_both_can_write(bool script)
    {
        await using var server = await Server.StartAsync();
        await using var carol = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await using var dave = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);

        await carol.SignInAsync("carol", "/contacts");
        await carol.Page.GetByLabel("Add somebody").FillAsync("DAVE");
        await carol.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Expect(carol.Page).ToHaveURLAsync($"/people/{Dave}");
        await Expect(carol.Page.GetByText("Your invite waits for an answer.")).ToBeVisibleAsync();

        await dave.SignInAsync("dave", "/contacts");
        await Expect(dave.Page.GetByRole(AriaRole.Link, new() { Name = "Contacts 1 invite" })).ToBeVisibleAsync();
        await Expect(dave.Page.Locator("#invited .name")).ToHaveTextAsync(["Carol"]);
        await dave.Page.GetByRole(AriaRole.Button, new() { Name = "Accept Carol" }).ClickAsync();
        await Expect(dave.Page.Locator("#invited .name")).ToHaveCountAsync(0);
        await Expect(dave.Page.Locator("#lists [aria-labelledby=list-connections] .name")).ToHaveTextAsync(
            ["Alice", "Bob", "Carol"]);
        await dave.Page.Locator("#lists").GetByRole(AriaRole.Link, new() { Name = "Carol" }).ClickAsync();
        await dave.Page.GetByRole(AriaRole.Link, new() { Name = "Write a message" }).ClickAsync();
        await dave.Answer.FillAsync("Hello Carol");
        await dave.SendAsync();
        await Expect(dave.Messages).ToHaveTextAsync(["Hello Carol"]);

        await carol.Page.GotoAsync($"/messages/{Dave}");
        await Expect(carol.Messages).ToHaveTextAsync(["Hello Carol"]);
        await carol.Answer.FillAsync("Hello Dave");
        await carol.SendAsync();
        Assert.Equal(["Hello Carol", "Hello Dave"], await server.TextsAsync("dave", 2));
        Assert.Empty(carol.Complaints);
        Assert.Empty(dave.Complaints);
    }

    [Theory]
    [InlineData("/contacts")]
    [InlineData("/messages")]
    [InlineData("/profile")]
    public async Task An_invite_shows_by_itself_and_what_is_typed_stays(string path)
    {
        await using var server = await Server.StartAsync();
        await using var dave = await chromium.VisitAsync(server.Inner.Address);
        await dave.SignInAsync("dave", path);
        var field = path == "/contacts" ? dave.Page.GetByLabel("Add somebody") : dave.Page.GetByLabel("About me");
        if (path != "/messages")
        {
            await field.FillAsync("half a na");
        }

        await server.Get<ContactService>().InviteAsync(Carol, "dave", default);

        await Expect(dave.Page.Locator("#invites")).ToHaveTextAsync("1 invite");
        if (path != "/messages")
        {
            await Expect(field).ToHaveValueAsync("half a na");
            await Expect(field).ToBeFocusedAsync();
        }

        await server.Get<ContactService>().DeleteAsync(Carol, "dave", default);
        await Expect(dave.Page.Locator("#invites")).ToHaveTextAsync("");
        Assert.Empty(dave.Complaints);
    }

    [Fact]
    public async Task The_page_of_a_person_follows_what_the_other_does_and_keeps_the_focus()
    {
        await using var server = await Server.StartAsync();
        var contacts = server.Get<ContactService>();
        await contacts.InviteAsync(Carol, "dave", default);
        await using var carol = await chromium.VisitAsync(server.Inner.Address);
        await carol.SignInAsync("carol", $"/people/{Dave}");
        var block = carol.Page.GetByRole(AriaRole.Button, new() { Name = "Block Dave" });
        await block.FocusAsync();

        await contacts.AcceptAsync(Dave, "carol", default);

        await Expect(carol.Page.GetByRole(AriaRole.Link, new() { Name = "Write a message" })).ToBeVisibleAsync();
        await Expect(carol.Page.GetByText("Stellenbosch")).ToBeVisibleAsync();
        await Expect(block).ToBeFocusedAsync();
        await carol.Page.GetByText("Delete…").ClickAsync();
        await contacts.BlockAsync(Carol, "alice", default);
        await Expect(carol.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, delete Dave" })).ToBeVisibleAsync();
        Assert.Empty(carol.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_blocked_is_not_heard_until_the_block_ends(bool script)
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await using var bob = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = script);
        await bob.SignInAsync("bob", $"/people/{Alice}");

        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Block Alice" }).ClickAsync();
        await Expect(bob.Page.GetByText("You block this contact")).ToBeVisibleAsync();
        await alice.Messenger.SendMessageAsync(Bob, "not heard");
        await bob.Page.GotoAsync("/contacts");
        await Expect(bob.Page.Locator("[aria-labelledby=list-connections] .name")).ToHaveTextAsync(["Carol", "Dave", "Demo"]);
        await bob.Page.GetByText("Blocked, turned down, deleted").ClickAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Unblock Alice" }).ClickAsync();
        await Expect(bob.Page.Locator("[aria-labelledby=list-connections] .name")).ToHaveTextAsync(
            ["Alice", "Carol", "Dave", "Demo"]);
        await alice.Messenger.SendMessageAsync(Bob, "heard");

        Assert.Equal(["heard"], await server.TextsAsync("bob", 1));
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task A_contact_is_deleted_once_that_is_confirmed_and_can_be_invited_again()
    {
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(server.Inner.Address, options => options.JavaScriptEnabled = false);
        await bob.SignInAsync("bob", $"/people/{Alice}");
        var delete = bob.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, delete Alice" });

        await Expect(delete).ToBeHiddenAsync();
        await bob.Page.GetByText("Delete…").ClickAsync();
        await delete.ClickAsync();
        await Expect(bob.Page.GetByText("Not one of your contacts any more.")).ToBeVisibleAsync();
        Assert.False(await server.Get<ContactService>().WelcomesAsync(Alice, Bob, default));
        await bob.Page.GotoAsync("/contacts");
        await bob.Page.GetByText("Blocked, turned down, deleted").ClickAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Invite again Alice" }).ClickAsync();

        await Expect(bob.Page.Locator("[aria-labelledby=list-pending] .name")).ToHaveTextAsync(["Alice"]);
        Assert.Equal(1, await server.Get<ContactListService>().CountInvitesAsync(Alice, default));
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Take back Alice" }).ClickAsync();
        await Expect(bob.Page.Locator("[aria-labelledby=list-pending]")).ToHaveCountAsync(0);
        Assert.Equal(0, await server.Get<ContactListService>().CountInvitesAsync(Alice, default));
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task An_app_is_added_by_its_name_and_kept_in_a_group()
    {
        await using var server = await Server.StartAsync();
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", "/contacts");

        await bob.Page.GetByLabel("Add somebody").FillAsync("Strict-Demo@mxit.com");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Expect(bob.Page.Locator("[aria-labelledby=list-connections] .name"))
            .ToHaveTextAsync(["Alice", "Carol", "Dave", "Demo", "Strict demo"]);
        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "Strict demo" }).ClickAsync();
        await bob.Page.GetByRole(AriaRole.Heading, new() { Name = "Strict demo" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(bob.Page).ToHaveURLAsync("/people/strict-demo");
        await bob.Page.GetByLabel("Group").FillAsync("Tools & toys");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(bob.Page.GetByLabel("Group")).ToHaveValueAsync("Tools & toys");
        await bob.Page.GotoAsync("/contacts");

        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToHaveTextAsync(["No group", "Tools & toys"]);
        Assert.Empty(bob.Complaints);
    }

    [Fact]
    public async Task Invites_are_answered_with_the_keyboard()
    {
        await using var server = await Server.StartAsync();
        await server.Get<ContactService>().InviteAsync(Carol, "dave", default);
        await using var dave = await chromium.VisitAsync(server.Inner.Address);
        await dave.SignInAsync("dave", "/contacts");

        // From the start of the page: the ways to other pages, signing out, the invite and its buttons.
        string[] expected = ["Messages", "Contacts 1 invite", "Gallery", "Profile", "Sign out", "Carol", "Accept Carol"];
        foreach (var name in expected)
        {
            await dave.Page.Keyboard.PressAsync("Tab");
            var focused = await dave.Page.EvaluateAsync<string>(
                "() => (document.activeElement.value && document.activeElement.type === 'submit' && " +
                "!document.activeElement.innerText ? document.activeElement.value : document.activeElement.textContent)");
            Assert.StartsWith(name.Split(' ')[0], focused.Trim(), StringComparison.Ordinal);
        }

        await dave.Page.Keyboard.PressAsync("Enter");

        await Expect(dave.Page.Locator("[aria-labelledby=list-connections] .name")).ToHaveTextAsync(["Alice", "Bob", "Carol"]);
        Assert.Empty(dave.Complaints);
    }

    [Fact]
    public async Task Names_status_messages_and_texts_are_text()
    {
        const string Evil = "<img src=x onerror=alert(1)>\"'</h1><script>alert(2)</script>";
        await using var server = await Server.StartAsync();
        var made = await server.Get<AccountService>().CreateAsync("mallory", "mallory-password", Evil, default);
        var mallory = made.Value!.UserId;
        await server.Get<ProfileService>().UpdateAsync(
            mallory,
            new ProfileChanges
            {
                StatusMessage = Evil,
                AboutMe = Evil,
                FirstName = "</dd><b>",
                LastName = "\" onload=\"",
                WhereAmI = Evil,
                Title = "<i>"
            },
            default);
        var contacts = server.Get<ContactService>();
        await contacts.InviteAsync(mallory, "bob", default);
        await using var bob = await chromium.VisitAsync(server.Inner.Address);
        await bob.SignInAsync("bob", "/contacts");

        await Expect(bob.Page.Locator("#invited .name")).ToHaveTextAsync([Evil]);
        await bob.Page.GotoAsync($"/people/{mallory}");
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Evil);
        await contacts.AcceptAsync(Bob, mallory, default);
        await Expect(bob.Page.Locator(".facts")).ToContainTextAsync("<i> </dd><b> \" onload=\"");
        await Expect(bob.Page.Locator(".facts .text")).ToHaveTextAsync(Evil);
        await bob.Page.ReloadAsync();
        await bob.Page.GetByLabel("Group").FillAsync("<b onclick=alert(3)>");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await bob.Page.GotoAsync("/contacts");
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Level = 3 })).ToHaveTextAsync(
            ["No group", "<b onclick=alert(3)>"]);
        Assert.Equal(0, await bob.Page.Locator("main script, main b, main i, main img:not(.face)").CountAsync());
        Assert.False(await bob.IsTooWideAsync());
        await bob.Page.Context.ClearCookiesAsync();
        await bob.SignInAsync("mallory", "/profile");
        await Expect(bob.Page.GetByLabel("About me")).ToHaveValueAsync(Evil);
        Assert.Empty(bob.Complaints);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_thousand_contacts_come_in_parts(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        await ManyContacts.AddAsync(server, Dave, 1_000);
        using var dave = await Visitor.SignInAsync(server, "dave");
        await dave.GetAsync("/contacts");
        var watch = Stopwatch.StartNew();
        var page = await dave.GetAsync("/contacts");
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The first page took {watch.ElapsedMilliseconds} ms and has {page.Body.Length} characters."));

        var names = new List<string>();
        while (true)
        {
            names.AddRange(ManyContacts.NamesIn(page.Body));
            if (ManyContacts.NextOrNull(page.Body) is not { } next)
            {
                break;
            }

            page = await dave.GetAsync(next);
            Assert.Equal(200, page.Status);
        }

        Assert.Equal(1_002, names.Count);
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        Assert.Equal(names.Count, names.Distinct().Count());
    }
}
