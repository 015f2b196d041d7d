using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Mxit.Platform;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>Galleries over plain HTTP. Source of requests and replies: wire document, section 6.</summary>
public sealed class GalleryTests
{
    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Folders_and_files_travel_as_documented(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await TokenAsync(server);
        Assert.Equal(
            (200, """{"Folders":[{"FolderName":"Default","ItemCount":0}]}"""),
            await AskAsync(server, "GET", "/user/media/", token));
        Assert.Equal((200, "[]"), await AskAsync(server, "GET", "/user/media/list/default", token));
        Assert.Equal((200, ""), await AskAsync(server, "POST", "/user/media/Holiday", token, "{}"));
        Assert.Equal(400, (await AskAsync(server, "POST", "/user/media/holiday/", token)).Status);

        var uploaded = await AskAsync(
            server, "POST", "/user/media/file/Default?fileName=profile.amr&preventShare=True", token, "bytes", "audio/amr");
        Assert.Matches("^\"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\"$", uploaded.Body);
        var id = uploaded.Body.Trim('"');
        var listed = await AskAsync(server, "GET", "/user/media/list/Default?skip=0&count=5", token);
        Assert.Matches(
            $$"""^\[\{"FileId":"{{id}}","FileName":"profile.amr","FolderName":"Default","MimeType":"audio/amr","Size":5,"CreatedDate":"\\/Date\([0-9]+\+0200\)\\/","PreventShare":true\}\]$""",
            listed.Body);
        Assert.Equal((200, "[]"), await AskAsync(server, "GET", "/user/media/list/Default?skip=1", token));
        Assert.Equal(400, (await AskAsync(server, "GET", "/user/media/list/Default?skip=-1", token)).Status);
        Assert.Equal((200, "bytes"), await AskAsync(server, "GET", $"/user/media/content/{id}", token));

        Assert.Equal((200, ""), await AskAsync(server, "PUT", $"/user/media/file/{id}", token, "\"new.jpg\""));
        Assert.Contains(
            "\"FileName\":\"new.jpg\"", (await AskAsync(server, "GET", "/user/media/list/Default", token)).Body,
            StringComparison.Ordinal);
        Assert.Equal((200, ""), await AskAsync(server, "PUT", "/user/media/holiday", token, "\"Trips\""));
        Assert.Equal((200, ""), await AskAsync(server, "DELETE", "/user/media/TRIPS", token));
        Assert.Equal((404, "\"Unknown folder: TRIPS\""), await AskAsync(server, "DELETE", "/user/media/TRIPS", token));
        Assert.Equal(400, (await AskAsync(server, "DELETE", "/user/media/Default", token)).Status);
        Assert.Equal(404, (await AskAsync(server, "GET", "/user/media/list/unknown", token)).Status);

        var bob = await server.UserTokenAsync("bob", "content/read", "content/write");
        foreach (var (method, path) in new[] { ("GET", "content"), ("PUT", "file"), ("DELETE", "file") })
        {
            Assert.Equal(
                (404, $"\"Unknown file: {id}\""), await AskAsync(server, method, $"/user/media/{path}/{id}", bob, "\"mine\""));
        }

        Assert.Equal((200, ""), await AskAsync(server, "DELETE", $"/user/media/file/{id}", token));
        Assert.Equal(404, (await AskAsync(server, "DELETE", $"/user/media/file/{id}", token)).Status);
        Assert.Equal(404, (await AskAsync(server, "GET", $"/user/media/content/{id}", token)).Status);
    }

    [Fact]
    public async Task A_raw_plus_in_a_folder_is_a_space_and_an_escaped_one_a_plus()
    {
        await using var server = await Server.StartAsync();
        var token = await TokenAsync(server);
        foreach (var folder in new[] { "my+folder", "1%2B1", "caf%C3%A9%20bar/" })
        {
            Assert.StartsWith(
                "HTTP/1.1 200 ", await RawAsync(
                    server, $"POST /user/media/{folder} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                    $"{token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        }

        var root = (await AskAsync(server, "GET", "/user/media", token)).Body;
        Assert.All(
            ["\"my folder\"", "\"1+1\"", "\"caf\u00e9 bar\""], name => Assert.Contains(name, root, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_10_no_request_reaches_another_folder_by_dots(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await TokenAsync(server);
        Assert.Equal(200, (await AskAsync(server, "POST", "/user/media/Holiday", token, "")).Status);
        var before = (await AskAsync(server, "GET", "/user/media", token)).Body;
        string[] dots = [".", "..", "%2e", "%2E%2E", ".%2e", "%2e.", "./", "../", "%2e%2e/", "+.", "..+", "%20..", ".%E2%80%8E"];
        string[] steps =
            ["Holiday/.", "Holiday/..", "Holiday/%2e", "Holiday/%2e%2E", "./Holiday", "../Holiday", "%2e/Holiday", "x/../Holiday",
                "x/%2e%2e/Holiday", "Holiday/x/.."];
        foreach (var folder in dots.Concat(steps))
        {
            foreach (var (method, path, body) in new[]
            {
                ("POST", $"/user/media/{folder}", ""), ("PUT", $"/user/media/{folder}", "\"Other\""),
                ("DELETE", $"/user/media/{folder}", ""),
                ("GET", $"/user/media/list/{folder}", ""), ("POST", $"/user/media/file/{folder}?fileName=x", "bytes"),
                ("POST", $"/user/media/file/send/{folder}?userId=m10000000002", ""),
            })
            {
                var answer = await RawAsync(server,
                    $"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: " +
                    $"application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

                // By way of two dots a list is that of all folders, which changes nothing.
                var isRoot = method == "GET" && answer.EndsWith(before, StringComparison.Ordinal);
                Assert.True(isRoot || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{method} {path}: {answer}");
            }
        }

        Assert.Equal(before, (await AskAsync(server, "GET", "/user/media", token)).Body);

        // Other names with dots are names.
        foreach (var folder in new[] { "...", ".x", "x.", "a..b", "%252e" })
        {
            Assert.StartsWith(
                "HTTP/1.1 200 ", await RawAsync(
                    server, $"POST /user/media/{folder} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                    $"{token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_10_one_or_two_dots_name_no_folder_and_no_file(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.UserTokenAsync("alice", "content/read", "content/write", "content/send");
        var id = await UploadAsync(server, token, "Default", "a", "text/plain");
        foreach (var name in new[] { ".", "..", " .", ".. ", "..\u200E" })
        {
            Assert.Equal(400, (await AskAsync(server, "PUT", $"/user/media/file/{id}", token, $"\"{name}\"")).Status);
            Assert.Null(await UploadAsync(server, token, "Default", Uri.EscapeDataString(name), "text/plain", 400));
            Assert.Equal(400, (await AskAsync(
                server, "POST", $"/user/media/file/send?userId=m10000000002&fileName={Uri.EscapeDataString(name)}", token, "x",
                "text/plain")).Status);
            Assert.Equal(200, (await AskAsync(server, "POST", "/user/media/Holiday", token, "")).Status);
            Assert.Equal(400, (await AskAsync(server, "PUT", "/user/media/Holiday", token, $"\"{name}\"")).Status);
            Assert.Equal(200, (await AskAsync(server, "DELETE", "/user/media/Holiday", token)).Status);
        }

        Assert.Contains(
            "\"FileName\":\"a\"", (await AskAsync(server, "GET", "/user/media/list/Default", token)).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task U_09_U_11_U_12_U_20_files_are_served_so_that_a_browser_runs_none()
    {
        await using var server = await Server.StartAsync();
        var token = await TokenAsync(server);
        foreach (var (type, expected, presentation) in new[]
        {
            ("audio/amr", "audio/amr", "inline"), ("text/html", "text/html", "attachment"),
            ("application/x-www-form-urlencoded", "application/octet-stream", "attachment"),
            ("nonsense", "application/octet-stream", "attachment"),
        })
        {
            var id = await UploadAsync(server, token, "Default", "a%22%5C%0D%0Ab.html", type, 400)
                ?? await UploadAsync(server, token, "Default", "a%22%5C;%E2%80%AEb.html", type);
            using var request = Request("GET", $"/user/media/content/{id}", token);
            request.Headers.Range = new RangeHeaderValue(1, 2);
            using var answer = await server.Http.SendAsync(request);
            Assert.Equal((206, "ex"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.Equal(expected, answer.Content.Headers.ContentType!.ToString());
            Assert.StartsWith(
                presentation + ";", answer.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain(
                "%E2%80%AE", answer.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.StartsWith("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.Private);
            Assert.False(answer.Headers.ETag!.IsWeak);
            Assert.Equal(
                "sha-256=:mC2ePrmW9VnmM/TRlN77zdh2oqI9q0rJtGhnYXBgcuk=:".Length,
                answer.Headers.GetValues("Repr-Digest").Single().Length);
        }
    }

    [Fact]
    public async Task U_17_an_upload_that_breaks_off_leaves_nothing_to_see()
    {
        await using var server = await Server.StartAsync();
        var token = await TokenAsync(server);
        var media = Path.Combine(server.Get<ServerContext>().DataFolder, "media");
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Inner.Address.Host, server.Inner.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /user/media/file/New?fileName=x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: " +
                $"1000000\r\n\r\nabc"));
            await WaitFor.ConditionAsync(() => Files().Length == 1);
            socket.LingerState = new LingerOption(true, 0);
        }

        await WaitFor.ConditionAsync(() => Files().Length == 0);
        Assert.Equal(
            """{"Folders":[{"FolderName":"Default","ItemCount":0}]}""",
            (await AskAsync(server, "GET", "/user/media", token)).Body);

        string[] Files() => Directory.GetFiles(media, "*", SearchOption.AllDirectories);
    }

    [Fact]
    public async Task U_01_U_02_limits_are_told_before_and_while_a_body_is_read()
    {
        await using var server = await Server.StartAsync(configure: options =>
            (options.Settings["Mxit:Gallery:MaxFileBytes"], options.Settings["Mxit:Gallery:MaxPersonBytes"]) = ("2000", "3000"));
        var token = await TokenAsync(server);
        foreach (var isChunked in new[] { false, true })
        {
            Assert.Null(await UploadAsync(server, token, "Default", "x", "text/plain", 413, new string('x', 2_001), isChunked));
        }

        Assert.NotNull(await UploadAsync(server, token, "Default", "x", "text/plain", 200, new string('x', 2_000)));
        foreach (var isChunked in new[] { false, true })
        {
            Assert.Null(await UploadAsync(server, token, "Default", "x", "text/plain", 507, new string('y', 1_001), isChunked));
        }

        Assert.Equal(400, (await AskAsync(server, "POST", "/user/media/file/Default", token, "x")).Status);
        Assert.Equal(400, (await AskAsync(server, "POST", $"/user/media/{new string('x', 3_000)}", token)).Status);
        Assert.Single(
            Directory.GetFiles(Path.Combine(server.Get<ServerContext>().DataFolder, "media"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_old_form_of_an_upload_is_understood()
    {
        await using var server = await Server.StartAsync();
        var token = await TokenAsync(server);
        const string Document =
            """<base64Binary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">aGVsbG8=</base64Binary>""";

        var old = await AskAsync(
            server, "POST", "/user/media/file/Default?fileName=a.png&mimeType=image/png", token, Document, "application/xml");
        var file = await AskAsync(server, "POST", "/user/media/file/Default?fileName=a.xml", token, Document, "application/xml");

        Assert.Equal((200, "hello"), await AskAsync(server, "GET", $"/user/media/content/{old.Body.Trim('"')}", token));
        Assert.Equal((200, Document), await AskAsync(server, "GET", $"/user/media/content/{file.Body.Trim('"')}", token));
    }

    private static Task<string> TokenAsync(Server server) => server.UserTokenAsync("alice", "content/read", "content/write");

    private static HttpRequestMessage Request(string method, string path, string token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static async Task<(int Status, string Body)> AskAsync(
        Server server, string method, string path, string token, string? body = null, string type = "application/json")
    {
        using var request = Request(method, path, token);
        if (body is not null && method != "GET")
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await server.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The id of the file; nothing when it was refused as expected.</summary>
    private static async Task<string?> UploadAsync(
        Server server, string token, string folder, string fileName, string type, int expected = 200, string body = "text",
        bool isChunked = false)
    {
        using var request = Request("POST", $"/user/media/file/{folder}?fileName={fileName}", token);
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(expected, (int)answer.StatusCode);
        return expected == 200 ? (await answer.Content.ReadAsStringAsync()).Trim('"') : null;
    }

    private static async Task<string> RawAsync(Server server, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Inner.Address.Host, server.Inner.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync();
    }
}
