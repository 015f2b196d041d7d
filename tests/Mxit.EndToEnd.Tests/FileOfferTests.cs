using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// File offers over plain HTTP. Source of requests and replies: wire document, section 6, M10 and M11; the people's side is this
/// project's own. Alice, Bob and Carol know each other and have the app <c>demo</c>; Carol and Dave do not know each other.
/// </summary>
public sealed class FileOfferTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";

    private const string AnId = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task M10_an_app_uploads_and_offers_and_the_person_accepts(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var app = await server.AppTokenAsync("content/send");
        var bob = await server.UserTokenAsync("bob", "messenger", "content/read");

        var sent = await server.PostAsync(
            $"/user/media/file/send?fileName=song.mp3&userId={Bob}&autoOpen=true&preventShare=true", app, "bytes", "audio/mpeg");

        Assert.Equal(200, sent.Status);
        Assert.Matches($"^\"{AnId}\"$", sent.Body);
        Assert.Equal("application/json; charset=utf-8", sent.Header("Content-Type"));
        var id = sent.Header("Mxit-Message-Id")!;
        var message = await ReceiveAsync(server, bob, id);
        Assert.Equal(
            ("demo", "in", "song.mp3"), (
                message.GetProperty("peer").GetString(), message.GetProperty("direction").GetString(),
                message.GetProperty("body").GetString()));
        var offer = message.GetProperty("offer");
        Assert.Matches(
            $$"""^\{"id":"{{id}}","peer":"demo","direction":"in","fileName":"song.mp3","mediaType":"audio/mpeg","size":5,"offeredUtc":"[^"]+Z","expiresUtc":"[^"]+Z","state":"offered","autoOpen":true,"preventShare":true,"hasThumbnail":false\}$""",
            offer.GetRawText());
        Assert.Equal(offer.GetRawText(), (await server.GetAsync($"/messenger/offers/{id}", bob)).Body);

        var accepted = await server.PostAsync($"/messenger/offers/{id}/accept", bob, """{"folder":"From apps"}""");
        Assert.Equal((200, "accepted"), (accepted.Status, Text(accepted, "state")));
        Assert.Equal("bytes", (await server.GetAsync($"/user/media/content/{Text(accepted, "fileId")}", bob)).Body);
        Assert.Contains(
            "\"PreventShare\":true", (await server.GetAsync("/user/media/list/From%20apps", bob)).Body, StringComparison.Ordinal);

        // The app sees what became of it, by the token that it has.
        var seen = await server.GetAsync($"/messenger/offers/{id}", app);
        Assert.Equal(
            ("accepted", Bob, "out", sent.Body.Trim('"')),
            (Text(seen, "state"), Text(seen, "peer"), Text(seen, "direction"), Text(seen, "fileId")));
        Assert.Equal(id, Page(await server.GetAsync("/messenger/offers", app)).Single().GetProperty("id").GetString());
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task M11_a_person_offers_what_is_there_and_the_other_declines(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var alice = await server.UserTokenAsync("alice", "content/send", "content/write", "content/read");
        var bob = await server.UserTokenAsync("bob", "messenger");
        var fileId = (await server.PostAsync("/user/media/file/Default?fileName=a.txt", alice, "text", "text/plain"))
            .Body.Trim('"');

        // {} as python-mxit sends it, an empty body as mxit-api-php does, and none at all.
        var first = await server.PostAsync($"/user/media/file/send/{fileId}?UserId={Bob}", alice, "{}");
        var second = await server.PostAsync($"/user/media/file/send/{fileId}/?userid={Bob}&autoOpen=True", alice, "", null);
        var third = await RawAsync(
            server, $"POST /User/Media/FILE/Send/{fileId}?UserId={Bob} HTTP/1.1\r\nHost: x\r\nAuthorization: bearer " +
            $"{alice}\r\nConnection: close\r\n\r\n");
        Assert.Equal((200, $"\"{fileId}\"", 200, $"\"{fileId}\""), (first.Status, first.Body, second.Status, second.Body));
        Assert.Matches($"^HTTP/1.1 200 [\\s\\S]*\"{fileId}\"", third);

        var id = first.Header("Mxit-Message-Id")!;
        await ReceiveAsync(server, bob, id);
        var declined = await server.PostAsync($"/messenger/offers/{id}/decline", bob, "");
        Assert.Equal((200, "declined"), (declined.Status, Text(declined, "state")));
        Assert.Equal("declined", Text(await server.GetAsync($"/messenger/offers/{id}", alice), "state"));
        Assert.Equal(
            (409, "\"You have declined the offer already.\""),
            Said(await server.PostAsync($"/messenger/offers/{id}/accept", bob, "{}")));

        var offers = await WaitFor.ValueAsync(
            async () => Page(await server.GetAsync("/messenger/offers?direction=in", bob)), page => page.Count == 3);
        Assert.Equal(
            [1, 2], offers.GroupBy(offer => offer.GetProperty("autoOpen").GetBoolean()).Select(group => group.Count()).Order());
        await server.SendAsync(
            new HttpRequestMessage(HttpMethod.Delete, $"/user/media/file/{fileId}")
            {
                Headers = { { "Authorization", $"Bearer {alice}" } },
            });
        var withdrawn = second.Header("Mxit-Message-Id");
        Assert.Equal(
            (410, "\"The sender has withdrawn the offer.\""),
            Said(await server.PostAsync($"/messenger/offers/{withdrawn}/accept", bob, "")));
        Assert.Equal(404, (await server.PostAsync($"/user/media/file/send/{fileId}?UserId={Bob}", alice, "{}")).Status);
    }

    [Fact]
    public async Task What_old_clients_send_is_understood()
    {
        await using var server = await Server.StartAsync();
        var app = await server.AppTokenAsync("content/send");
        var bob = await server.UserTokenAsync("bob", "messenger", "content/read");
        const string Document =
            """<base64Binary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">aGVsbG8=</base64Binary>""";
        foreach (var (body, type, query, expected) in new[]
        {
            ("hello", "application/octet-stream", "", "application/octet-stream"),
            ("hello", null, "", "application/octet-stream"),
            ("hello", "application/x-www-form-urlencoded", "", "application/octet-stream"),
            ("hello", "application/x-www-form-urlencoded", "&mimeType=audio/amr", "audio/amr"),
            ("hello", "audio/mpeg", "&mimeType=audio/amr", "audio/mpeg"),
            (Document, "application/xml", "&mimeType=audio/amr", "audio/amr"),
        })
        {
            var sent = await server.PostAsync($"/user/media/file/send?fileName=a&userId={Bob}{query}", app, body, type);
            Assert.Equal(200, sent.Status);
            var offer = (await ReceiveAsync(server, bob, sent.Header("Mxit-Message-Id")!)).GetProperty("offer");
            Assert.Equal((expected, 5), (offer.GetProperty("mediaType").GetString(), offer.GetProperty("size").GetInt64()));
            var accepted = await server.PostAsync($"/messenger/offers/{sent.Header("Mxit-Message-Id")}/accept", bob, "");
            Assert.Equal("hello", (await server.GetAsync($"/user/media/content/{Text(accepted, "fileId")}", bob)).Body);
        }
    }

    [Fact]
    public async Task A_body_is_asked_for_when_it_can_be_taken_and_not_before()
    {
        await using var server = await Server.StartAsync();
        var app = await server.AppTokenAsync("content/send");
        string Head(string userId) =>
            $"POST /user/media/file/send?fileName=a.bin&userId={userId} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
            $"{app}\r\nContent-Type: application/octet-stream\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: " +
            $"close\r\n\r\n";

        using (var refused = await ConnectAsync(server))
        {
            await refused.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head("m99999999999")));
            using var answer = new StreamReader(refused.GetStream());
            Assert.Equal("HTTP/1.1 400 Bad Request", await answer.ReadLineAsync());
        }

        using var socket = await ConnectAsync(server);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head(Bob)));
        using var reader = new StreamReader(socket.GetStream());
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        await socket.GetStream().WriteAsync("bytes"u8.ToArray());
        Assert.Matches($"HTTP/1.1 200 [\\s\\S]*\"{AnId}\"", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        await using var server = await Server.StartAsync(configure: options =>
            (options.Settings["Mxit:Gallery:MaxFileBytes"], options.Settings["Mxit:Gallery:MaxPersonBytes"]) = ("2000", "3000"));
        var alice = await server.UserTokenAsync("alice", "content/send");
        foreach (var (query, text) in new[]
        {
            ("userId=" + Bob, "The name of the file is missing or empty."),
            ("fileName=a", "userId is missing: the user id of the person to offer the file to."),
            ($"fileName=a&userId={Alice}", "userId is your own: a file is offered to somebody else."),
            ("fileName=a&userId=m99999999999", "Unknown recipient: m99999999999"),
            ($"fileName=a&userId={Bob}&autoOpen=maybe", "autoOpen, preventShare and keepMetadata are true or false."),
        })
        {
            Assert.Equal((400, text), ToldBy(await server.PostAsync($"/user/media/file/send?{query}", alice, "x", "text/plain")));
        }

        var good = $"/user/media/file/send?fileName=a&userId={Bob}";
        Assert.Equal(400, (await server.PostAsync(good, alice, "x", "text/plain", "a key")).Status);
        Assert.Equal(413, (await server.PostAsync(good, alice, new string('x', 2_001), "text/plain")).Status);
        var shared = await server.PostAsync(good + "&preventShare=1", alice, new string('x', 2_000), "text/plain");
        Assert.Equal(507, (await server.PostAsync(good, alice, new string('y', 1_001), "text/plain")).Status);
        var again = $"/user/media/file/send/{shared.Body.Trim('"')}";
        var refused = await server.PostAsync($"{again}?UserId={Bob}", alice, "{}");
        Assert.Equal((403, "access_denied"), (refused.Status, Text(refused, "error")));
        Assert.Equal(400, (await server.PostAsync(again, alice, "{}")).Status);
        Assert.Equal((400, "Unknown recipient: bob"), ToldBy(await server.PostAsync($"{again}?UserId=bob", alice, "{}")));
        Assert.Equal(
            (404, "Unknown file: nonsense"), ToldBy(
                await server.PostAsync($"/user/media/file/send/nonsense?UserId={Bob}", alice, "{}")));

        // The literals of the path win: this is no upload into a folder called send.
        Assert.Equal(403, (await server.PostAsync(good, await server.UserTokenAsync("alice", "content/write"), "x")).Status);
        foreach (var path in new[] { "/messenger/offers?direction=up", "/messenger/offers?limit=0", "/messenger/offers?limit=201",
            "/messenger/offers?before=x" })
        {
            Assert.Equal(400, (await server.GetAsync(path, alice)).Status);
        }
    }

    [Fact]
    public async Task U_08_a_picture_whose_metadata_cannot_be_removed_is_refused_unless_it_is_to_stay()
    {
        await using var server = await Server.StartAsync();
        var alice = await server.UserTokenAsync("alice", "content/send", "content/read");
        var path = $"/user/media/file/send?fileName=side.xmp&userId={Bob}";
        const string Xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";

        var refused = await server.PostAsync(path, alice, Xmp, "application/rdf+xml", "k");

        Assert.Equal(
            (415, "The file is an XMP file. Its metadata cannot be removed; it may tell where, when and by whom the file was " +
                "made. Say keepMetadata=true to offer it as it is."),
            ToldBy(refused));
        Assert.Contains("\"ItemCount\":0", (await server.GetAsync("/user/media", alice)).Body, StringComparison.Ordinal);

        var sent = await server.PostAsync($"{path}&keepMetadata=true", alice, Xmp, "application/rdf+xml", "k");
        Assert.Equal(200, sent.Status);
        var again = $"/user/media/file/send/{sent.Body.Trim('"')}?UserId={Bob}";
        Assert.Equal(
            (415, 200), (
                (await server.PostAsync(again, alice, "{}")).Status,
                (await server.PostAsync($"{again}&keepMetadata=1", alice, "{}")).Status));
        Assert.Equal(
            200, (await server.PostAsync(
                $"/user/media/file/send?fileName=a.txt&userId={Bob}", alice, "text", "image/jpeg")).Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_key_makes_a_repeat_harmless(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var (alice, bob) = (
            await server.UserTokenAsync("alice", "content/send", "content/read"),
            await server.UserTokenAsync("bob", "messenger"));
        var path = $"/user/media/file/send?fileName=a.txt&userId={Bob}";

        var first = await server.PostAsync(path, alice, "text", "text/plain", "k");
        var second = await server.PostAsync(path, alice, "text", "text/plain", "k");

        Assert.Equal((first.Body, first.Header("Mxit-Message-Id")), (second.Body, second.Header("Mxit-Message-Id")));
        Assert.Equal(422, (await server.PostAsync(path, alice, "other", "text/plain", "k")).Status);
        Assert.Equal(422, (await server.PostAsync(path + "&autoOpen=1", alice, "text", "text/plain", "k")).Status);
        await ReceiveAsync(server, bob, first.Header("Mxit-Message-Id")!);
        Assert.Single(Page(await server.GetAsync("/messenger/offers", bob)));
        Assert.Contains("\"ItemCount\":1", (await server.GetAsync("/user/media", alice)).Body, StringComparison.Ordinal);

        // Answers take a key and need none.
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(
                200, (await server.PostAsync(
                    $"/messenger/offers/{first.Header("Mxit-Message-Id")}/accept", bob, "{}", key: "k")).Status);
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_14_nobody_but_the_two_sides_finds_an_offer_or_its_file(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var alice = await server.UserTokenAsync("alice", "content/send", "messenger");
        var bob = await server.UserTokenAsync("bob", "messenger", "content/read", "content/send");
        var sent = await server.PostAsync(
            $"/user/media/file/send?fileName=a.txt&userId={Bob}&preventShare=true", alice, "secret", "text/plain");
        var (fileId, id) = (sent.Body.Trim('"'), sent.Header("Mxit-Message-Id")!);
        await ReceiveAsync(server, bob, id);

        // Until it is accepted there are no bytes for the receiver either.
        Assert.Equal(404, (await server.GetAsync($"/user/media/content/{fileId}", bob)).Status);
        var received = Text(await server.PostAsync($"/messenger/offers/{id}/accept", bob, ""), "fileId");
        foreach (var token in new[]
        {
            await server.UserTokenAsync("carol", "messenger", "content/read", "content/send"),
            await server.UserTokenAsync("dave", "messenger", "content/read", "content/send"),
            await server.AppTokenAsync("content/send"),
        })
        {
            Assert.Equal((404, $"\"Unknown offer: {id}\""), Said(await server.GetAsync($"/messenger/offers/{id}", token)));
            Assert.Equal(
                """{"offers":[],"hasMore":false}""", (await server.GetAsync("/messenger/offers?direction=out", token)).Body);
            Assert.Equal(
                (404, $"\"Unknown file: {received}\""),
                Said(await server.PostAsync($"/user/media/file/send/{received}?UserId={Alice}", token, "{}")));
        }

        foreach (var login in new[] { "alice", "carol", "dave" })
        {
            var other = await server.UserTokenAsync(login, "messenger", "content/read");
            Assert.Equal(404, (await server.GetAsync($"/user/media/content/{received}", other)).Status);
            Assert.Equal(404, (await server.PostAsync($"/messenger/offers/{id}/accept", other, "")).Status);
            Assert.Equal(404, (await server.PostAsync($"/messenger/offers/{id}/decline", other, "")).Status);
        }

        // Who may only send sees nothing of what came in.
        var sender = await server.UserTokenAsync("bob", "content/send");
        Assert.Equal(404, (await server.GetAsync($"/messenger/offers/{id}", sender)).Status);
        Assert.Equal(403, (await server.GetAsync("/messenger/offers?direction=in", sender)).Status);
        Assert.Equal("""{"offers":[],"hasMore":false}""", (await server.GetAsync("/messenger/offers", sender)).Body);
        Assert.Equal(403, (await server.PostAsync($"/messenger/offers/{id}/accept", sender, "")).Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_offer_reaches_whom_a_message_reaches(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var carol = await server.UserTokenAsync("carol", "content/send", "messenger");
        var alice = await server.UserTokenAsync("alice", "messenger");
        var toDave = (await server.PostAsync($"/user/media/file/send?fileName=a&userId={Dave}", carol, "x"))
            .Header("Mxit-Message-Id")!;
        await server.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/messenger/contacts/{Carol}/block")
            {
                Headers = { { "Authorization", $"Bearer {alice}" } },
            });
        var toAlice = (await server.PostAsync($"/user/media/file/send?fileName=a&userId={Alice}", carol, "x"))
            .Header("Mxit-Message-Id")!;

        await WaitFor.ConditionAsync(
            async () => Text(await server.GetAsync($"/messenger/offers/{toAlice}", carol), "state") == "notDelivered");
        Assert.Equal("notDelivered", Text(await server.GetAsync($"/messenger/offers/{toDave}", carol), "state"));
        Assert.Equal(404, (await server.GetAsync($"/messenger/offers/{toAlice}", alice)).Status);
        Assert.Equal(404, (await server.PostAsync($"/messenger/offers/{toAlice}/accept", alice, "")).Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_offer_has_its_time(MxitTestDatabase provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(provider, options =>
        {
            options.TimeProvider = clock;
            options.Settings["Mxit:FileOffers:LifeSeconds"] = "600";
        });
        var app = await server.AppTokenAsync("content/send");
        var bob = await server.UserTokenAsync("bob", "messenger");
        var id = (await server.PostAsync($"/user/media/file/send?fileName=a&userId={Bob}", app, "x")).Header("Mxit-Message-Id")!;
        var cursor = (await ReceiveAsync(server, bob, id)).GetProperty("cursor").GetInt64();
        await server.PostAsync("/messenger/messages/delivered", bob, $$"""{"upTo":{{cursor}}}""");

        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(
            (410, "\"The offer has expired.\""), Said(await server.PostAsync($"/messenger/offers/{id}/accept", bob, "")));
        Assert.Equal("expired", Text(await server.GetAsync($"/messenger/offers/{id}", app), "state"));
        var message = await ReceiveAsync(server, bob, id);
        Assert.Equal("expired", message.GetProperty("offer").GetProperty("state").GetString());
    }

    [Fact]
    public async Task U_14_U_31_the_two_sides_see_a_small_picture_in_fixed_sizes()
    {
        await using var server = await Server.StartAsync();
        var (app, bob) = (await server.AppTokenAsync("content/send"), await server.UserTokenAsync("bob", "messenger"));
        using var bitmap = new SkiaSharp.SKBitmap(300, 200);
        using var png = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        using var upload = new HttpRequestMessage(HttpMethod.Post, $"/user/media/file/send?fileName=p.png&userId={Bob}")
        {
            Content = new ByteArrayContent(png.ToArray()),
        };
        upload.Headers.TryAddWithoutValidation("Authorization", $"Bearer {app}");
        using var sent = await server.Http.SendAsync(upload);
        var id = sent.Headers.GetValues("Mxit-Message-Id").Single();
        await ReceiveAsync(server, bob, id);
        var path = $"/messenger/offers/{id}/thumbnail";

        foreach (var token in new[] { bob, app })
        {
            var small = await server.GetAsync(path + "?size=96", token);
            Assert.Equal(200, small.Status);
            Assert.StartsWith("image/", small.Header("Content-Type"), StringComparison.Ordinal);
            Assert.Equal(
                ("nosniff", "same-origin"), (
                    small.Header("X-Content-Type-Options"), small.Header("Cross-Origin-Resource-Policy")));
            Assert.Contains("private", small.Header("Cache-Control"), StringComparison.Ordinal);
        }

        Assert.Equal(400, (await server.GetAsync(path + "?size=97", bob)).Status);
        foreach (var other in new[]
        {
            await server.UserTokenAsync("carol", "messenger"), await server.UserTokenAsync("bob", "content/send"),
        })
        {
            Assert.Equal((404, $"\"Unknown offer: {id}\""), Said(await server.GetAsync(path, other)));
        }

        await server.PostAsync($"/messenger/offers/{id}/decline", bob, "");
        Assert.Equal(404, (await server.GetAsync(path, bob)).Status);
        Assert.Equal(200, (await server.GetAsync(path, app)).Status);
    }

    [Fact]
    public async Task Both_sides_hear_live_that_an_offer_was_answered()
    {
        await using var server = await Server.StartAsync();
        var (alice, bob) = (
            await server.UserTokenAsync("alice", "messenger", "content/send"), await server.UserTokenAsync("bob", "messenger"));
        var id = (await server.PostAsync($"/user/media/file/send?fileName=a&userId={Bob}", alice, "x"))
            .Header("Mxit-Message-Id")!;
        TaskCompletionSource[] open = [new(), new()];
        var listening = new[] { HearOffersAsync(server, alice, open[0]), HearOffersAsync(server, bob, open[1]) };
        await Task.WhenAll(open.Select(stream => stream.Task)).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        await server.PostAsync($"/messenger/offers/{id}/accept", bob, "");

        Assert.All(
            await Task.WhenAll(listening).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System),
            data => Assert.Equal("", data));
    }

    [Fact]
    public async Task The_description_of_the_peoples_api_has_the_offers()
    {
        await using var server = await Server.StartAsync();
        using var document = JsonDocument.Parse((await server.GetAsync("/openapi/messenger.json", null)).Body);
        var paths = document.RootElement.GetProperty("paths");

        foreach (var (path, method) in new[]
        {
            ("/messenger/offers", "get"), ("/messenger/offers/{offerId}", "get"), ("/messenger/offers/{offerId}/accept", "post"),
            ("/messenger/offers/{offerId}/decline", "post"), ("/messenger/offers/{offerId}/thumbnail", "get"),
        })
        {
            Assert.NotEmpty(paths.GetProperty(path).GetProperty(method).GetProperty("summary").GetString()!);
        }
    }

    private static string? Text(Answer answer, string member)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty(member, out var value) ? value.GetString() : null;
    }

    private static (int, string) Said(Answer answer) => (answer.Status, answer.Body);

    private static (int, string?) ToldBy(Answer answer) => (answer.Status, JsonSerializer.Deserialize<string>(answer.Body));

    private static List<JsonElement> Page(Answer answer)
    {
        Assert.Equal(200, answer.Status);
        return [.. JsonDocument.Parse(answer.Body).RootElement.GetProperty("offers").EnumerateArray()];
    }

    /// <summary>The message of an offer, once it has come.</summary>
    private static async Task<JsonElement> ReceiveAsync(Server server, string token, string id) => await WaitFor.ValueAsync(
        async () => JsonDocument.Parse((await server.GetAsync("/messenger/messages?limit=200", token)).Body)
            .RootElement.GetProperty("messages")
            .EnumerateArray().FirstOrDefault(message => message.GetProperty("id").GetString() == id),
        message => message.ValueKind == JsonValueKind.Object);

    /// <summary>Waits for the event of offers, and says when it has heard the message.</summary>
    /// <returns>Its data.</returns>
    private static async Task<string> HearOffersAsync(Server server, string token, TaskCompletionSource hearsMessages)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events?after=0");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync())
        {
            if (item.EventType == "message")
            {
                hearsMessages.TrySetResult();
            }

            if (item.EventType == "offers")
            {
                return item.Data;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task<TcpClient> ConnectAsync(Server server)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.Inner.Address.Host, server.Inner.Address.Port);
        return socket;
    }

    private static async Task<string> RawAsync(Server server, string request)
    {
        using var socket = await ConnectAsync(server);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync();
    }
}
