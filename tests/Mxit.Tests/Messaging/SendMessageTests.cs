using Mxit.Tests.Support;

namespace Mxit.Tests.Messaging;

public class SendMessageTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plain_message_travels_as_documented()
    {
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync(
            "books", ["m11111111111", "m22222222222"], "Haai, Zoë 😀\nTweede lyn", cancellationToken: Stop);

        var sent = Assert.Single(_server.ApiCalls);
        Assert.Equal("POST", sent.Method);
        Assert.Equal("https://api.mxit.com/message/send", sent.Address.AbsoluteUri);
        Assert.Equal("Bearer app-1", sent.Header("Authorization"));
        Assert.Equal("application/json", sent.Header("Content-Type"));
        Assert.Equal(
            """{"Body":"Haai, Zoë 😀\nTweede lyn","ContainsMarkup":false,"From":"books","To":"m11111111111,m22222222222"}""",
            sent.Body);
    }

    [Fact]
    public async Task Every_parameter_travels()
    {
        using var mxit = _server.Client();
        var message = new OutgoingMessage
        {
            From = "yourapp",
            Body = "Try {0} or {1}",
            ContainsMarkup = true,
            Spool = true,
            SpoolTimeout = TimeSpan.FromDays(7),
            Links =
            [
                new MessageLink("Other App", "otherapp") { CreateTemporaryContact = true },
                new MessageLink("Third", "third") { AddToBackHistory = false, Parameters = "a=b" },
            ],
        };

        await mxit.Messaging.SendMessageAsync(message, ["m111", "m222"], cancellationToken: Stop);

        Assert.Equal(
            """{"Body":"Try {0} or {1}","ContainsMarkup":true,"From":"yourapp","Links":[{"CreateTemporaryContact":true,"TargetService":"otherapp","Text":"Other App"},{"AddToBackHistory":false,"CreateTemporaryContact":false,"Parameters":"a=b","TargetService":"third","Text":"Third"}],"Spool":true,"SpoolTimeOut":604800,"To":"m111,m222"}""",
            Assert.Single(_server.ApiCalls).Body);
    }

    [Fact]
    public async Task A_message_that_was_built_travels_with_its_markup_and_its_links()
    {
        using var mxit = _server.Client();
        var markup = new MxitMarkupBuilder().Bold("Hi").Text(" *Zola*, try ").ServiceLink(new MessageLink("this", "other"));

        await mxit.Messaging.SendMessageAsync(OutgoingMessage.FromMarkup(markup, "books"), ["m1"], cancellationToken: Stop);

        Assert.Equal(
            """{"Body":"*Hi* \\*Zola\\*, try {0}","ContainsMarkup":true,"From":"books","Links":[{"CreateTemporaryContact":false,"TargetService":"other","Text":"this"}],"To":"m1"}""",
            Assert.Single(_server.ApiCalls).Body);
    }

    [Fact]
    public async Task Spool_false_and_time_out_zero_are_sent_and_empty_links_are_not()
    {
        using var mxit = _server.Client();
        var message = new OutgoingMessage { Body = "x", Spool = false, SpoolTimeout = TimeSpan.Zero, Links = [] };

        await mxit.Messaging.SendMessageAsync(message, ["m1"], cancellationToken: Stop);

        Assert.Equal(
            """{"Body":"x","ContainsMarkup":false,"Spool":false,"SpoolTimeOut":0,"To":"m1"}""",
            Assert.Single(_server.ApiCalls).Body);
    }

    [Fact]
    public async Task Part_of_a_second_is_rounded_up()
    {
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "a", Body = "x", SpoolTimeout = TimeSpan.FromMilliseconds(1) }, ["m1"],
            cancellationToken: Stop);

        Assert.Contains("\"SpoolTimeOut\":1,", Assert.Single(_server.ApiCalls).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_app_token_carries_only_the_scope_that_the_call_needs_O_60()
    {
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Equal("grant_type=client_credentials&scope=message%2Fsend", Assert.Single(_server.TokenCalls).Body);
    }

    [Fact]
    public async Task Another_scope_can_be_asked_for()
    {
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "a", Body = "x" }, ["m1"],
            new MxitCallOptions { Scopes = ["profile/public", "message/send"] }, Stop);

        Assert.Equal(
            "grant_type=client_credentials&scope=message%2Fsend+profile%2Fpublic", Assert.Single(_server.TokenCalls).Body);
    }

    [Fact]
    public async Task Every_send_has_its_own_idempotency_key_unless_given()
    {
        using var mxit = _server.Client();
        var message = new OutgoingMessage { From = "a", Body = "x" };

        await mxit.Messaging.SendMessageAsync(message, ["m1"], cancellationToken: Stop);
        await mxit.Messaging.SendMessageAsync(message, ["m1"], cancellationToken: Stop);
        await mxit.Messaging.SendMessageAsync(message, ["m1"], new MxitCallOptions { IdempotencyKey = "order-7" }, Stop);

        var keys = _server.ApiCalls.Select(call => call.Header("Idempotency-Key")).ToList();
        Assert.Equal(7, Guid.Parse(keys[0]!).Version);
        Assert.NotEqual(keys[0], keys[1]);
        Assert.Equal("order-7", keys[2]);
    }

    [Fact]
    public async Task The_receipt_names_message_and_request()
    {
        _server.Answer(200, "", ("Mxit-Message-Id", "0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b"), ("Mxit-Request-Id", "req-1"));
        using var mxit = _server.Client();

        var receipt = await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Equal(new SendReceipt { MessageId = "0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b", RequestId = "req-1" }, receipt);
    }

    [Fact]
    public async Task A_server_without_our_headers_gives_an_empty_receipt()
    {
        using var mxit = _server.Client();

        Assert.Equal(new SendReceipt(), await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));
    }

    [Theory]
    [InlineData("\"Unknown recipients: m999,m888\"", "m999|m888")]
    [InlineData("\"Unknown recipient: m999\"", "m999")]
    [InlineData("\"unknown RECIPIENTS:  m999 , m888.\"", "m999|m888")]
    [InlineData("Unknown recipients: m999; m888", "m999|m888")]
    [InlineData("\"Sorry. Unknown recipients: [m999, m888]\"", "m999|m888")]
    [InlineData("{\"error\":\"invalid_request\",\"error_description\":\"Unknown recipients: m888\"}", "m888")]
    [InlineData("\"Unknown recipients: m777\"", "m777")]
    [InlineData("\"Unknown recipients: m999 in the list\"", "m999")]
    public async Task Unknown_recipients_are_a_partial_success(string body, string expected)
    {
        _server.Answer(400, body, ("Mxit-Message-Id", "0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitUnknownRecipientsException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1", "m999", "m888"], "x", cancellationToken: Stop));

        Assert.Equal(expected, string.Join('|', failure.UnknownRecipients));
        Assert.Equal(400, (int)failure.StatusCode);
        Assert.NotNull(failure.MessageId);
        Assert.Contains("do not send the whole batch again", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_400_is_an_ordinary_failure()
    {
        _server.Answer(400, "\"Too many recipients\"");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

        Assert.Equal("Too many recipients", failure.ErrorDescription);
    }

    [Fact]
    public async Task Wrong_messages_are_refused_before_anything_is_sent()
    {
        using var mxit = _server.Client();
        (OutgoingMessage Message, UserId[] To)[] wrong =
        [
            (new() { From = "a", Body = "x" }, []),
            (new() { From = "a", Body = "x" }, ["m1", default]),
            (new() { From = "a", Body = "x" }, ["m1,m2"]),
            (new() { From = "a", Body = "" }, ["m1"]),
            (new() { From = "a", Body = null! }, ["m1"]),
            (new() { From = " ", Body = "x" }, ["m1"]),
            (new() { From = "a", Body = "x", SpoolTimeout = TimeSpan.FromSeconds(-1) }, ["m1"]),
            (new() { From = "a", Body = "x", SpoolTimeout = TimeSpan.MaxValue }, ["m1"]),
            (new() { From = "a", Body = "x", Links = [new MessageLink("", "target")] }, ["m1"]),
            (new() { From = "a", Body = "x", Links = [new MessageLink("text", " ")] }, ["m1"]),
        ];

        foreach (var (message, to) in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => mxit.Messaging.SendMessageAsync(message, to, cancellationToken: Stop));
        }

        await Assert.ThrowsAsync<ArgumentNullException>(
            () => mxit.Messaging.SendMessageAsync(null!, ["m1"], cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => mxit.Messaging.SendMessageAsync(
                new OutgoingMessage { From = "a", Body = "x" }, null!, cancellationToken: Stop));
        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("line\nbreak")]
    [InlineData("é")]
    public async Task A_wrong_idempotency_key_is_refused(string key)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "a", Body = "x" }, ["m1"], new MxitCallOptions { IdempotencyKey = key }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "a", Body = "x" }, ["m1"], new MxitCallOptions { IdempotencyKey = new string('k', 256) },
            Stop));
    }

    [Fact]
    public async Task A_person_sends_with_the_persons_token_and_user_id()
    {
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken());

        await thandi.Messaging.SendUserToUserMessageAsync(["m2"], "Hi", cancellationToken: Stop);
        await thandi.Messaging.SendUserToUserMessageAsync("m7", ["m2"], "Hi", cancellationToken: Stop);

        Assert.Empty(_server.TokenCalls);
        Assert.All(_server.ApiCalls, call => Assert.Equal("user-0", call.Bearer));
        Assert.All(_server.ApiCalls, call => Assert.NotNull(call.Header("Idempotency-Key")));
        Assert.Equal("""{"Body":"Hi","ContainsMarkup":false,"From":"m40000000000","To":"m2"}""", _server.ApiCalls[0].Body);
        Assert.Equal("""{"Body":"Hi","ContainsMarkup":false,"From":"m7","To":"m2"}""", _server.ApiCalls[1].Body);
    }

    [Fact]
    public async Task A_person_without_a_known_user_id_leaves_the_sender_to_the_server()
    {
        using var mxit = _server.Client();

        await mxit.ForUser(_server.UserToken() with { UserId = null }).Messaging.SendUserToUserMessageAsync(
            ["m2"], "Hi", cancellationToken: Stop);

        Assert.Equal("""{"Body":"Hi","ContainsMarkup":false,"To":"m2"}""", Assert.Single(_server.ApiCalls).Body);
    }

    [Fact]
    public async Task The_version_needs_no_token()
    {
        _server.Answer(200, "\"1.0.0.0\"");
        using var mxit = _server.Client();

        Assert.Equal("1.0.0.0", await mxit.Messaging.GetVersionAsync(cancellationToken: Stop));
        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", "/message/version", null), (sent.Method, sent.PathAndQuery, sent.Header("Authorization")));
    }
}
