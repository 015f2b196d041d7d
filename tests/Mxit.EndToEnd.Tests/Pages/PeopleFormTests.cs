using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The pages about people by plain HTTP: what they refuse, and what they do not show.</summary>
public sealed class PeopleFormTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";

    [Theory]
    [InlineData("/contacts", "/contacts")]
    [InlineData("/contacts?list=connections&after=x", "/contacts")]
    [InlineData("/people/m10000000001", "/people/m10000000001")]
    [InlineData("/profile", "/profile")]
    public async Task Who_is_not_signed_in_is_asked_to(string path, string back)
    {
        var server = shared.Inner;
        using var stranger = new Visitor(server.Inner.Address);

        var shown = await stranger.GetAsync(path);
        var posted = await stranger.PostAsync(path, [KeyValuePair.Create("do", "block")]);

        var location = $"/sign-in?returnUrl={Uri.EscapeDataString(back)}";
        Assert.Equal((302, location), (shown.Status, shown.Header("Location")));
        Assert.Equal((303, location), (posted.Status, posted.Header("Location")));
    }

    [Fact]
    public async Task Pictures_are_for_who_is_signed_in()
    {
        await using var server = await Server.StartAsync();
        using var stranger = new Visitor(server.Inner.Address);
        using var bob = await Visitor.SignInAsync(server, "bob");

        Assert.Equal(401, (await stranger.GetAsync($"/people/{Alice}/cover")).Status);
        Assert.Equal(303, (await stranger.PostAsync("/profile/picture", [KeyValuePair.Create("remove", "x")])).Status);
        var cover = await bob.GetAsync($"/people/{Alice}/cover");
        Assert.Equal((200, "image/png"), (cover.Status, cover.Header("Content-Type")));
        Assert.Equal(404, (await bob.GetAsync("/people/m99999999999/cover")).Status);
    }

    [Theory]
    [InlineData("/people/m10000000001", "do", "block")]
    [InlineData("/people/m10000000001", "do", "delete")]
    [InlineData("/people/m10000000001", "do", "move")]
    [InlineData("/contacts", "contact", "strict-demo")]
    [InlineData("/profile", "displayName", "Mallory")]
    [InlineData("/profile/picture", "remove", "x")]
    public async Task A_form_that_is_not_ours_changes_nothing(string path, string field, string value)
    {
        var server = shared.Inner;
        using var bob = await Visitor.SignInAsync(server, "bob");
        using var dave = await Visitor.SignInAsync(server, "dave");
        var before = await StateAsync(server);
        var foreign = await dave.ProveAsync("/contacts", (field, value), ("group", "Mine"));

        var wrong = await bob.PostAsync(path, foreign);
        foreign.Remove("__RequestVerificationToken");
        var without = await bob.PostAsync(path, foreign);

        Assert.Equal((400, 400), (wrong.Status, without.Status));
        Assert.Contains("role=\"alert\"", without.Body, StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync(server));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task The_lists_of_others_cannot_be_changed(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        await server.Get<ContactService>().InviteAsync(Carol, "dave", default);
        using var bob = await Visitor.SignInAsync(server, "bob");
        var daves = await server.Get<ContactListService>().FindOrNullAsync(Dave, Carol, default);

        foreach (var (name, value) in new[] { ("do", "accept"), ("do", "reject") })
        {
            // Bob has friends in both, and no invite: whose it is, no field can say.
            var form = await bob.ProveAsync(
                "/contacts", (name, value), ("userId", Dave), ("ownerId", Dave), ("from", "contacts"));
            Assert.Equal(value == "accept" ? 303 : 409, (await bob.PostAsync($"/people/{Carol}?userId={Dave}", form)).Status);
        }

        var renamed = await bob.PostAsync(
            $"/profile?userId={Dave}", await bob.ProveAsync("/profile", ("userId", Dave), ("displayName", "Renamed")));
        Assert.Equal((303, "/profile?saved=yes"), (renamed.Status, renamed.Header("Location")));
        Assert.Equal(daves, await server.Get<ContactListService>().FindOrNullAsync(Dave, Carol, default));
        Assert.Equal("Dave", (await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Dave, default))!.DisplayName);
        Assert.Equal("Renamed", (await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default))!.DisplayName);
    }

    [Theory]
    [InlineData("", 400, "Please type")]
    [InlineData("nobody", 404, "no person and no app")]
    [InlineData("carol", 400, "That is you")]
    [InlineData("m10000000003", 400, "That is you")]
    [InlineData("<b>\"&", 404, "no person and no app")]
    [InlineData("a b\u202e", 404, "no person and no app")]
    public async Task Who_cannot_be_added_comes_back_with_the_reason(string typed, int status, string reason)
    {
        var server = shared.Inner;
        using var carol = await Visitor.SignInAsync(server, "carol");

        var answer = await carol.PostAsync("/contacts", await carol.ProveAsync("/contacts", ("contact", typed)));

        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>\"", answer.Body, StringComparison.Ordinal);
        if (typed.All(char.IsAsciiLetterOrDigit))
        {
            Assert.Contains($"value=\"{typed}\"", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Dave, "accept", 404, "not among your contacts")]
    [InlineData(Alice, "reject", 409, "no invite to answer")]
    [InlineData(Alice, "fly", 400, "could not be read")]
    [InlineData(Alice, "", 400, "could not be read")]
    [InlineData(Alice, "move", 400, "at most 32 characters")]
    [InlineData("m99999999999", "block", 404, "Nobody there")]
    [InlineData(Carol, "block", 404, "Nobody there")]
    [InlineData("%F0%9F%98%80", "invite", 404, "Nobody there")]
    public async Task What_cannot_be_done_is_said(string id, string action, int status, string reason)
    {
        var server = shared.Inner;
        using var carol = await Visitor.SignInAsync(server, "carol");

        var answer = await carol.PostAsync(
            $"/people/{id}", await carol.ProveAsync("/contacts", ("do", action), ("group", new string('x', 33))));

        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        if (action == "move")
        {
            Assert.Contains(new string('x', 33), answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Odd_addresses_show_a_page_all_the_same(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var bob = await Visitor.SignInAsync(server, "bob");

        foreach (var query in (string[])["list=", "list=x", "list=connections&after=", "list=connections&after=%00",
            "list=invites&after=AAAA", "after=x", "list=a&list=b"])
        {
            Assert.Equal(200, (await bob.GetAsync($"/contacts?{query}")).Status);
        }

        foreach (var id in (string[])["nobody", "m99999999999", "%ff", "a%00b", "%F0%9F%98%80", "strict-demo", "..%2fprofile"])
        {
            Assert.Contains((await bob.GetAsync($"/people/{id}")).Status, new[] { 400, 404 });
        }

        Assert.Equal("/profile", (await bob.GetAsync($"/people/{Bob}")).Header("Location"));
    }

    [Fact]
    public async Task Friends_see_where_somebody_is_and_whether_they_are_there_and_strangers_do_not()
    {
        await using var server = await Server.StartAsync();
        using var alice = await Visitor.SignInAsync(server, "alice");
        using var carol = await Visitor.SignInAsync(server, "carol");
        var path = $"/people/{Dave}";

        Assert.Contains("Stellenbosch", (await alice.GetAsync(path)).Body, StringComparison.Ordinal);
        Assert.Contains("Last seen", (await alice.GetAsync(path)).Body, StringComparison.Ordinal);
        var stranger = (await carol.GetAsync(path)).Body;
        Assert.Contains("Braai on Saturday", stranger, StringComparison.Ordinal);
        Assert.DoesNotContain("Stellenbosch", stranger, StringComparison.Ordinal);
        Assert.DoesNotContain("Last seen", stranger, StringComparison.Ordinal);

        await server.Get<ContactService>().BlockAsync(Dave, "alice", default);
        var blocked = (await alice.GetAsync(path)).Body;
        Assert.DoesNotContain("Stellenbosch", blocked, StringComparison.Ordinal);
        Assert.DoesNotContain("Last seen", blocked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invites_of_who_is_blocked_are_not_counted()
    {
        await using var server = await Server.StartAsync();
        using var dave = await Visitor.SignInAsync(server, "dave");
        await server.Get<ContactService>().InviteAsync(Carol, "dave", default);
        Assert.Contains(
            "1<span class=\"hidden\"> invite</span>", (await dave.GetAsync("/contacts")).Body, StringComparison.Ordinal);

        await dave.PostAsync($"/people/{Carol}", await dave.ProveAsync("/contacts", ("do", "block"), ("from", "contacts")));

        var page = (await dave.GetAsync("/contacts")).Body;
        Assert.Contains("<span id=\"invites\"></span>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("list-invites", page, StringComparison.Ordinal);
        Assert.Contains("list-blocked", page, StringComparison.Ordinal);
    }

    private static async Task<string> StateAsync(Server server)
    {
        var contacts = await server.Get<ContactListService>().PageAsync(Bob, ContactFilter.All, null, 50, default);
        var person = await server.Get<PersonDirectory>().FindByUserIdOrNullAsync(Bob, default);
        return string.Join(
            '\n', contacts!.Contacts.Select(contact => $"{contact.Id} {contact.Subscription} {contact.Blocked} {contact.Group}"))
            + $"\n{person!.DisplayName} {person.AvatarId}";
    }
}
