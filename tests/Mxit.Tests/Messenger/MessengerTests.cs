using Mxit.Tests.Support;

namespace Mxit.Tests.Messenger;

public class MessengerTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Conversations_are_read()
    {
        _server.Answer(
            200, """{"conversations":[{"peer":{"id":"books","kind":"app","displayName":"Books"},"unread":3,"last":{"id":"0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b","cursor":7,"peer":"books","direction":"in","body":"Hi","sentUtc":"2026-01-02T03:04:05Z"}}]}""");
        using var mxit = _server.Client();

        var conversation = Assert.Single(await Thandi(mxit).GetConversationsAsync(cancellationToken: Stop));

        Assert.Equal(new ConversationPeer { Id = "books", Kind = PeerKind.App, DisplayName = "Books" }, conversation.Peer);
        Assert.Equal((3, "Hi", 7L), (conversation.Unread, conversation.Last.Body, conversation.Last.Cursor.Number()));
        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", "/messenger/conversations", "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
    }

    [Theory]
    [InlineData(0, 50, null, "/messenger/messages?after=0&limit=50")]
    [InlineData(42, 200, "m1", "/messenger/messages?after=42&limit=200&peer=m1")]
    [InlineData(9, 1, "a&b c", "/messenger/messages?after=9&limit=1&peer=a%26b%20c")]
    public async Task A_page_is_asked_for_by_cursor_limit_and_peer(long after, int limit, string? peer, string expected)
    {
        _server.Answer(200, Page(42, false, 40, 42));
        using var mxit = _server.Client();

        var page = await Thandi(mxit).GetMessagesPageAsync(
            Cursors.At(after), limit, peer is null ? default(UserId?) : new UserId(peer), cancellationToken: Stop);

        Assert.Equal([40, 42], page.Items.Select(message => message.Cursor.Number()));
        Assert.Equal((Cursors.At(42), false), (page.Next, page.HasMore));
        Assert.Equal(expected, Assert.Single(_server.Sent).PathAndQuery);
    }

    [Theory]
    [InlineData("-1", 50, typeof(ArgumentException))]
    [InlineData("place", 50, typeof(ArgumentException))]
    [InlineData("0", 0, typeof(ArgumentOutOfRangeException))]
    [InlineData("0", 201, typeof(ArgumentOutOfRangeException))]
    public async Task Wrong_cursors_and_limits_are_refused(string after, int limit, Type expected)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync(
            expected, () => Thandi(mxit).GetMessagesPageAsync(new Cursor(after), limit, null, cancellationToken: Stop));
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task Everything_is_read_page_by_page()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, request.PathAndQuery switch
        {
            "/messenger/messages?after=5&limit=200&peer=m1" => Page(8, true, 6, 8),
            "/messenger/messages?after=8&limit=200&peer=m1" => Page(9, false, 9),
            _ => throw new InvalidOperationException(request.PathAndQuery),
        }));
        using var mxit = _server.Client();

        var cursors = await Thandi(mxit).ListMessagesAsync(Cursors.At(5), "m1", cancellationToken: Stop)
            .Select(message => message.Cursor.Number()).ToListAsync(Stop);

        Assert.Equal([6, 8, 9], cursors);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","state":null""")]
    public async Task A_message_whose_state_is_left_out_is_stored(string rest)
    {
        _server.Answer(
            200, $$"""{"messages":[{"id":"00000000-0000-0000-0000-000000000001","cursor":1,"peer":"m2","direction":"in","body":"hi","sentUtc":"2026-01-02T03:04:05Z"{{rest}}}],"cursor":1,"hasMore":false}""");
        using var mxit = _server.Client();

        var page = await mxit.ForUser(_server.UserToken()).Messenger.GetMessagesPageAsync(cancellationToken: Stop);

        Assert.Equal(MessageState.Stored, Assert.Single(page.Items).State);
    }

    [Fact]
    public async Task A_page_that_leads_nowhere_is_an_error_and_not_the_end()
    {
        _server.Answer(200, Page(0, true));
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(
            async () => await Thandi(mxit).ListMessagesAsync(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Single(_server.Sent);
    }

    [Fact]
    public async Task Writing_sends_text_and_idempotency_key()
    {
        _server.Answer(200, """{"id":"0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b"}""");
        using var mxit = _server.Client();

        var written = await Thandi(mxit).SendMessageAsync("m2", "Haai 😀", cancellationToken: Stop);
        await Thandi(mxit).SendMessageAsync(
            "m2", new OutgoingMessage { Body = "*b*", ContainsMarkup = true }, new MxitCallOptions { IdempotencyKey = "k" },
            Stop);

        Assert.Equal(new SendReceipt { MessageId = "0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b" }, written);
        Assert.All(_server.Sent, sent => Assert.Equal(("POST", "/messenger/messages"), (sent.Method, sent.PathAndQuery)));
        Assert.Equal("""{"to":"m2","body":"Haai 😀","containsMarkup":false}""", _server.Sent[0].Body);
        Assert.Equal(7, Guid.Parse(_server.Sent[0].Header("Idempotency-Key")!).Version);
        Assert.Equal("""{"to":"m2","body":"*b*","containsMarkup":true}""", _server.Sent[1].Body);
        Assert.Equal("k", _server.Sent[1].Header("Idempotency-Key"));
        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).SendMessageAsync(default, "x", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).SendMessageAsync("m2", "", cancellationToken: Stop));
    }

    [Fact]
    public async Task Marking_names_a_cursor_and_maybe_a_peer()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).MarkDeliveredAsync(Cursors.At(42), cancellationToken: Stop);
        await Thandi(mxit).MarkReadAsync(Cursors.At(43), "books", cancellationToken: Stop);

        Assert.Equal(("/messenger/messages/delivered", """{"upTo":42}"""), (_server.Sent[0].PathAndQuery, _server.Sent[0].Body));
        Assert.Equal(
            ("/messenger/messages/read", """{"upTo":43,"peer":"books"}"""), (_server.Sent[1].PathAndQuery, _server.Sent[1].Body));
    }

    private static string Page(long cursor, bool hasMore, params long[] cursors) =>
        $$"""{"messages":[{{string.Join(',', cursors.Select(Events.Message))}}],"cursor":{{cursor}},"hasMore":{{(hasMore ? "true" : "false")}}}""";

    private MessengerClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Messenger;
}
