using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Cli.Recording;
using Mxit.Server;

namespace Mxit.EndToEnd.Tests.Recording;

/// <summary><c>mxit serve --record</c>: what stands in the file, and above all what does not.</summary>
public sealed class RecordingTests
{
    private const string Basic = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE6MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI=";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_secret_ever_stands_in_the_file(bool texts)
    {
        await using var server = await RecordedServer.StartAsync(texts);
        var http = server.Inner;
        var secrets = new List<string> { "22222222222222222222222222222222", Basic, "alice-password", "alice%2Dpassword" };

        var pair = await FormAsync(
            http, "/token",
            "grant_type=password&scope=openid+profile%2Fprivate+message%2Fuser&username=alice&password=alice-password", Basic);
        var (access, refresh) = (Member(pair, "access_token"), Member(pair, "refresh_token"));
        secrets.AddRange([access, refresh, Member(pair, "id_token")]);
        var inTheForm = await FormAsync(
            http, "/token",
            $"client_secret=22222222222222222222222222222222&grant_type=refresh_token&client_id=11111111111111111111111111111111&refresh_token={refresh}", null);
        secrets.AddRange([Member(inTheForm, "access_token"), Member(inTheForm, "refresh_token")]);

        // Where they do not belong, and in what cannot be read.
        await http.GetAsync($"/user/profile?access_token={access}&Password=hunter2-hunter2", null);
        await http.GetAsync($"/user/lookup/{access}", access);
        await http.PostAsync(
            "/message/send", access,
            $$"""{"To":"m10000000002","Body":"my token is {{access}}","client_secret":"22222222222222222222222222222222"}""");
        await http.PostAsync(
            "/message/send", access, $$"""{"To":"m10000000002" "password":"hunter2-hunter2", access_token: '{{access}}' """);
        await http.PostAsync(
            "/token", null, $"grant_type=refresh_token&refresh_token={refresh}&password=hunter2-hunter2\0\u00ff",
            contentType: null);
        await http.PostAsync("/revoke", null, $"token={refresh}");
        secrets.Add("hunter2-hunter2");

        // The page: its hidden token, its cookies, the code that it leads back with.
        secrets.AddRange(await ConsentAsync(http));

        var text = await server.TextAsync(9);
        Assert.All(secrets, secret =>
        {
            Assert.True(secret.Length >= 8, $"'{secret}' is no secret");
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains("masked-", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_secret_has_the_same_label_so_that_one_sees_which_token_is_used_where()
    {
        await using var server = await RecordedServer.StartAsync();
        var answer = await FormAsync(server.Inner, "/token", "grant_type=client_credentials&scope=profile/public", Basic);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/user/lookup/alice");
        request.Headers.TryAddWithoutValidation("Authorization", $"bearer {Member(answer, "access_token")}");
        await server.Inner.SendAsync(request);

        var entries = await server.EntriesAsync(2);
        using var recorded = JsonDocument.Parse(Content(entries[0], "response"));
        var label = recorded.RootElement.GetProperty("access_token").GetString()!;
        Assert.Matches("^masked-[0-9a-f]{12}$", label);
        Assert.Equal($"bearer {label}", Header(entries[1], "request", "Authorization"));
        Assert.Matches("^Basic masked-", Header(entries[0], "request", "Authorization"));
        Assert.Equal("profile/public", entries[1].GetProperty("_token").GetProperty("scope").GetString());
        Assert.False(entries[1].GetProperty("_token").TryGetProperty("user", out _));
    }

    [Fact]
    public async Task Without_texts_what_people_wrote_and_who_they_are_keeps_its_shape_only()
    {
        await using var server = await RecordedServer.StartAsync();
        var token = await server.Inner.UserTokenAsync(
            "alice", "message/user", "profile/private", "status/write", "content/write");
        await server.Inner.PostAsync(
            "/message/send", token,
            """{"From" : "m10000000001","To":"m10000000002", "Body":"Meet *Bob* at 7, née {0}: joe@example.com","Links":[{"Text":"Map","TargetService":"maps","Parameters":"gps=1"}],"SpoolTimeOut":"60"}""");
        await server.Inner.PutAsync("/user/statusmessage", token, "\"At the dentist\"");
        await server.Inner.GetAsync("/user/profile", token);
        await server.Inner.PostAsync("/user/media/file/Holiday?fileName=beach.jpg", token, "not really a picture", "image/jpeg");
        await server.Inner.GetAsync("/sign-in", null);

        var text = await server.TextAsync(6);
        Assert.All(
            ["Meet", "Bob", "joe@example.com", "dentist", "Mokoena", "Alice", "Studying", "Cape Town", "beach", "not really",
                "735868800", "Sign in"],
            word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        var entries = await server.EntriesAsync(6);
        Assert.Equal(
            """{"From" : "m10000000001","To":"m10000000002", "Body":"Xxxx *Xxx* xx 0, xéx {0}: xxx@xxxxxxx.xxx","Links":[{"Text":"Xxx","TargetService":"maps","Parameters":"xxx=0"}],"SpoolTimeOut":"60"}""",
            Content(entries[1], "request"));
        Assert.Equal("\"Xx xxx xxxxxxx\"", Content(entries[2], "request"));
        Assert.Matches("\"DateOfBirth\":\"\\\\/Date\\(0\\+0000\\)\\\\/\"", Content(entries[3], "response"));
        Assert.Contains(
            "fileName=xxxxx.xxx", entries[4].GetProperty("request").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.False(entries[4].GetProperty("request").GetProperty("postData").TryGetProperty("text", out _));
        Assert.Equal(20, entries[4].GetProperty("request").GetProperty("bodySize").GetInt32());
    }

    [Fact]
    public async Task With_texts_bodies_stand_there_as_they_were()
    {
        await using var server = await RecordedServer.StartAsync(texts: true);
        var token = await server.Inner.UserTokenAsync("alice", "message/user", "content/write", "content/read");
        const string Message = """{"To":"m10000000002", "Body":"Meet Bob, née \u00e9"}""";
        await server.Inner.PostAsync("/message/send", token, Message);
        await server.Inner.PostAsync("/user/media/file/Holiday?fileName=beach.jpg", token, "\0binary", "image/jpeg");
        var entries = await server.EntriesAsync(3);
        Assert.Equal(Message, Content(entries[1], "request"));
        Assert.Equal("base64", entries[2].GetProperty("request").GetProperty("postData").GetProperty("encoding").GetString());
        Assert.Equal("\0binary", Encoding.UTF8.GetString(Convert.FromBase64String(Content(entries[2], "request"))));
    }

    [Fact]
    public async Task An_entry_has_what_HAR_1_2_asks_for()
    {
        await using var server = await RecordedServer.StartAsync();
        await server.Inner.GetAsync("/user/lookup/alice%20b+c?a=1&b=%20x", null);
        using var document = JsonDocument.Parse(await server.TextAsync(1));
        var log = document.RootElement.GetProperty("log");
        Assert.Equal("1.2", log.GetProperty("version").GetString());
        Assert.Equal("mxit", log.GetProperty("creator").GetProperty("name").GetString());
        Assert.NotEmpty(log.GetProperty("creator").GetProperty("version").GetString()!);
        var entry = log.GetProperty("entries")[0];
        Assert.True(entry.GetProperty("startedDateTime").TryGetDateTimeOffset(out _));
        Assert.All(
            ["send", "wait", "receive"], name => Assert.True(entry.GetProperty("timings").GetProperty(name).GetDouble() >= 0));
        Assert.Equal(JsonValueKind.Object, entry.GetProperty("cache").ValueKind);
        var request = entry.GetProperty("request");
        Assert.All(["method", "url", "httpVersion"], name => Assert.NotEmpty(request.GetProperty(name).GetString()!));
        Assert.EndsWith("/user/lookup/alice%20b+c?a=1&b=%20x", request.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.All(
            ["cookies", "headers", "queryString"],
            name => Assert.Equal(JsonValueKind.Array, request.GetProperty(name).ValueKind));
        Assert.Equal(2, request.GetProperty("queryString").GetArrayLength());
        Assert.Equal(JsonValueKind.Number, request.GetProperty("headersSize").ValueKind);
        var response = entry.GetProperty("response");
        Assert.Equal(
            (401, "Unauthorized"), (response.GetProperty("status").GetInt32(), response.GetProperty("statusText").GetString()));
        Assert.All(
            ["httpVersion", "redirectURL"], name => Assert.Equal(JsonValueKind.String, response.GetProperty(name).ValueKind));
        Assert.All(["size", "mimeType"], name => Assert.True(response.GetProperty("content").TryGetProperty(name, out _)));
    }

    [Fact]
    public async Task Long_bodies_are_not_kept_and_streams_are_not_held_up()
    {
        await using var server = await RecordedServer.StartAsync(texts: true, maxBodyBytes: 4_096);
        var token = await server.Inner.UserTokenAsync("alice", "content/write", "content/read", "messenger");
        var big = new string('x', 900_000);
        var id = (await server.Inner.PostAsync("/user/media/file/Big?fileName=big.bin", token, big, "application/octet-stream"))
            .Body.Trim('"');
        Assert.Equal(big, (await server.Inner.GetAsync($"/user/media/content/{id}", token)).Body);

        // The first news come while the answer goes on.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/messenger/events");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using (var answer = await server.Inner.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await using var stream = await answer.Content.ReadAsStreamAsync();
            Assert.True(await stream.ReadAsync(new byte[1]) == 1);
        }

        var entries = await server.EntriesAsync(4);
        Assert.All(entries.Skip(1).Take(2), entry => Assert.InRange(entry.GetRawText().Length, 1, 4_000));
        Assert.Equal(900_000, entries[1].GetProperty("request").GetProperty("bodySize").GetInt32());
        Assert.Equal(900_000, entries[2].GetProperty("response").GetProperty("content").GetProperty("size").GetInt32());
        Assert.True(entries[3].GetProperty("_brokenOff").GetBoolean());
    }

    [Fact]
    public async Task Recording_changes_no_answer()
    {
        await using var recorded = await RecordedServer.StartAsync();
        await using var other = await Server.StartAsync();
        foreach (var server in (Server[])[recorded.Inner, other])
        {
            var token = await server.UserTokenAsync("alice", "status/write", "profile/private", "content/write");
            var empty = await server.PutAsync("/user/statusmessage", token, "\"Hi\"");
            Assert.Equal(
                ("0", null, null), (
                    empty.Header("Content-Length"), empty.Header("Content-Type"), empty.Header("Transfer-Encoding")));
            var json = await server.GetAsync("/user/profile", token);
            Assert.Equal($"{Encoding.UTF8.GetByteCount(json.Body)}", json.Header("Content-Length"));
            using var head = new HttpRequestMessage(HttpMethod.Head, "/user/public/avatar/alice");
            Assert.NotEqual("0", (await server.SendAsync(head)).Header("Content-Length"));
            Assert.Equal(405, (await server.PostAsync("/user/lookup/alice", token, "")).Status);
        }
    }

    [Fact]
    public async Task What_is_refused_before_it_is_a_request_stands_there_with_the_reason()
    {
        await using var server = await RecordedServer.StartAsync();
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Inner.Inner.Address.Host, server.Inner.Inner.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic {Basic[..76]}\n{Basic[76..]}\r\nContent-Length: " +
                $"0\r\n\r\n"));
            using var reader = new StreamReader(socket.GetStream());
            Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(), StringComparison.Ordinal);
        }

        var entry = Assert.Single(await server.EntriesAsync(1));
        Assert.Contains("refused before it was a request", entry.GetProperty("comment").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Basic[..20], entry.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_is_a_new_one_for_its_user_only()
    {
        await using var server = await RecordedServer.StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.Path));
        }

        Assert.Empty(await server.EntriesAsync(0));
        await using var second = MxitServer.Build(
            [
                $"--Mxit:Recording:File={server.Path}", $"--Mxit:Server:DataFolder={Path.GetDirectoryName(server.Path)}",
                "--Mxit:Server:Listen=http://127.0.0.1:1",
            ],
            builder => builder.Services.AddRecording());
        var refused = Assert.Throws<IOException>(() => second.Services.GetRequiredService<Recorder>().Open());
        Assert.Contains("exists already", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> ConsentAsync(Server server)
    {
        var page = await server.GetAsync(
            "/authorize?response_type=code&client_id=11111111111111111111111111111111&redirect_uri=http%3A%2F%2Fexample.org%2F&scope=openid&state=my-own-state", null);
        var hidden = Regex.Match(page.Body, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        var cookie = page.Header("Set-Cookie")!.Split(';')[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/authorize")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["response_type"] = "code",
                ["client_id"] = "11111111111111111111111111111111",
                ["redirect_uri"] = "http://example.org/",
                ["scope"] = "openid",
                ["state"] = "my-own-state",
                ["__RequestVerificationToken"] = hidden,
                ["username"] = "alice",
                ["password"] = "alice-password",
                ["allow"] = "1",
            }),
        };
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        var answer = await server.SendAsync(request);
        Assert.Equal(302, answer.Status);
        return
        [
            hidden, cookie.Split('=', 2)[1], answer.Header("Set-Cookie")!.Split(';')[0].Split('=', 2)[1], "my-own-state",
            Regex.Match(answer.Header("Location")!, "code=([0-9a-f]{32})").Groups[1].Value,
        ];
    }

    private static Task<Answer> FormAsync(Server server, string path, string form, string? basic)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        if (basic is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Basic {basic}");
        }

        return server.SendAsync(request);
    }

    private static string Member(Answer answer, string name)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.GetProperty(name).GetString()!;
    }

    private static string Content(JsonElement entry, string side) =>
        entry.GetProperty(side).GetProperty(side == "request" ? "postData" : "content").GetProperty("text").GetString()!;

    private static string Header(JsonElement entry, string side, string name) =>
        entry.GetProperty(side).GetProperty("headers")
            .EnumerateArray().Single(header => header.GetProperty("name").GetString() == name).GetProperty("value").GetString()!;
}
