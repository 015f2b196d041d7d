using System.Globalization;
using System.Web;
using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

public class ContactTests
{
    private static readonly int[] Limits = [1, 2, 26, 27, int.MaxValue];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("books", "books")]
    [InlineData("books@mxit.com", "books%40mxit.com")]
    [InlineData("a b/ë", "a%20b%2F%C3%AB")]
    public async Task Adding_a_contact_has_no_body(string contact, string segment)
    {
        using var mxit = _server.Client();

        await Thandi(mxit).AddContactAsync(contact, null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("PUT", $"/user/socialgraph/contact/{segment}", "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Empty(sent.Bytes);
    }

    [Fact]
    public async Task A_page_is_as_the_server_gives_it()
    {
        // As documented: one more than asked for.
        _server.Answer(
            200, """{"Contacts":[{"DisplayName":"Bob","AvatarId":"a1b2c3","State":{"Availability":4,"IsOnline":false,"LastModified":"\/Date(1385370000000+0200)\/","LastOnline":"\/Date(1385370000000+0200)\/","Mood":0,"StatusMessage":""},"UserId":"m22222222222","Blocked":false,"ContactType":0,"Group":"Friends","SubscriptionType":66},{"DisplayName":"Books","UserId":"books","ContactType":1,"SubscriptionType":66}]}""");
        using var mxit = _server.Client();

        var page = await Thandi(mxit).GetContactListAsync(ContactFilter.Connections, 0, 1, null, Stop);

        Assert.Equal(
            "/user/socialgraph/contactlist?filter=%40Connections&skip=0&count=1", Assert.Single(_server.Sent).PathAndQuery);
        Assert.Equal(["m22222222222", "books"], page.Select(contact => contact.UserId));
        Assert.Equal(
            (ContactType.User, SubscriptionType.Both, "Friends"), (page[0].ContactType, page[0].SubscriptionType, page[0].Group));
        Assert.Equal(("Contact { UserId = m22222222222 }", "PersonState"), (page[0].ToString(), page[0].State?.ToString()));
    }

    [Fact]
    public async Task What_is_not_given_is_left_to_the_server()
    {
        _server.Answer(200, """{"Contacts":[]}""");
        using var mxit = _server.Client();

        Assert.Empty(await Thandi(mxit).GetContactListAsync(cancellationToken: Stop));

        Assert.Equal("/user/socialgraph/contactlist", Assert.Single(_server.Sent).PathAndQuery);
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Thandi(mxit).GetContactListAsync(null, -1, null, null, Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Thandi(mxit).GetContactListAsync(null, null, -1, null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Thandi(mxit).GetContactListAsync(new ContactFilter(" "), cancellationToken: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => Thandi(mxit).ListContactsAsync(null, 0, null, Stop));
        Assert.Throws<ArgumentException>(() => Thandi(mxit).ListContactsAsync(default(ContactFilter), 1, null, Stop));
        Assert.Throws<ArgumentException>(
            () => Thandi(mxit).ListContactsAsync(null, 1, new MxitCallOptions { Timeout = TimeSpan.Zero }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).AddContactAsync("..", null, Stop));
        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData("""{"Contacts":[null]}""")]
    [InlineData("""{"Contacts":7}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_list_that_cannot_be_read_is_a_typed_exception(string body)
    {
        _server.Answer(200, body);
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetContactListAsync(cancellationToken: Stop));
        await Assert.ThrowsAsync<MxitApiException>(
            async () => await Thandi(mxit).ListContactsAsync(cancellationToken: Stop).CountAsync(Stop));
    }

    /// <summary>For servers with and without the extra entry, with and without a limit, and any size of list and page.</summary>
    [Fact]
    public async Task Listing_gives_every_contact_once_in_order() =>
        await Gen.Select(Gen.Int[0, 130], Gen.Int[1, 60], Gen.Bool, Gen.Int[0, 4].Select(index => Limits[index]))
            .SampleAsync(async (total, pageSize, oneMore, limit) =>
            {
                var all = Enumerable.Range(0, total).Select(Id).ToList();
                var server = Paged(() => all, oneMore, limit);
                using var mxit = server.Client();

                var listed = await mxit.ForUser(server.UserToken()).Users
                    .ListContactsAsync(ContactFilter.All, pageSize, null, Stop)
                        .Select(contact => contact.UserId.Value).ToListAsync(Stop);

                Assert.Equal(all, listed);
            }, iter: 300);

    [Fact]
    public async Task Listing_ends_and_repeats_nobody_while_the_list_changes() =>
        await Gen.Select(Gen.Int[0, 80], Gen.Int[1, 30], Gen.Bool, Gen.Select(Gen.Bool, Gen.Int[0, 200]).Array[0, 40])
            .SampleAsync(async (total, pageSize, oneMore, changes) =>
            {
                var all = Enumerable.Range(0, total).Select(Id).ToList();
                var ever = total;
                var next = 0;
                var server = Paged(Change, oneMore, 26);
                using var mxit = server.Client();

                var listed = await mxit.ForUser(server.UserToken()).Users
                    .ListContactsAsync(null, pageSize, null, Stop).Select(contact => contact.UserId.Value).ToListAsync(Stop);

                Assert.Equal(listed.Distinct(), listed);
                Assert.InRange(server.Sent.Count, 1, ever + 1);

                List<string> Change()
                {
                    if (next < changes.Length)
                    {
                        var (comes, place) = changes[next++];
                        if (comes)
                        {
                            all.Insert(place % (all.Count + 1), Id(ever++));
                        }
                        else if (all.Count > 0)
                        {
                            all.RemoveAt(place % all.Count);
                        }
                    }

                    return all;
                }
            }, iter: 200);

    [Fact]
    public async Task Listing_ends_when_a_server_does_not_heed_skip()
    {
        _server.Answer(200, """{"Contacts":[{"UserId":"m1"},{"UserId":"m2"}]}""");
        using var mxit = _server.Client();

        Assert.Equal(2, await Thandi(mxit).ListContactsAsync(cancellationToken: Stop).CountAsync(Stop));
        Assert.Equal(2, _server.Sent.Count);
    }

    [Fact]
    public async Task A_person_and_an_app_of_the_same_name_are_two()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(
            200,
            request.PathAndQuery.Contains("skip=0", StringComparison.Ordinal)
                ? """{"Contacts":[{"UserId":"books","ContactType":0},{"UserId":"books","ContactType":1}]}"""
                : """{"Contacts":[]}"""));
        using var mxit = _server.Client();

        Assert.Equal(2, await Thandi(mxit).ListContactsAsync(cancellationToken: Stop).CountAsync(Stop));
    }

    [Fact]
    public async Task A_failure_in_the_middle_is_the_callers_to_see()
    {
        _server.Api = (request, _) => Task.FromResult(request.PathAndQuery.Contains("skip=0", StringComparison.Ordinal)
            ? StubServer.Reply(200, """{"Contacts":[{"UserId":"m1"}]}""")
            : StubServer.Reply(500, ""));
        using var mxit = _server.Client();
        await using var contacts = Thandi(mxit).ListContactsAsync(cancellationToken: Stop).GetAsyncEnumerator(Stop);

        Assert.True(await contacts.MoveNextAsync());
        await Assert.ThrowsAsync<MxitApiException>(async () => await contacts.MoveNextAsync());
    }

    [Fact]
    public async Task Suggestions_are_an_array_of_profiles()
    {
        _server.Answer(200, """[{"UserId":"m1","DisplayName":"Zoë","Age":0},{"UserId":"m2"}]""");
        using var mxit = _server.Client();

        var people = await Thandi(mxit).GetFriendSuggestionsAsync(null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(
            ("GET", "/user/socialgraph/suggestions", "application/json"),
            (sent.Method, sent.PathAndQuery, sent.Header("Accept")));
        Assert.Equal(
            [("m1", "Zoë", 0), ("m2", "", null)], people.Select(person => (person.UserId, person.DisplayName, person.Age)));
    }

    private static string Id(int number) => "m" + number.ToString("D11", CultureInfo.InvariantCulture);

    /// <summary>A server as the wire document has it, section 5.1.</summary>
    private static StubServer Paged(Func<List<string>> contacts, bool oneMore, int limit) => new()
    {
        Api = (request, _) =>
        {
            var query = HttpUtility.ParseQueryString(request.Address.Query);
            var skip = int.Parse(query["skip"]!, CultureInfo.InvariantCulture);
            var count = Math.Min(int.Parse(query["count"]!, CultureInfo.InvariantCulture), limit);
            var page = contacts().Skip(skip).Take(count + (oneMore ? 1 : 0));
            var listed = page.Select(id => $$"""{"UserId":"{{id}}","ContactType":0}""");
            return Task.FromResult(StubServer.Reply(200, $$"""{"Contacts":[{{string.Join(',', listed)}}]}"""));
        },
    };

    private UserAccountClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Users;
}
