using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mxit.EndToEnd.Tests.Compatibility;
using Mxit.Platform.Media;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>Files on their way into galleries, and what goes wrong with them. Source: wire document, section 6, M6.</summary>
public sealed class GalleryUploadTests
{
    private static readonly byte[] Letters = Encoding.ASCII.GetBytes("abcdefghij");

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_25_bytes_that_are_not_those_of_their_digest_are_not_taken(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.GalleryTokenAsync();
        var (right, wrong) = (Digest(Letters), Digest([1]));
        foreach (var name in new[] { "Content-Digest", "Repr-Digest" })
        {
            var refused = await server.UploadAsync(token, Letters, headers: [(name, wrong)]);
            Assert.Equal(
                (400, true), (
                    refused.Status, refused.Text.StartsWith(
                        "\"The bytes that came are not those of the digest", StringComparison.Ordinal)));
            Assert.Equal(400, (await server.UploadAsync(token, Letters, headers: [(name, "sha-256=nonsense")])).Status);
            Assert.Empty(server.MediaFiles());
            Assert.Equal("[]", (await server.AskAsync(HttpMethod.Get, "/user/media/list/Default", token)).Text);
        }

        Assert.Equal(
            200, (await server.UploadAsync(token, Letters, headers: [("Content-Digest", right), ("Repr-Digest", right)])).Status);
        Assert.Equal(200, (await server.UploadAsync(token, Letters, headers: [("Repr-Digest", $"md5=:AAAA:, {right}")])).Status);
        Assert.Equal(200, (await server.UploadAsync(token, Letters, headers: [("Content-Digest", "unixsum=:AAAA:")])).Status);
        Assert.Equal(
            400, (await server.UploadAsync(token, Letters, headers: [("Content-Digest", right), ("Repr-Digest", wrong)])).Status);
        Assert.Single(server.MediaFiles());
    }

    [Fact]
    public async Task U_25_the_digest_of_an_old_form_is_that_of_the_document()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var document = Encoding.UTF8.GetBytes(
            "<base64Binary xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\">aGVsbG8=</base64Binary>");
        const string Query = "&mimeType=text/plain";

        Assert.Equal(
            400, (await server.UploadAsync(
                token, document, type: "text/xml", query: Query, headers: [("Content-Digest", Digest(Letters))])).Status);
        Assert.Empty(server.MediaFiles());
        var taken = await server.UploadAsync(
            token, document, type: "text/xml", query: Query, headers: [("Content-Digest", Digest(document))]);

        Assert.True(taken.Status == 200, taken.Text);
        Assert.Equal("hello", (await server.AskAsync(HttpMethod.Get, $"/user/media/content/{taken.Text.Trim('"')}", token)).Text);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_03_a_picture_is_what_its_bytes_are_whatever_it_is_called(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.GalleryTokenAsync();
        var app = await server.AppTokenAsync("content/send");
        var bob = await server.UserTokenAsync("bob", "messenger");
        const string Unknown = "application/octet-stream";
        foreach (var (bytes, declared, expected) in new (byte[], string, string)[]
        {
            (Pictures.Png, "image/jpeg", "image/png"),
            (Pictures.Png, "text/html", "image/png"),
            (Pictures.Png, "image/svg+xml", "image/png"),
            ("<html><script>alert(1)</script></html>"u8.ToArray(), "image/png", Unknown),
            ("<html><script>alert(1)</script></html>"u8.ToArray(), "IMAGE/X-ANYTHING; charset=utf-8", Unknown),
            ("hello"u8.ToArray(), "image/jpeg", Unknown),
            ("BMW is not a picture."u8.ToArray(), "image/bmp", Unknown),
            ("PK\u0003\u0004"u8.ToArray(), "image/webp", Unknown),
            ([0, 1, 2, 3], "image/gif", Unknown),
            ([], "image/gif", Unknown),
            ("hello"u8.ToArray(), "text/plain", "text/plain"),
        })
        {
            var uploaded = await server.UploadAsync(token, bytes, type: declared);
            Assert.True(uploaded.Status == 200, uploaded.Text);
            var id = uploaded.Text.Trim('"');
            var listed =
                JsonDocument.Parse((await server.AskAsync(HttpMethod.Get, "/user/media/list/Default", token)).Text).RootElement;
            var item = listed.EnumerateArray().Single(item => item.GetProperty("FileId").GetString() == id);
            Assert.Equal(expected, item.GetProperty("MimeType").GetString());

            var served = await server.AskAsync(HttpMethod.Get, $"/user/media/content/{id}", token);
            Assert.Equal((expected, bytes.Length), (served.Header("Content-Type"), served.Bytes.Length));
            Assert.StartsWith(
                expected == Unknown ? "attachment" : "inline", served.Header("Content-Disposition")!, StringComparison.Ordinal);

            var sent = await server.UploadAsync(
                app, bytes, folder: "send", type: declared, query: "&userId=m10000000002&keepMetadata=true");
            var offer = await WaitFor.ValueAsync(
                () => server.AskAsync(HttpMethod.Get, $"/messenger/offers/{sent.Header("Mxit-Message-Id")}", bob),
                answer => answer.Status == 200);
            Assert.Equal(expected, JsonDocument.Parse(offer.Text).RootElement.GetProperty("mediaType").GetString());
        }
    }

    [Fact]
    public async Task U_03_a_picture_in_the_old_form_is_what_its_bytes_are()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        foreach (var (bytes, expected) in new[] { (Pictures.Png, "image/png"), (Letters, "application/octet-stream") })
        {
            var document = Encoding.UTF8.GetBytes(
                $"<base64Binary " +
                $"xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\">{Convert.ToBase64String(bytes)}</base64Binary>");
            var taken = await server.UploadAsync(token, document, type: "text/xml", query: "&mimeType=image/jpeg");

            var served = await server.AskAsync(HttpMethod.Get, $"/user/media/content/{taken.Text.Trim('"')}", token);
            Assert.Equal(expected, served.Header("Content-Type"));
        }
    }

    [Fact]
    public async Task U_02_a_body_over_the_limit_is_stopped_while_it_is_read_and_leaves_nothing()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Gallery:MaxFileBytes"] = "1000000");
        var token = await server.GalleryTokenAsync();
        using var socket = await server.ConnectAsync();
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /user/media/file/New?fileName=x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nTransfer-Encoding: " +
            $"chunked\r\n\r\n"));
        var answer = Task.Run(async () =>
        {
            var buffer = new byte[1_000];
            return Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        });
        var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string('x', 0x10000)}\r\n");
        var sent = 0;
        try
        {
            // Without an end; what stops it is the answer.
            while (!answer.IsCompleted)
            {
                await stream.WriteAsync(chunk);
                sent += 0x10000;
            }
        }
        catch (IOException)
        {
            // The server has closed the connection behind its answer.
        }

        Assert.StartsWith("HTTP/1.1 413 ", await answer, StringComparison.Ordinal);
        Assert.InRange(sent, 1_000_000, 50_000_000);
        await WaitFor.ConditionAsync(() => server.MediaFiles().Length == 0);
        Assert.Equal(
            """{"Folders":[{"FolderName":"Default","ItemCount":0}]}""",
            (await server.AskAsync(HttpMethod.Get, "/user/media", token)).Text);
    }

    [Fact]
    public async Task U_02_who_announces_too_much_is_told_before_a_byte_is_read()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Gallery:MaxFileBytes"] = "1000000");
        var token = await server.GalleryTokenAsync();
        using var socket = await server.ConnectAsync();

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /user/media/file/New?fileName=x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: " +
            $"1000001\r\n"
            + "Expect: 100-continue\r\n\r\n"));

        var answer = await socket.ReadUntilAsync("allowed.\"");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\"The file is too large; at most 1000000 bytes are allowed.\"", answer, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_16_a_full_disk_is_answered_with_507_and_leaves_nothing(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider, options => options.ConfigureServices = services =>
            services.AddSingleton<IMediaStorage, FullStorage>());
        var token = await server.GalleryTokenAsync();

        var answer = await server.UploadAsync(token, Letters, folder: "New", headers: [("Idempotency-Key", "k")]);

        Assert.Equal((507, "\"The server has no room left for files; try again later.\""), (answer.Status, answer.Text));
        Assert.Equal(
            """{"Folders":[{"FolderName":"Default","ItemCount":0}]}""",
            (await server.AskAsync(HttpMethod.Get, "/user/media", token)).Text);
        Assert.Empty(server.MediaFiles());
    }

    [Fact]
    public async Task U_16_a_gallery_without_room_is_answered_with_507_and_takes_files_again_when_others_are_deleted()
    {
        await using var server = await Server.StartAsync(configure: options =>
            (options.Settings["Mxit:Gallery:MaxPersonBytes"], options.Settings["Mxit:Gallery:MaxTotalBytes"]) = ("1500", "2500"));
        var token = await server.GalleryTokenAsync();
        var bob = await server.GalleryTokenAsync("bob");
        var first = await server.AddFileAsync(token, new byte[1_500]);

        var full = await server.UploadAsync(token, Letters);
        Assert.Equal(
            (507, "\"There is no room left for the file in the gallery; delete others first.\""), (full.Status, full.Text));
        Assert.Equal(507, (await server.UploadAsync(bob, new byte[1_100])).Status);
        Assert.Single(server.MediaFiles());

        Assert.Equal(
            200, (await server.AskAsync(
                HttpMethod.Delete, first.Replace("content", "file", StringComparison.Ordinal), token)).Status);
        Assert.Empty(server.MediaFiles());
        Assert.Equal(200, (await server.UploadAsync(bob, new byte[1_100])).Status);
        Assert.Equal(200, (await server.UploadAsync(token, new byte[1_400])).Status);
    }

    [Fact]
    public async Task U_22_a_body_that_comes_too_slowly_is_answered_with_408_and_leaves_nothing()
    {
        await using var server = await Server.StartAsync(configure: options =>
            options.Settings["Mxit:Media:MinUploadBytesPerSecond"] = "1000000");
        var token = await server.GalleryTokenAsync();
        using var socket = await server.ConnectAsync();

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /user/media/file/New?fileName=x HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: " +
            $"1000\r\n\r\nabc"));

        // The server gives the first seconds away; the answer ends the wait.
        var answer = await socket.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("at least 1000000 bytes a second are expected", answer, StringComparison.Ordinal);
        await WaitFor.ConditionAsync(() => server.MediaFiles().Length == 0);
    }

    [Fact]
    public async Task U_23_archives_are_bytes_like_others()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        using var archive = new MemoryStream();
        await using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await zip.CreateEntry("../../escaped.txt").OpenAsync();
            await entry.WriteAsync(new byte[20_000_000]);
        }

        foreach (var type in new[] { "application/zip", "application/octet-stream", "image/png" })
        {
            var path = await server.AddFileAsync(token, archive.ToArray(), "bomb.zip", type);
            var answer = await server.AskAsync(HttpMethod.Get, path, token);
            Assert.Equal(
                (200, type == "image/png" ? "application/octet-stream" : type), (answer.Status, answer.Header("Content-Type")));
            Assert.Equal(archive.ToArray(), answer.Bytes);
        }

        Assert.Equal(archive.Length, new FileInfo(Assert.Single(server.MediaFiles())).Length);
    }

    [Fact]
    public async Task U_13_stored_files_have_no_address()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        await server.AddFileAsync(token, Letters);
        var key = Path.GetFileName(Assert.Single(server.MediaFiles()));

        foreach (var path in new[]
        {
            $"/media/{key}", $"/media/{key[..2]}/{key[2..4]}/{key}", $"/user/media/content/{key}", $"/user/media/list/{key}",
        })
        {
            Assert.Equal(404, (await server.AskAsync(HttpMethod.Get, path, token)).Status);
        }
    }

    [Fact]
    public async Task U_24_damaged_photos_never_fail_the_server()
    {
        const int Rounds = 120;
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", MxitScopes.ContentRead, MxitScopes.ContentWrite, MxitScopes.AvatarWrite);
        var photos = SharedData.Files("photos").Concat(SharedData.Files("photos-bad")).Order(StringComparer.Ordinal).ToList();
        var random = new Random(20_121_124);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damage(await File.ReadAllBytesAsync(photos[round % photos.Count]), random);
            var gallery = await server.UploadAsync(token, bytes, $"{round}.jpg", "Fuzz", "image/jpeg");
            Assert.True(gallery.Status == 200, $"round {round}: {gallery.Status} {gallery.Text}");
            var shown = await server.AskAsync(HttpMethod.Get, $"/user/media/content/{gallery.Text.Trim('"')}", token);
            Assert.Equal(200, shown.Status);
            Assert.Equal(bytes, shown.Bytes);
            foreach (var path in new[] { "/user/avatar", "/user/cover" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(bytes) };
                request.Headers.Authorization = new("Bearer", token);
                using var answer = await server.Http.SendAsync(request);
                Assert.True((int)answer.StatusCode is 200 or 400, $"round {round}, {path}: {(int)answer.StatusCode}");
            }
        }

        // Thumbnails are made beside the requests, and may still be on their way.
        await WaitFor.ConditionAsync(
            () => !server.MediaFiles().Any(file => file.Contains(Path.Combine("media", "tmp"), StringComparison.Ordinal)));
    }

    private static string Digest(byte[] bytes) => $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:";

    // Most of the damage is in the first bytes, where the headers are.
    private static byte[] Damage(byte[] photo, Random random)
    {
        var bytes = photo.ToList();
        for (var change = random.Next(1, 9); change > 0; change--)
        {
            var place = random.Next(Math.Min(bytes.Count, random.Next(3) == 0 ? bytes.Count : 500));
            var count = Math.Min(random.Next(1, 60), bytes.Count - place);
            switch (random.Next(4))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(place, Math.Min(count, bytes.Count - 1));
                    break;
                case 2:
                    bytes.InsertRange(place, Enumerable.Repeat((byte)random.Next(256), count));
                    break;
                default:
                    bytes.Reverse(place, count);
                    break;
            }
        }

        return [.. bytes];
    }
}
