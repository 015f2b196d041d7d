using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>The people's API, by the client library and by plain HTTP.</summary>
public sealed class MessengerTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Two_people_talk_and_each_sees_the_same(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");

        var id = (await alice.Messenger.SendMessageAsync(Bob, "Molo! 😀 <b>&amp;</b>")).MessageId!.Value;

        var received = await NextAsync(bob, default);
        Assert.Equal(
            (id, Alice, MessageDirection.Received, "Molo! 😀 <b>&amp;</b>", MessageState.Stored),
            (received.Id, received.Peer.Value, received.Direction, received.Body, received.State));
        await bob.Messenger.MarkDeliveredAsync(received.Cursor);
        Assert.Equal(MessageState.Delivered, (await NextAsync(alice, default)).State);
        Assert.Equal(1, Assert.Single(await bob.Messenger.GetConversationsAsync()).Unread);
        await bob.Messenger.MarkReadAsync(received.Cursor, Alice);
        var sent = await NextAsync(alice, default);
        Assert.Equal((id, Bob, MessageDirection.Sent, MessageState.Read), (sent.Id, sent.Peer.Value, sent.Direction, sent.State));
        var conversation = Assert.Single(await bob.Messenger.GetConversationsAsync());
        Assert.Equal(
            (new ConversationPeer { Id = Alice, Kind = PeerKind.Person, DisplayName = "Alice" }, 0, received.Cursor),
            (conversation.Peer, conversation.Unread, conversation.Last.Cursor));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_14_a_listener_that_comes_back_misses_nothing_and_sees_nothing_twice(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");
        var texts = Enumerable.Range(0, 60).Select(n => $"{n}").ToList();
        var sending = Task.Run(async () =>
        {
            foreach (var text in texts)
            {
                await client.Messaging.SendMessageAsync("demo", [Bob], text);
            }
        });

        var heard = new List<string>();
        var cursor = Cursor.Start;
        while (heard.Count < texts.Count)
        {
            // Breaks off every seven messages, in the middle of whatever is going on.
            await foreach (var message in bob.Messenger.ListenAsync(cursor))
            {
                heard.Add(message.Body);
                cursor = message.Cursor;
                if (heard.Count % 7 == 0 || heard.Count == texts.Count)
                {
                    break;
                }
            }
        }

        await sending;
        Assert.Equal(texts, heard);
    }

    [Fact]
    public async Task Events_are_as_the_standard_has_them_and_resume_after_the_last_id()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        await client.Messaging.SendMessageAsync("demo", [Bob], "one");
        await client.Messaging.SendMessageAsync("demo", [Bob], "two\nlines");
        var bob = await client.SignInAsync("bob");
        var first = await NextAsync(bob, default);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events?after=0");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bob.Token.AccessToken}");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", $"{first.Cursor}");

        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType == "message")
            {
                using var json = JsonDocument.Parse(item.Data);
                Assert.Equal("two\nlines", json.RootElement.GetProperty("body").GetString());
                Assert.Equal(
                    item.EventId, json.RootElement.GetProperty("cursor").GetInt64().ToString(
                        System.Globalization.CultureInfo.InvariantCulture));
                break;
            }
        }
    }

    [Fact]
    public async Task R_31_open_streams_do_not_hold_up_a_server_that_stops()
    {
        var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bob.Token.AccessToken}");
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();

        var stopping = server.Inner.DisposeAsync().AsTask();

        // The host waits 30 s for requests that do not end; this one must have ended long before.
        await stopping.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    [Fact]
    public async Task O_64_an_open_stream_ends_when_its_token_is_revoked()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bob.Token.AccessToken}");
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reading = answer.Content.ReadAsStringAsync();
        Assert.False(reading.IsCompleted);

        await client.OAuth.RevokeAsync(bob.Token.AccessToken);

        await reading.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_18_what_was_not_delivered_in_its_time_is_never_shown(MxitTestDatabase provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(provider, options => options.TimeProvider = clock);
        using var client = server.CreateClient();
        await client.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "demo", Body = "for a minute", SpoolTimeout = TimeSpan.FromMinutes(1) }, [Bob]);
        await client.Messaging.SendMessageAsync(new OutgoingMessage { From = "demo", Body = "for a week" }, [Bob]);
        Assert.Equal(["for a minute", "for a week"], await server.TextsAsync("bob", 2));

        clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["for a week"], await server.TextsAsync("bob", 0));
    }

    [Fact]
    public async Task Nobody_writes_to_strangers_or_to_apps()
    {
        await using var server = await Server.StartAsync();
        var carol = await server.UserTokenAsync("carol", "messenger");

        Assert.Equal(404, (await server.PostAsync("/messenger/messages", carol, $$"""{"to":"{{Dave}}","body":"x"}""")).Status);
        Assert.Equal(404, (await server.PostAsync("/messenger/messages", carol, """{"to":"demo","body":"x"}""")).Status);
        Assert.Equal(404, (await server.PostAsync("/messenger/messages", carol, """{"body":"x"}""")).Status);
        Assert.Equal(400, (await server.PostAsync("/messenger/messages", carol, $$"""{"to":"{{Alice}}"}""")).Status);
    }

    [Fact]
    public async Task R_08_writing_takes_a_key_too_and_its_keys_are_not_those_of_message_send()
    {
        await using var server = await Server.StartAsync();
        var alice = await server.UserTokenAsync("alice", "messenger", "message/user");
        var body = $$"""{"to":"{{Bob}}","body":"once"}""";

        var first = await server.PostAsync("/messenger/messages", alice, body, key: "k");
        var again = await server.PostAsync("/messenger/messages", alice, body, key: "k");
        var elsewhere = await server.PostAsync("/message/send", alice, $$"""{"To":"{{Bob}}","Body":"once"}""", key: "k");

        Assert.Equal((200, first.Body), (again.Status, again.Body));
        Assert.Equal(200, elsewhere.Status);
    }

    [Theory]
    [InlineData("/messenger/messages?after=-1")]
    [InlineData("/messenger/messages?after=x")]
    [InlineData("/messenger/messages?limit=0")]
    [InlineData("/messenger/messages?limit=201")]
    [InlineData("/messenger/events?after=x")]
    public async Task Bad_parameters_are_400_with_the_name(string path)
    {
        await using var server = await Server.StartAsync();

        var answer = await server.GetAsync(path, await server.UserTokenAsync("alice", "messenger"));

        Assert.Equal(400, answer.Status);
        Assert.Contains(
            path.Contains("limit", StringComparison.Ordinal) ? "limit" : "after", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_is_described_by_a_document()
    {
        await using var server = await Server.StartAsync();

        using var document = JsonDocument.Parse((await server.GetAsync("/openapi/messenger.json", null)).Body);

        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order();
        Assert.Equal(
            [
                "/messenger/contacts", "/messenger/contacts/{id}", "/messenger/contacts/{id}/accept",
                "/messenger/contacts/{id}/block",
                "/messenger/contacts/{id}/group", "/messenger/contacts/{id}/reject", "/messenger/contacts/{id}/unblock",
                "/messenger/conversations", "/messenger/events", "/messenger/media/{fileId}/content",
                "/messenger/media/{fileId}/thumbnail", "/messenger/messages", "/messenger/messages/delivered",
                "/messenger/messages/read",
                "/messenger/offers", "/messenger/offers/{offerId}", "/messenger/offers/{offerId}/accept",
                "/messenger/offers/{offerId}/decline", "/messenger/offers/{offerId}/thumbnail",
                "/messenger/people/{userId}/avatar",
                "/messenger/profile", "/messenger/state", "/messenger/suggestions",
            ],
            paths);
    }

    private static async Task<MessengerMessage> NextAsync(MxitUserClient person, Cursor after)
    {
        var page = await WaitFor.ValueAsync(
            () => person.Messenger.GetMessagesPageAsync(after, 1), found => found.Items.Count > 0);
        return page.Items[0];
    }
}
