using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Contacts;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>The social graph by plain HTTP, as old programs ask, and contacts in the people's API.</summary>
public sealed class ContactTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";
    private const string List = "/user/socialgraph/contactlist";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task The_contact_list_is_as_the_wire_document_has_it(MxitTestDatabase provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_799_999_999_000));
        await using var server = await Server.StartAsync(provider, options => options.TimeProvider = clock);
        var token = await server.UserTokenAsync("dave", "graph/read");

        var answer = await server.GetAsync(List, token);

        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        using var json = JsonDocument.Parse(answer.Body);
        var contacts = json.RootElement.GetProperty("Contacts").EnumerateArray().ToList();
        Assert.Equal(["Alice", "Bob"], contacts.Select(contact => contact.GetProperty("DisplayName").GetString()));
        Assert.Equal(
            ["DisplayName", "AvatarId", "State", "UserId", "Blocked", "ContactType", "Group", "SubscriptionType"],
            contacts[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["Availability", "IsOnline", "LastModified", "LastOnline", "Mood", "StatusMessage"],
            contacts[0].GetProperty("State").EnumerateObject().Select(member => member.Name));
        Assert.Contains(
            """ "UserId":"m10000000002","Blocked":false,"ContactType":0,"Group":"MXit","SubscriptionType":66}]}""".Trim(),
            answer.Body);
        Assert.Contains("""LastOnline":"\/Date(""", answer.Body);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Pages_filters_and_what_is_wrong_with_them(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        await server.Get<ContactImporter>().ImportAsync(
            Enumerable.Range(10, 40).Select(number => $"alice x{number}").ToAsyncEnumerable(), "", null, default);
        var token = await server.UserTokenAsync("alice", "graph/read");

        async Task<string> NamesAsync(string query)
        {
            var answer = await server.GetAsync(List + query, token);
            Assert.True(answer.Status == 200, answer.Body);
            using var json = JsonDocument.Parse(answer.Body);
            return string.Join(
                ' ', json.RootElement.GetProperty("Contacts").EnumerateArray().Select(
                    contact => contact.GetProperty("UserId").GetString()!.Length < 5
                        ? contact.GetProperty("UserId").GetString()
                        : contact.GetProperty("DisplayName").GetString()));
        }

        Assert.Equal(27, (await NamesAsync("")).Split(' ').Length);
        Assert.Equal(27, (await NamesAsync("?count=1000")).Split(' ').Length);
        Assert.Equal(27, (await NamesAsync("?count=99999999999")).Split(' ').Length);
        Assert.Equal("Bob Carol Dave", await NamesAsync("?filter=@Friends&count=2"));
        Assert.Equal("Bob", await NamesAsync("?count=0"));
        Assert.Equal("Dave", (await NamesAsync("/?Filter=%40FRIENDS&SKIP=2&Count=1&unknown=x")).Split(' ')[0]);
        Assert.Equal("demo", await NamesAsync("?filter=@apps"));
        Assert.Equal("""{"Contacts":[]}""", (await server.GetAsync(List + "?skip=500", token)).Body);
        Assert.Equal("""{"Contacts":[]}""", (await server.GetAsync(List + "?filter=@Rejected", token)).Body);
        foreach (var query in (string[])["?skip=-1", "?count=-1", "?count=two", "?skip=1.5", "?skip=%00"])
        {
            var answer = await server.GetAsync(List + query, token);
            Assert.Equal(400, answer.Status);
            Assert.Contains("must be a whole number, 0 or more", answer.Body);
        }

        var unknown = await server.GetAsync(List + "?filter=@Enemies", token);
        Assert.Equal(
            (400, "\"filter must be one of @All, @Friends, @Apps, @Invites, @Connections, @Rejected, @Pending, @Deleted, " +
            "@Blocked.\""),
            (unknown.Status, unknown.Body));
    }

    [Fact]
    public async Task Count_is_exact_where_the_setting_says_so()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Contacts:InclusiveCount"] = "false");
        var token = await server.UserTokenAsync("alice", "graph/read");

        using var two = JsonDocument.Parse((await server.GetAsync(List + "?count=2", token)).Body);
        Assert.Equal(2, two.RootElement.GetProperty("Contacts").GetArrayLength());
        Assert.Equal("""{"Contacts":[]}""", (await server.GetAsync(List + "?count=0", token)).Body);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_invite_takes_any_body_or_none_and_no_length(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.UserTokenAsync("carol", "contact/invite", "graph/read");

        foreach (var contact in (string[])["dave", Dave, "DAVE/", "demo@mxit.com", "Demo"])
        {
            Assert.Equal("HTTP/1.1 200 OK", await PutWithoutLengthAsync(server, $"/user/socialgraph/contact/{contact}", token));
        }

        foreach (var body in (string[])["{}", "", "nonsense"])
        {
            var answer = await PutAsync(server, "/user/socialgraph/contact/dave", token, body);
            Assert.Equal((200, "", null), (answer.Status, answer.Body, answer.Header("Content-Type")));
        }

        var unknown = await PutAsync(server, "/user/socialgraph/contact/nobody", token, "{}");
        Assert.Equal((404, "\"Unknown contact: nobody\""), (unknown.Status, unknown.Body));
        var self = await PutAsync(server, "/user/socialgraph/contact/carol", token, "{}");
        Assert.Equal((400, "\"Nobody can be their own contact.\""), (self.Status, self.Body));
        var pending = await server.GetAsync(List + "?filter=@Pending", token);
        Assert.Contains(
            $"\"UserId\":\"{Dave}\",\"Blocked\":false,\"ContactType\":0,\"Group\":\"MXit\",\"SubscriptionType\":80",
            pending.Body);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Suggestions_are_a_json_array_whatever_is_accepted(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/user/socialgraph/suggestions");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await server.UserTokenAsync("carol", "graph/read")}");
        request.Headers.TryAddWithoutValidation("Accept", "application/xml");

        var answer = await server.SendAsync(request);

        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        using var json = JsonDocument.Parse(answer.Body);
        var dave = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("Dave", Dave), (dave.GetProperty("DisplayName").GetString(), dave.GetProperty("UserId").GetString()));
        Assert.False(dave.GetProperty("State").GetProperty("IsOnline").GetBoolean());
        var alice = await server.UserTokenAsync("alice", "graph/read");
        Assert.Equal("[]", (await server.GetAsync("/user/socialgraph/suggestions", alice)).Body);
        Assert.Equal(400, (await server.GetAsync("/user/socialgraph/suggestions?count=many", alice)).Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_invite_is_heard_accepting_starts_the_messages_and_deleting_ends_them(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var carol = await client.SignInAsync("carol");
        var dave = await client.SignInAsync("dave");
        await using var events = await OpenAsync(server, dave);
        Assert.Equal(404, await WriteAsync(server, carol, Dave));

        Assert.Equal(200, await AskAsync(server, carol, HttpMethod.Put, $"/messenger/contacts/{Dave}"));

        Assert.Null((await NextAsync(events, "contacts")).EventId);
        var invite = Assert.Single((await PageAsync(server, dave, "?filter=@Invites")).Contacts);
        Assert.Equal(
            (Carol, "person", "Carol", SubscriptionType.Ask, false),
            (invite.Id, invite.Kind, invite.DisplayName, invite.Subscription, invite.IsOnline));
        Assert.Equal(404, await WriteAsync(server, carol, Dave));
        Assert.Equal(409, await AskAsync(server, carol, HttpMethod.Post, $"/messenger/contacts/{Dave}/accept"));
        Assert.Equal(200, await AskAsync(server, dave, HttpMethod.Post, $"/messenger/contacts/{Carol}/accept"));
        Assert.Equal(200, await AskAsync(server, dave, HttpMethod.Post, $"/messenger/contacts/{Carol}/accept"));
        await NextAsync(events, "contacts");

        // The client library's own stream passes over what is not a message.
        var heard = HearAsync(dave);
        Assert.Equal(200, await AskAsync(server, dave, HttpMethod.Put, $"/messenger/contacts/{Carol}/group", "\"Close\""));
        await NextAsync(events, "contacts");
        Assert.Equal(200, await WriteAsync(server, carol, Dave));
        Assert.Equal("hello", await heard);
        Assert.Equal(
            "Close", Assert.Single(
                (await PageAsync(server, dave, "?filter=@Friends&limit=200")).Contacts, one => one.Id == Carol).Group);

        Assert.Equal(200, await AskAsync(server, dave, HttpMethod.Delete, $"/messenger/contacts/{Carol}"));
        Assert.Equal(200, await AskAsync(server, dave, HttpMethod.Delete, $"/messenger/contacts/{Carol}"));
        Assert.Equal(404, await WriteAsync(server, carol, Dave));
        Assert.Equal(404, await AskAsync(server, dave, HttpMethod.Delete, "/messenger/contacts/demo"));

        // Invited anew and rejected: nothing flows either.
        Assert.Equal(200, await AskAsync(server, carol, HttpMethod.Put, "/messenger/contacts/dave"));
        Assert.Equal(200, await AskAsync(server, dave, HttpMethod.Post, "/messenger/contacts/carol/reject"));
        Assert.Equal(404, await WriteAsync(server, carol, Dave));
        Assert.Equal(
            SubscriptionType.Rejected,
            Assert.Single((await PageAsync(server, carol, "?filter=@Rejected")).Contacts).Subscription);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Nothing_arrives_from_who_is_blocked_or_deleted_and_everything_again_afterwards(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");
        foreach (var (method, path, text) in ((HttpMethod, string, string)[])[
            (HttpMethod.Post, "/messenger/contacts/demo/block", "while blocked"),
            (HttpMethod.Post, "/messenger/contacts/demo/unblock", "first"),
            (HttpMethod.Delete, "/messenger/contacts/demo", "while deleted"),
            (HttpMethod.Put, "/messenger/contacts/demo", "second")])
        {
            Assert.Equal(200, await AskAsync(server, bob, method, path));
            await client.Messaging.SendMessageAsync("demo", [Bob], text);

            // Whoever was sent to after it has it: so the dispatcher has passed the one for Bob.
            await client.Messaging.SendMessageAsync("demo", [Alice], text);
            var last = await server.TextsAsync("alice", 1);
            await WaitFor.ConditionAsync(async () => (last = await server.TextsAsync("alice", 1))[^1] == text);
        }

        Assert.Equal(["first", "second"], await server.TextsAsync("bob", 2));
    }

    [Fact]
    public async Task The_people_s_pages_go_on_where_the_last_one_ended()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");

        var first = await PageAsync(server, alice, "?limit=3");
        var second = await PageAsync(server, alice, $"?limit=3&after={first.Next}");

        Assert.Equal([Bob, Carol, Dave], first.Contacts.Select(contact => contact.Id));
        var demo = Assert.Single(second.Contacts);
        Assert.Equal(("demo", "app", true), (demo.Id, demo.Kind, demo.IsOnline));
        Assert.Null(second.Next);
        Assert.Equal(400, await AskAsync(server, alice, HttpMethod.Get, "/messenger/contacts?limit=201"));
        Assert.Equal(400, await AskAsync(server, alice, HttpMethod.Get, "/messenger/contacts?after=x"));
        Assert.Equal(400, await AskAsync(server, alice, HttpMethod.Get, "/messenger/contacts?filter=x"));
        Assert.Equal(400, await AskAsync(server, alice, HttpMethod.Put, "/messenger/contacts/bob/group", "\"a\\u0007b\""));
        Assert.Equal(400, await AskAsync(server, alice, HttpMethod.Put, "/messenger/contacts/bob/group", "{}"));
        Assert.Equal(400, await AskAsync(server, alice, HttpMethod.Post, "/messenger/contacts/alice/block"));
        Assert.Equal(200, await AskAsync(server, alice, HttpMethod.Get, "/messenger/suggestions?count=50"));
        var document = (await server.GetAsync("/openapi/messenger.json", null)).Body;
        Assert.Contains("/messenger/contacts/{id}/unblock", document);
        Assert.Contains("MessengerContactPageReply", document);
    }

    private static Task<Answer> PutAsync(Server server, string path, string token, string body)
    {
        var request =
            new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return server.SendAsync(request);
    }

    // As Ruby's Net::HTTP does: neither a length nor a transfer encoding.
    private static async Task<string?> PutWithoutLengthAsync(Server server, string path, string token)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Inner.Address.Host, server.Inner.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT {path} HTTP/1.1\r\nHost: {server.Inner.Address.Authority}\r\nAuthorization: bearer {token}\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync();
    }

    private static async Task<int> AskAsync(
        Server server, MxitUserClient person, HttpMethod method, string path, string? body = null)
    {
        var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {person.Token.AccessToken}");
        return (await server.SendAsync(request)).Status;
    }

    private static async Task<int> WriteAsync(Server server, MxitUserClient from, string to) =>
        (await server.PostAsync("/messenger/messages", from.Token.AccessToken, $$"""{"to":"{{to}}","body":"hello"}""")).Status;

    private static async Task<MessengerContactPageReply> PageAsync(Server server, MxitUserClient person, string query)
    {
        var answer = await server.GetAsync("/messenger/contacts" + query, person.Token.AccessToken);
        Assert.True(answer.Status == 200, answer.Body);
        return JsonSerializer.Deserialize(answer.Body, ReplyJson.Wire.MessengerContactPageReply)!;
    }

    private static async Task<string> HearAsync(MxitUserClient person)
    {
        await foreach (var message in person.Messenger.ListenAsync(default))
        {
            return message.Body;
        }

        return "";
    }

    private static async Task<IAsyncEnumerator<SseItem<string>>> OpenAsync(Server server, MxitUserClient person)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {person.Token.AccessToken}");
        var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var events = SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();

        // The first one comes when the stream listens.
        Assert.True(await events.MoveNextAsync());
        return events;
    }

    private static async Task<SseItem<string>> NextAsync(IAsyncEnumerator<SseItem<string>> events, string type)
    {
        do
        {
            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        }
        while (events.Current.EventType != type);

        return events.Current;
    }
}
