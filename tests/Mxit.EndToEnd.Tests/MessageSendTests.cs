namespace Mxit.EndToEnd.Tests;

/// <summary>
/// <c>POST /message/send</c> as the wire document, section 3.1, has it: requests are written out, so that the client library
/// and the server cannot be wrong together.
/// </summary>
public sealed class MessageSendTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";
    private const string Nobody = "m99999999999";

    public static TheoryData<string> HistoricRequests =>
    [
        // rb: misspelt SpoolTimeout, string boolean
        """{"To":"m10000000001","Body":"Hello from the Mxit Api","From":"demo","SpoolTimeout":82800,"ContainsMarkup":"true"}""",

        // rb: null From
        """{"To":"m10000000001","Body":"Hello from the Mxit Api","From":null}""",

        // vumi
        """{"Body":"Hello from the Mxit Api","ContainsMarkup":"true","From":"demo","To":"m10000000001","Spool":"true"}""",

        // kz: its member order, InternalReference, an empty list of links
        """{"Body":"Hello from the Mxit Api","ContainsMarkup":true,"From":"demo","Links":[],"To":"m10000000001","Spool":true,"SpoolTimeOut":604800,"InternalReference":0}""",

        // small: null links
        """{"Body":"Hello from the Mxit Api","From":"demo","Links":null,"To":"m10000000001"}""",

        // An array, spaces, repeats, other spellings, numbers as text, the service name as rails writes it
        """{"body":"Hello from the Mxit Api","from":"demo@mxit.com","to":[" m10000000001 ","m10000000001"],"SPOOL":1,"spoolTimeOut":"3600"}""",
        """{"Body":"Hello from the Mxit Api","From":"DEMO","To":" m10000000001, m10000000001 ,"}""",
    ];

    [Theory, MemberData(nameof(HistoricRequests))]
    public async Task C_15_19_20_21_requests_of_old_clients_are_accepted_and_arrive(string json)
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PostAsync("/message/send", await server.AppTokenAsync("message/send"), json);

        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.Equal("0", answer.Header("Content-Length"));
        Assert.Null(answer.Header("Content-Type"));
        Assert.Equal(["Hello from the Mxit Api"], await server.TextsAsync("alice", 1));
    }

    [Theory]
    [InlineData("/message/send", "application/json")]
    [InlineData("/message/send/", "text/plain")]
    [InlineData("/Message/Send/", "application/x-www-form-urlencoded")]
    [InlineData("/message/send?unknown=1", null)]
    public async Task C_03_04_any_spelling_of_the_path_and_any_content_type(string path, string? contentType)
    {
        var server = shared.Inner;

        var answer = await server.PostAsync(
            path, await server.AppTokenAsync("message/send"), $$"""{"From":"demo","To":"{{Alice}}","Body":"x"}""", contentType);

        Assert.Equal(200, answer.Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task C_17_one_unknown_recipient_is_named_and_the_others_get_the_message(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);

        var answer = await server.PostAsync(
            "/message/send",
            await server.AppTokenAsync("message/send"),
            $$"""{"From":"demo","To":"{{Alice}},{{Nobody}},{{Bob}},alice","Body":"partial"}""");

        Assert.Equal((400, $"\"Unknown recipients: {Nobody},alice\""), (answer.Status, answer.Body));
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.Equal(["partial"], await server.TextsAsync("alice", 1));
        Assert.Equal(["partial"], await server.TextsAsync("bob", 1));
    }

    [Fact]
    public async Task Those_who_do_not_have_the_app_get_nothing_and_the_answer_is_200()
    {
        await using var server = await Server.StartAsync();
        var token = await server.AppTokenAsync("message/send");

        var answer = await server.PostAsync(
            "/message/send", token, $$"""{"From":"demo","To":"{{Dave}}","Body":"not for dave"}""");
        await server.PostAsync("/message/send", token, $$"""{"From":"demo","To":"{{Alice}}","Body":"after it"}""");

        Assert.Equal(200, answer.Status);
        await server.TextsAsync("alice", 1);
        Assert.Empty(await server.TextsAsync("dave", 0));
    }

    [Fact]
    public async Task A_person_writes_to_contacts_only_and_only_as_themselves()
    {
        await using var server = await Server.StartAsync();
        var carol = await server.UserTokenAsync("carol", "message/user");

        var toFriend = await server.PostAsync(
            "/message/send", carol, $$"""{"From":"m10000000003","To":"{{Alice}}","Body":"hi alice"}""");
        var toStranger = await server.PostAsync("/message/send", carol, $$"""{"To":"{{Dave}}","Body":"hi dave"}""");
        var asSomebodyElse = await server.PostAsync(
            "/message/send", carol, $$"""{"From":"{{Bob}}","To":"{{Alice}}","Body":"I am bob"}""");

        Assert.Equal((200, 200, 403), (toFriend.Status, toStranger.Status, asSomebodyElse.Status));
        Assert.StartsWith(
            """{"error":"access_denied","error_description":"From must be m10000000003""", asSomebodyElse.Body,
            StringComparison.Ordinal);
        Assert.Equal(["hi alice"], await server.TextsAsync("alice", 1));
        Assert.Empty(await server.TextsAsync("dave", 0));
    }

    [Theory]
    [InlineData("", "The body is not the JSON that was expected")]
    [InlineData("null", "The body is null")]
    [InlineData("[]", "The body is not the JSON that was expected")]
    [InlineData("{", "The body is not the JSON that was expected")]
    [InlineData("{}", "To is missing")]
    [InlineData("""{"To":"m10000000001"}""", "Body is missing")]
    [InlineData("""{"To":"","Body":"x"}""", "To is missing")]
    [InlineData("""{"To":",, ,","Body":"x"}""", "To is missing")]
    [InlineData("""{"To":"m10000000001","Body":""}""", "Body is missing")]
    [InlineData("""{"To":"m10000000001","Body":5}""", "at $.Body")]
    [InlineData("""{"To":7,"Body":"x"}""", "at $.To")]
    [InlineData("""{"To":["m10000000001",{}],"Body":"x"}""", "at $.To")]
    [InlineData("""{"To":"m10000000001","Body":"x","Spool":"perhaps"}""", "at $.Spool")]
    [InlineData("""{"To":"m10000000001","Body":"x","SpoolTimeOut":99999999999}""", "at $.SpoolTimeOut")]
    [InlineData("""{"To":"m10000000001","Body":"x","SpoolTimeOut":-1}""", "SpoolTimeOut is negative")]
    [InlineData("""{"To":"m10000000001","Body":"x","Links":[{}]}""", "Links[0] needs")]
    [InlineData("""{"To":"m10000000001","Body":"x","Links":[null]}""", "Links[0] needs")]
    [InlineData("""{"To":"m10000000001","Body":"nul\u0000"}""", "NUL")]
    [InlineData("""{"To":"m10000000001","Body":"half \ud83d"}""", "at $.Body")]
    [InlineData("""{"To":"half \ud83d","Body":"x"}""", "at $.To")]
    [InlineData("""{"To":["half \ud83d"],"Body":"x"}""", "at $.To")]
    [InlineData("""{"To":"m10000000001","Body":"x","Spool":"\ud83d"}""", "at $.Spool")]
    [InlineData("""{"To":"m10000000001","Body":"x","\ud83d":1}""", "not")]
    [InlineData("""{"To":"m99999999999","Body":"x"}""", "Unknown recipients: m99999999999")]
    [InlineData("""{"To":"nul\u0000","Body":"x"}""", "NUL")]
    public async Task Bad_input_is_answered_with_what_was_wrong(string json, string expected)
    {
        var server = shared.Inner;

        var answer = await server.PostAsync("/message/send", await server.AppTokenAsync("message/send"), json);

        Assert.Equal(400, answer.Status);
        Assert.StartsWith("\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_of_section_1_6_are_kept_with_a_clear_text()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Messages:MaxRequestBytes"] = "20000");
        var token = await server.AppTokenAsync("message/send");
        var everybody = string.Join(',', Enumerable.Range(0, 501).Select(n => $"m{n:D11}"));

        var tooMany = await server.PostAsync("/message/send", token, $$"""{"To":"{{everybody}}","Body":"x"}""");
        var longest = await server.PostAsync(
            "/message/send", token, $$"""{"To":"{{Alice}}","Body":"{{new string('x', 10_000)}}"}""");
        var tooLong = await server.PostAsync(
            "/message/send", token, $$"""{"To":"{{Alice}}","Body":"{{new string('x', 10_001)}}"}""");
        var tooLarge = await server.PostAsync("/message/send", token, new string(' ', 20_001));
        using var chunked =
            new HttpRequestMessage(HttpMethod.Post, "/message/send") { Content = new StringContent(new string(' ', 30_000)) };
        chunked.Headers.TransferEncodingChunked = true;
        chunked.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        var tooLargeInChunks = await server.SendAsync(chunked);

        Assert.Equal((400, "\"To names 501 recipients; at most 500 are allowed.\""), (tooMany.Status, tooMany.Body));
        Assert.Equal(200, longest.Status);
        Assert.Equal((400, "\"Body has 10001 characters; at most 10000 are allowed.\""), (tooLong.Status, tooLong.Body));
        Assert.Equal((413, "\"The body is too large; at most 20000 bytes are allowed.\""), (tooLarge.Status, tooLarge.Body));
        Assert.Equal(413, tooLargeInChunks.Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_08_a_key_makes_a_repeat_give_the_first_answer(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.AppTokenAsync("message/send");
        var once = $$"""{"From":"demo","To":"{{Alice}},{{Nobody}}","Body":"once"}""";

        var first = await server.PostAsync("/message/send", token, once, key: "key-1");
        var again = await server.PostAsync("/message/send", token, once, key: "key-1");
        var quoted = await server.PostAsync("/message/send", token, once, key: "\"key-1\"");
        var otherBody = await server.PostAsync(
            "/message/send", token, once.Replace("once", "twice", StringComparison.Ordinal), key: "key-1");
        var otherKey = await server.PostAsync("/message/send", token, once, key: "key-2");

        Assert.Equal(
            (400, first.Body, first.Header("Mxit-Message-Id")), (again.Status, again.Body, again.Header("Mxit-Message-Id")));
        Assert.Equal(first.Header("Mxit-Message-Id"), quoted.Header("Mxit-Message-Id"));
        Assert.Equal(422, otherBody.Status);
        Assert.NotEqual(first.Header("Mxit-Message-Id"), otherKey.Header("Mxit-Message-Id"));
        Assert.Equal(["once", "once"], await server.TextsAsync("alice", 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("\u00e9")]
    public async Task R_08_a_bad_key_is_400(string key)
    {
        await using var server = await Server.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/message/send")
        {
            Content = new StringContent($$"""{"To":"{{Alice}}","Body":"x"}"""),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await server.AppTokenAsync("message/send")}");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);

        // HttpClient refuses the accent before it travels, which is just as well.
        try
        {
            Assert.Equal(400, (await server.SendAsync(request)).Status);
        }
        catch (HttpRequestException) when (key == "\u00e9")
        {
            Assert.False(System.Text.Ascii.IsValid(key));
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_08_many_repeats_at_once_make_one_message(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.AppTokenAsync("message/send");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => server.PostAsync(
            "/message/send", token, $$"""{"From":"demo","To":"{{Alice}}","Body":"one"}""", key: "same")));

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 409, $"{answer.Status}"));
        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Single(
            answers.Where(answer => answer.Status == 200).Select(answer => answer.Header("Mxit-Message-Id")).Distinct());
        await server.PostAsync("/message/send", token, $$"""{"From":"demo","To":"{{Alice}}","Body":"last"}""");
        Assert.Equal(["one", "last"], await server.TextsAsync("alice", 2));
    }

    [Fact]
    public async Task The_version_needs_no_token_and_ignores_a_bad_one()
    {
        await using var server = await Server.StartAsync();

        var without = await server.GetAsync("/message/version", null);
        var withBad = await server.GetAsync("/message/version/", "nonsense");

        Assert.Equal((200, "\"1.0.0.0\""), (without.Status, without.Body));
        Assert.Equal((200, "\"1.0.0.0\""), (withBad.Status, withBad.Body));
    }

    [Fact]
    public async Task Another_method_is_405_with_Allow()
    {
        await using var server = await Server.StartAsync();

        var answer = await server.GetAsync("/message/send", await server.AppTokenAsync("message/send"));

        Assert.Equal((405, "POST"), (answer.Status, answer.Header("Allow")));
    }
}
