using Mxit.Tests.Support;

namespace Mxit.Tests.Messenger;

public class MessengerContactTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_is_read()
    {
        _server.Answer(
            200, """{"contacts":[{"id":"m2","kind":"person","displayName":"Bob","subscription":66,"group":"Friends","blocked":true,"isOnline":true,"lastOnlineUtc":"2026-01-02T03:04:05Z","availability":1,"mood":4,"statusMessage":"hi"}],"next":"bob m2"}""");
        using var mxit = _server.Client();

        var page = await Thandi(mxit).GetContactsPageAsync(ContactFilter.All, new Cursor("a&b"), 7, cancellationToken: Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(
            ("GET", "/messenger/contacts?filter=%40All&after=a%26b&limit=7", "user-0"),
            (sent.Method, sent.PathAndQuery, sent.Bearer));
        var contact = Assert.Single(page.Items);
        Assert.Equal(
            (new UserId("m2"), SubscriptionType.Both, Mood.Happy, new Cursor("bob m2")),
            (contact.Id, contact.Subscription, contact.Mood, page.Next));
        Assert.Equal("MessengerContact { Id = m2, Kind = person }", contact.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","avatarId":null,"group":null,"statusMessage":null""")]
    public async Task What_a_server_leaves_out_is_empty_and_nobody_is_connected_unsaid(string rest)
    {
        _server.Answer(200, $$"""{"contacts":[{"id":"m2","kind":"person","displayName":"Bob","subscription":66{{rest}}}]}""");
        using var mxit = _server.Client();

        var contact = Assert.Single((await Thandi(mxit).GetContactsPageAsync(null, default, 1, cancellationToken: Stop)).Items);

        Assert.Equal(
            ("", "", "", default(Availability?)), (contact.AvatarId, contact.Group, contact.StatusMessage, contact.Availability));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"m2","kind":"person","displayName":null,"subscription":66}""")]
    public async Task A_page_with_an_entry_that_is_none_is_a_typed_exception(string entry)
    {
        _server.Answer(200, $$"""{"contacts":[{{entry}}]}""");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(
            () => Thandi(mxit).GetContactsPageAsync(null, default, 1, cancellationToken: Stop));
    }

    [Fact]
    public async Task Profile_suggestions_and_pictures_are_asked_for()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, request.PathAndQuery switch
        {
            "/messenger/profile" => """{"UserId":"m1"}""",
            "/messenger/suggestions" => """[{"UserId":"m2"}]""",
            "/messenger/people/m3/avatar" => "bytes",
            _ => "",
        }));
        using var mxit = _server.Client();

        Assert.Equal("m1", (await Thandi(mxit).GetProfileAsync(cancellationToken: Stop)).UserId);
        await Thandi(mxit).UpdateProfileAsync(new ProfileUpdate { Gender = Gender.Female }, cancellationToken: Stop);
        Assert.Equal("m2", Assert.Single(await Thandi(mxit).GetSuggestionsAsync(cancellationToken: Stop)).UserId);
        await using var picture = await Thandi(mxit).GetAvatarAsync("m3", cancellationToken: Stop);
        await Assert.ThrowsAsync<MxitApiException>(() => picture.ReadAsBytesAsync(4, Stop));
        Assert.Equal("bytes"u8.ToArray(), await picture.ReadAsBytesAsync(5, Stop));
        Assert.Equal(["GET", "PUT", "GET", "GET"], _server.Sent.Select(request => request.Method));
        Assert.Equal("""{"Gender":0}""", _server.Sent[1].Body);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"UserId":""}""")]
    public async Task A_profile_of_nobody_is_unreadable(string body)
    {
        _server.Answer(200, body);
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetProfileAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task All_contacts_are_read_page_by_page()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, request.PathAndQuery switch
        {
            "/messenger/contacts?limit=200" => Page("x y", "m1", "m2"),
            "/messenger/contacts?after=x%20y&limit=200" => Page(null, "m3"),
            _ => throw new InvalidOperationException(request.PathAndQuery),
        }));
        using var mxit = _server.Client();

        Assert.Equal(
            ["m1", "m2", "m3"], await Thandi(mxit).ListContactsAsync(
                null, cancellationToken: Stop).Select(contact => contact.Id).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_page_that_leads_nowhere_is_an_error_and_not_the_end()
    {
        _server.Answer(200, Page("same", "m1"));
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(
            async () => await Thandi(mxit).ListContactsAsync(null, cancellationToken: Stop).CountAsync(Stop));
        Assert.Equal(2, _server.Sent.Count);
    }

    [Fact]
    public async Task A_contact_is_one_escaped_segment_and_each_step_its_own_call()
    {
        using var mxit = _server.Client();
        var thandi = Thandi(mxit);

        await thandi.AddContactAsync("a/b", cancellationToken: Stop);
        await thandi.DeleteContactAsync("a/b", cancellationToken: Stop);
        await thandi.AcceptContactAsync("a/b", cancellationToken: Stop);
        await thandi.RejectContactAsync("a/b", cancellationToken: Stop);
        await thandi.BlockContactAsync("a/b", cancellationToken: Stop);
        await thandi.UnblockContactAsync("a/b", cancellationToken: Stop);
        await thandi.SetContactGroupAsync("a/b", "Vriende 😀", cancellationToken: Stop);

        Assert.Equal(
            [
                "PUT /messenger/contacts/a%2Fb ",
                "DELETE /messenger/contacts/a%2Fb ",
                "POST /messenger/contacts/a%2Fb/accept ",
                "POST /messenger/contacts/a%2Fb/reject ",
                "POST /messenger/contacts/a%2Fb/block ",
                "POST /messenger/contacts/a%2Fb/unblock ",
                "PUT /messenger/contacts/a%2Fb/group \"Vriende 😀\"",
            ],
            _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Body}"));
        Assert.All(_server.Sent, sent => Assert.Equal("user-0", sent.Bearer));
    }

    [Fact]
    public async Task State_travels_as_far_as_it_is_given()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).SetStateAsync(
            new StateUpdate { Mood = Mood.None, Availability = Availability.Connected }, cancellationToken: Stop);
        await Thandi(mxit).SetStateAsync(new StateUpdate { Mood = Mood.Happy }, cancellationToken: Stop);
        await Thandi(mxit).SetStateAsync(new StateUpdate { }, cancellationToken: Stop);

        Assert.Equal(
            ["""{"mood":0,"availability":0}""", """{"mood":4}""", "{}"], _server.Sent.Select(sent => sent.Body));
        Assert.All(_server.Sent, sent => Assert.Equal(("PUT", "/messenger/state"), (sent.Method, sent.PathAndQuery)));
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Thandi(mxit).GetContactsPageAsync(null, default, 0, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Thandi(mxit).GetContactsPageAsync(null, default, 201, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Thandi(mxit).GetContactsPageAsync(new ContactFilter(" "), default, 1, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => Thandi(mxit).ListContactsAsync(default(ContactFilter), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).BlockContactAsync(default, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => Thandi(mxit).SetContactGroupAsync("m1", null!, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Thandi(mxit).SetStateAsync(null!, cancellationToken: Stop));
        Assert.Empty(_server.Sent);
    }

    private static string Page(string? next, params string[] ids)
    {
        var contacts = string.Join(
            ',', ids.Select(id => $$"""{"id":"{{id}}","kind":"person","displayName":"x","subscription":66}"""));
        return $$"""{"contacts":[{{contacts}}]{{(next is null ? "" : $",\"next\":\"{next}\"")}}}""";
    }

    private MessengerClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Messenger;
}
