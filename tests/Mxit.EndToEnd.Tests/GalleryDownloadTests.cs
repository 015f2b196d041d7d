using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// Files of galleries as they are served. Source: wire document, section 6, M7; RFC 9110, sections 8, 13 and 14.
/// </summary>
public sealed class GalleryDownloadTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] Letters = Encoding.ASCII.GetBytes("abcdefghij");

    [Fact]
    public async Task U_20_parts_of_a_file_can_be_asked_for()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters);
        foreach (var (range, text, contentRange) in new[]
        {
            ("bytes=0-0", "a", "bytes 0-0/10"), ("bytes=3-5", "def", "bytes 3-5/10"), ("bytes=-3", "hij", "bytes 7-9/10"),
            ("bytes=7-", "hij", "bytes 7-9/10"), ("bytes=8-99999999999", "ij", "bytes 8-9/10"),
            ("bytes=-99", "abcdefghij", "bytes 0-9/10"),
        })
        {
            var part = await server.AskAsync(HttpMethod.Get, path, token, ("Range", range));
            Assert.Equal((206, text, contentRange), (part.Status, part.Text, part.Header("Content-Range")));
        }

        foreach (var range in new[] { "bytes=10-", "bytes=99-100", "bytes=-0" })
        {
            var beyond = await server.AskAsync(HttpMethod.Get, path, token, ("Range", range));
            Assert.Equal((416, "", "bytes */10"), (beyond.Status, beyond.Text, beyond.Header("Content-Range")));
        }

        // What is no range, or several, is answered with all of it.
        foreach (var range in new[] { "bytes=5-3", "letters=0-1", "bytes=x", "bytes=0-1,4-5" })
        {
            var whole = await server.AskAsync(HttpMethod.Get, path, token, ("Range", range));
            Assert.Equal((200, "abcdefghij", "bytes"), (whole.Status, whole.Text, whole.Header("Accept-Ranges")));
        }
    }

    [Fact]
    public async Task U_20_a_part_of_a_file_that_is_another_one_now_is_not_given()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters);
        var whole = await server.AskAsync(HttpMethod.Get, path, token);
        foreach (var (condition, status) in new[]
        {
            (whole.Header("ETag")!, 206), ("\"another\"", 200), ($"W/{whole.Header("ETag")}", 200),
            (whole.Header("Last-Modified")!, 206), ("Wed, 21 Oct 2015 07:28:00 GMT", 200),
        })
        {
            var answer = await server.AskAsync(HttpMethod.Get, path, token, ("Range", "bytes=2-3"), ("If-Range", condition));
            Assert.Equal((condition, status, status == 206 ? "cd" : "abcdefghij"), (condition, answer.Status, answer.Text));
        }
    }

    [Fact]
    public async Task U_19_who_has_the_file_already_is_told_so()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters);
        var whole = await server.AskAsync(HttpMethod.Get, path, token);
        var (tag, time) = (whole.Header("ETag")!, whole.Header("Last-Modified")!);
        Assert.StartsWith("\"", tag, StringComparison.Ordinal);
        foreach (var (name, value, status) in new[]
        {
            ("If-None-Match", tag, 304), ("If-None-Match", $"W/{tag}", 304), ("If-None-Match", $"\"x\", {tag}", 304),
            ("If-None-Match", "*", 304),
            ("If-None-Match", "\"x\"", 200), ("If-Modified-Since", time, 304),
            ("If-Modified-Since", "Wed, 21 Oct 2015 07:28:00 GMT", 200),
            ("If-Match", tag, 200), ("If-Match", "*", 200), ("If-Match", "\"x\"", 412), ("If-Match", $"W/{tag}", 412),
            ("If-Unmodified-Since", time, 200), ("If-Unmodified-Since", "Wed, 21 Oct 2015 07:28:00 GMT", 412),
        })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                var answer = await server.AskAsync(method, path, token, (name, value));
                Assert.Equal((name, value, status), (name, value, answer.Status));
                Assert.Equal(status == 200 && method == HttpMethod.Get, answer.Text == "abcdefghij");
                Assert.Equal(status == 304 ? tag : answer.Header("ETag"), answer.Header("ETag"));
            }
        }
    }

    [Fact]
    public async Task U_20_head_tells_all_but_the_bytes()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters, "photo.png", "image/png");
        var get = await server.AskAsync(HttpMethod.Get, path, token);

        var head = await server.AskAsync(HttpMethod.Head, path, token);

        Assert.Equal((200, 0), (head.Status, head.Bytes.Length));
        foreach (var name in new[]
        {
            "Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges", "Repr-Digest", "Content-Disposition",
            "Cache-Control",
            "X-Content-Type-Options", "Content-Security-Policy", "Cross-Origin-Resource-Policy",
        })
        {
            Assert.NotNull(get.Header(name));
            Assert.Equal(get.Header(name), head.Header(name));
        }

        // On the wire too nothing follows the headers.
        using var socket = await server.ConnectAsync();
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"HEAD {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"));
        Assert.EndsWith("\r\n\r\n", await socket.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await server.AskAsync(HttpMethod.Head, $"/user/media/content/{Guid.NewGuid()}", token)).Status);
    }

    [Fact]
    public async Task U_12_U_21_files_are_for_who_asked_and_run_nowhere()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        foreach (var (type, presentation) in new[]
        {
            ("audio/mpeg", "inline"), ("text/html", "attachment"), ("image/svg+xml", "attachment"),
        })
        {
            var path = await server.AddFileAsync(token, Letters, "x", type);
            foreach (var answer in new[]
            {
                await server.AskAsync(HttpMethod.Get, path, token),
                await server.AskAsync(HttpMethod.Get, path, token, ("Range", "bytes=1-2")),
            })
            {
                Assert.Equal("private, no-cache", answer.Header("Cache-Control"));
                Assert.Equal("same-origin", answer.Header("Cross-Origin-Resource-Policy"));
                Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
                Assert.Equal("sandbox; default-src 'none'", answer.Header("Content-Security-Policy"));
                Assert.StartsWith($"{presentation};", answer.Header("Content-Disposition"), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("a\"b\\c.txt")]
    [InlineData("a\";filename=evil.exe;x=\".txt")]
    [InlineData("a';filename*=UTF-8''evil.exe")]
    [InlineData("\u20AC rates \u4F60\u597D \U0001F600.txt")]
    [InlineData("../../etc/passwd")]
    [InlineData("C:\\Windows\\win.ini")]
    [InlineData("%0D%0ASet-Cookie: a=b.txt")]
    [InlineData("100%.txt")]
    [InlineData("=?utf-8?B?ZXZpbC5leGU=?=")]
    [InlineData(" leading and trailing ")]
    [InlineData("\u202Egpj.exe")]
    public async Task U_11_no_name_breaks_the_headers(string name)
    {
        var server = shared.Inner;
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters, name);
        var renamed = await server.AddFileAsync(token, Letters, "plain");
        var rename = await server.PutTextAsync(
            renamed.Replace("content", "file", StringComparison.Ordinal), token, JsonSerializer.Serialize(name));
        Assert.Equal(200, rename.Status);
        foreach (var file in new[] { path, renamed })
        {
            using var socket = await server.ConnectAsync();
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"HEAD {file} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"));
            var lines = (await socket.ReadToEndAsync()).Split("\r\n");

            var header = Assert.Single(lines, line => line.StartsWith("Content-Disposition:", StringComparison.Ordinal));
            Assert.All(header, character => Assert.InRange(character, ' ', '~'));
            Assert.DoesNotContain(lines, line => line.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase));
            var disposition = ContentDispositionHeaderValue.Parse(header["Content-Disposition:".Length..]);
            Assert.Equal(name.Replace("\u202E", "", StringComparison.Ordinal), disposition.FileNameStar);
            Assert.Equal(3, disposition.Parameters.Count + 1);
        }
    }

    [Fact]
    public async Task U_10_U_11_names_with_control_characters_are_refused()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters);
        foreach (var name in new[] { "a\r\nSet-Cookie: b=c", "a\0b", "a\u0085b", "\t", new string('x', 256) })
        {
            Assert.Equal(400, (await server.UploadAsync(token, Letters, name)).Status);
            Assert.Equal(
                400, (await server.PutTextAsync(
                    path.Replace("content", "file", StringComparison.Ordinal), token, JsonSerializer.Serialize(name))).Status);
        }

        Assert.Contains(
            "filename=a.txt", (await server.AskAsync(HttpMethod.Get, path, token)).Header("Content-Disposition"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task U_14_a_file_is_there_for_its_owner_alone()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters);
        var bob = await server.GalleryTokenAsync("bob");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            Assert.Equal(404, (await server.AskAsync(method, path, bob)).Status);
            Assert.Equal(401, (await server.AskAsync(method, path, null)).Status);
            Assert.Equal(
                403, (await server.AskAsync(method, path, await server.UserTokenAsync("alice", MxitScopes.ContentWrite))).Status);
            foreach (var guess in new[]
            {
                Guid.NewGuid().ToString(), "1", "..%2F..%2Fmxit.db", path[^36..].Replace('-', '_'), $"%20{path[^36..]}x",
            })
            {
                Assert.Equal(404, (await server.AskAsync(method, $"/user/media/content/{guess}", token)).Status);
            }
        }

        var foreign = await server.AskAsync(HttpMethod.Get, path, bob);
        var unknown = await server.AskAsync(HttpMethod.Get, $"/user/media/content/{Guid.Empty}", bob);
        Assert.Equal(
            unknown.Text.Replace(Guid.Empty.ToString(), "", StringComparison.Ordinal),
            foreign.Text.Replace(path[^36..], "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task U_19_a_change_that_expects_another_file_is_refused()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var content = await server.AddFileAsync(token, Letters);
        var file = content.Replace("content", "file", StringComparison.Ordinal);
        var tag = (await server.AskAsync(HttpMethod.Head, content, token)).Header("ETag")!;
        foreach (var condition in new[]
        {
            ("If-Match", "\"x\""), ("If-Match", $"W/{tag}"), ("If-None-Match", "*"), ("If-None-Match", tag),
        })
        {
            Assert.Equal(412, (await server.PutTextAsync(file, token, "\"b.txt\"", condition)).Status);
            var refused = await server.AskAsync(HttpMethod.Delete, file, token, condition);
            Assert.Equal((412, "\"The file is not the one that the request expects.\""), (refused.Status, refused.Text));
        }

        Assert.Equal(200, (await server.PutTextAsync(file, token, "\"b.txt\"", ("If-Match", tag))).Status);
        Assert.Equal(
            404, (await server.AskAsync(
                HttpMethod.Delete, $"/user/media/file/{Guid.NewGuid()}", token, ("If-Match", tag))).Status);
        Assert.Equal(200, (await server.AskAsync(HttpMethod.Delete, file, token, ("If-Match", $"\"x\", {tag}"))).Status);
        Assert.Empty(server.MediaFiles());
    }

    [Fact]
    public async Task U_25_R_36_damaged_bytes_do_not_pass_as_the_file()
    {
        var log = new CapturedLog();
        await using var server = await Server.StartAsync(configure: options => options.ConfigureServices = services =>
            services.AddSingleton<ILoggerProvider>(log));
        var token = await server.GalleryTokenAsync();
        var large = new byte[1_000_000];
        new Random(1).NextBytes(large);
        var path = await server.AddFileAsync(token, large, "secret name.bin");
        var small = await server.AddFileAsync(token, Letters, "secret name.bin");
        foreach (var file in server.MediaFiles())
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            var first = stream.ReadByte();
            stream.Position = 0;
            stream.WriteByte((byte)(first ^ 4));
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => server.AskAsync(HttpMethod.Get, path, token));
        Assert.Equal(500, (await server.AskAsync(HttpMethod.Get, small, token)).Status);

        // A part cannot be checked; that it is one says so.
        Assert.Equal(206, (await server.AskAsync(HttpMethod.Get, path, token, ("Range", "bytes=1000-1999"))).Status);
        Assert.Equal(200, (await server.AskAsync(HttpMethod.Head, path, token)).Status);
        foreach (var file in new[] { path, small })
        {
            Assert.Single(
                log.Lines, line => line.Contains($"The bytes of the file {file[^36..]} are damaged", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(log.Lines, line => line.Contains("nhandled", StringComparison.Ordinal)
            || line.Contains("   at ", StringComparison.Ordinal) || line.Contains("error handler", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_that_are_refused_as_expected_leave_no_stack_trace_in_the_log()
    {
        var log = new CapturedLog();
        await using var server = await Server.StartAsync(configure: options =>
        {
            options.Settings["Mxit:Gallery:MaxFileBytes"] = "1000";
            options.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log);
        });
        var token = await server.GalleryTokenAsync();

        Assert.Equal(
            413, (await server.PostAsync("/user/media/file/Default?fileName=a.bin", token, new string('x', 2000))).Status);
        Assert.Equal(
            400, (await server.PostAsync("/messenger/messages", await server.UserTokenAsync("alice", "messenger"), "{")).Status);
        Assert.Equal(401, (await server.GetAsync("/user/media", new string('0', 32))).Status);
        Assert.Equal(
            400, (await server.PostAsync(
                "/sign-in", null, "login=alice&password=x", "application/x-www-form-urlencoded")).Status);

        Assert.DoesNotContain(log.Lines, line => line.Contains("   at ", StringComparison.Ordinal)
            || line.Contains("nhandled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task U_25_the_digest_of_a_file_is_told_with_it()
    {
        await using var server = await Server.StartAsync();
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, Letters);
        var expected = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Letters))}:";

        Assert.Equal(expected, (await server.AskAsync(HttpMethod.Get, path, token)).Header("Repr-Digest"));
        Assert.Equal(
            expected, (await server.AskAsync(HttpMethod.Get, path, token, ("Range", "bytes=2-4"))).Header("Repr-Digest"));
    }

    [Fact]
    public async Task U_22_who_does_not_read_what_was_asked_for_is_cut_off()
    {
        var log = new CapturedLog();
        await using var server = await Server.StartAsync(configure: options =>
        {
            options.Settings["Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel"] = "Debug";
            options.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log)
                .Configure<KestrelServerOptions>(kestrel =>
                {
                    // Only the numbers are others, to see it soon: by default it is 240 bytes a second.
                    Assert.NotNull(kestrel.Limits.MinResponseDataRate);
                    kestrel.Limits.MinResponseDataRate = new MinDataRate(100_000_000, TimeSpan.FromSeconds(2));
                });
        });
        var token = await server.GalleryTokenAsync();
        var path = await server.AddFileAsync(token, new byte[30_000_000]);
        using var socket = await server.ConnectAsync();
        await socket.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"));

        await WaitFor.ConditionAsync(() => log.Lines.Any(line => line.Contains("minimum data rate", StringComparison.Ordinal)));
    }

    private sealed class CapturedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing to close.
        }
    }
}
