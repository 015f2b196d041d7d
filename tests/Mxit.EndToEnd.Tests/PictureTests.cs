using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Media;
using Mxit.TestKit;
using SkiaSharp;

namespace Mxit.EndToEnd.Tests;

/// <summary>Avatars and covers over plain HTTP, as old and new programs use them.</summary>
public sealed class PictureTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Alice = "m10000000001";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_avatar_is_set_seen_by_all_and_taken_away(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public", "profile/private");
        var drawn = await GetAsync(server, "/user/avatar", token);
        var drawnId = await AvatarIdAsync(server, token);

        var set = await PostAsync(server, "/user/avatar", token, Picture(300, 200));

        Assert.Equal(
            (HttpStatusCode.OK, 0L, null), (set.StatusCode, set.Content.Headers.ContentLength, set.Content.Headers.ContentType));
        var own = await GetAsync(server, "/user/avatar/", token);
        Assert.Equal(("image/png", 96, 96), Describe(own));
        foreach (var name in new[] { "alice", "ALICE", Alice })
        {
            Assert.Equal(own.Bytes, (await GetAsync(server, $"/user/public/avatar/{name}", null)).Bytes);
        }

        var setId = await AvatarIdAsync(server, token);
        Assert.Equal(3, new[] { drawnId, setId, "" }.Distinct().Count());

        for (var time = 0; time < 2; time++)
        {
            var removed = await SendAsync(server, HttpMethod.Delete, "/user/avatar", token);
            Assert.Equal((HttpStatusCode.OK, 0L), (removed.StatusCode, removed.Content.Headers.ContentLength));
        }

        Assert.Equal(drawn.Bytes, (await GetAsync(server, "/user/avatar", token)).Bytes);
        Assert.Equal(drawnId, await AvatarIdAsync(server, token));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_cover_is_set_and_taken_away(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        var drawn = await GetAsync(server, "/user/cover", token);
        Assert.Equal(("image/png", 1280, 320), Describe(drawn));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(server, "/user/cover", token, Picture(1600, 400))).StatusCode);

        Assert.Equal(("image/jpeg", 1280, 320), Describe(await GetAsync(server, "/user/cover", token)));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server, HttpMethod.Delete, "/user/cover", token)).StatusCode);
        Assert.Equal(drawn.Bytes, (await GetAsync(server, "/user/cover", token)).Bytes);
    }

    [Fact]
    public async Task People_are_shown_in_the_size_of_pages_to_who_is_signed_in()
    {
        await using var server = await Server.StartAsync();
        var path = $"/messenger/people/{Alice}/avatar";
        var bob = await server.UserTokenAsync("bob", "messenger");
        Assert.Equal(("image/png", 480, 480), Describe(await GetAsync(server, path, bob)));

        await PostAsync(server, "/user/avatar", await server.UserTokenAsync("alice", "avatar/write"), Picture(900, 600));

        var large = await GetAsync(server, path, bob);
        Assert.Equal(("image/jpeg", 480, 480), Describe(large));
        Assert.Equal("private, no-cache", large.Header("Cache-Control"));
        Assert.Equal(401, (await GetAsync(server, path, null)).Status);
        Assert.Equal(404, (await GetAsync(server, "/messenger/people/m99999999999/avatar", bob)).Status);
    }

    [Fact]
    public async Task Public_avatars_need_no_token_but_a_bad_one_is_told()
    {
        await using var server = await Server.StartAsync();

        Assert.Equal(200, (await GetAsync(server, "/user/public/avatar/alice", null)).Status);
        Assert.Equal(
            200, (await GetAsync(server, "/USER/Public/Avatar/alice", await server.AppTokenAsync("message/send"))).Status);
        Assert.Equal(401, (await GetAsync(server, "/user/public/avatar/alice", new string('0', 32))).Status);
        foreach (var name in new[] { "nobody", "m99999999999", "..%2F..%2Fetc", new string('x', 3_000) })
        {
            var unknown = await GetAsync(server, $"/user/public/avatar/{name}", null);
            Assert.Equal(404, unknown.Status);
            Assert.StartsWith("\"Unknown user: ", Encoding.UTF8.GetString(unknown.Bytes), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_body_is_the_picture_whatever_its_media_type_says()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        string?[] types =
        [
            "image/png", "image/jpeg", "application/octet-stream", "application/x-www-form-urlencoded", "application/json",
            "multipart/form-data; boundary=x", "application/xml", "nonsense", null,
        ];
        var tags = new HashSet<string>();
        for (var index = 0; index < types.Length; index++)
        {
            foreach (var isLate in new[] { false, true })
            {
                var picture = Picture(100 + index, 60, isLate ? SKColors.Red : SKColors.Blue);
                using var request = Request(HttpMethod.Post, "/user/avatar", token);
                request.Content = new ByteArrayContent(picture);
                request.Headers.ExpectContinue = isLate;
                request.Headers.TransferEncodingChunked = isLate;
                _ = types[index] is { } type && request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var answer = await server.Http.SendAsync(request);
                Assert.True(
                    answer.StatusCode == HttpStatusCode.OK, $"{types[index]}: {await answer.Content.ReadAsStringAsync()}");
                tags.Add((await GetAsync(server, "/user/avatar", token)).Header("ETag")!);
            }
        }

        Assert.True(tags.Count > types.Length, $"Only {tags.Count} different pictures came of {types.Length * 2}.");
    }

    [Theory]
    [InlineData(
        """<base64Binary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">{0}</base64Binary>""", "application/xml")]
    [InlineData("""<base64Binary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">{0}</base64Binary>""", null)]
    [InlineData(
        """<?xml version="1.0" encoding="utf-8"?> <s:base64Binary xmlns:s="http://schemas.microsoft.com/2003/10/Serialization/">  {0}  </s:base64Binary>""", "text/xml; charset=utf-8")]
    [InlineData("\uFEFF<base64Binary>{0}</base64Binary>", "application/xml")]
    public async Task The_old_form_of_an_upload_is_understood(string document, string? type)
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        var picture = Picture(800, 700);
        await PostAsync(server, "/user/avatar", token, picture);
        var expected = await GetAsync(server, "/user/avatar", token);
        await SendAsync(server, HttpMethod.Delete, "/user/avatar", token);
        var base64 = Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks);

        var set = await PostAsync(
            server, "/user/avatar", token, Encoding.UTF8.GetBytes(document.Replace("{0}", base64, StringComparison.Ordinal)),
            type);

        Assert.Equal((HttpStatusCode.OK, ""), (set.StatusCode, await set.Content.ReadAsStringAsync()));
        Assert.Equal(expected.Bytes, (await GetAsync(server, "/user/avatar", token)).Bytes);
    }

    [Theory]
    [InlineData(
        """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><base64Binary>&e;</base64Binary>""",
        "not a base64Binary element")]
    [InlineData(
        """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><base64Binary>&b;</base64Binary>""",
        "not a base64Binary element")]
    [InlineData("<base64Binary>!!!!</base64Binary>", "not a base64Binary element")]
    [InlineData("<base64Binary>aGVsbG8=", "not a base64Binary element")]
    [InlineData("<base64Binary><a/></base64Binary>", "not a base64Binary element")]
    [InlineData("<base64Binary>aGVsbG8=</base64Binary>", "The body is not a picture.")]
    [InlineData("<base64Binary/>", "The body is empty.")]
    [InlineData("<a><base64Binary>aGVsbG8=</base64Binary></a>", "The body is an XML document.")]
    [InlineData("", "The body is empty.")]
    [InlineData("{}", "The body is not a picture.")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "The body is an SVG drawing.")]
    public async Task U_03_what_is_no_picture_is_refused_with_the_reason(string body, string reason)
    {
        var server = shared.Inner;
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");

        var answer = await PostAsync(server, "/user/avatar", token, Encoding.UTF8.GetBytes(body), "image/png");

        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/json; charset=utf-8"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Contains(
            reason, JsonSerializer.Deserialize<string>(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(MediaFiles(server));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task U_02_a_body_over_the_limit_is_answered_with_413_and_leaves_nothing(bool isChunked)
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Media:MaxPictureBytes"] = "20000");
        var token = await server.UserTokenAsync("alice", "avatar/write");
        foreach (var path in new[] { "/user/avatar", "/user/cover" })
        {
            using var request = Request(HttpMethod.Post, path, token);
            request.Content = new ByteArrayContent(new byte[200_000]);
            request.Headers.TransferEncodingChunked = isChunked;
            using var answer = await server.Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Equal("\"The body is too large; at most 20000 bytes are allowed.\"", await answer.Content.ReadAsStringAsync());
        }

        Assert.Empty(MediaFiles(server));
    }

    [Fact]
    public async Task U_02_who_asks_first_never_sends_a_body_over_the_limit()
    {
        await using var server = await Server.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) })
        {
            BaseAddress = server.Inner.Address,
        };
        using var request = Request(HttpMethod.Post, "/user/avatar", await server.UserTokenAsync("alice", "avatar/write"));
        using var body = new CountingContent(11_000_000);
        request.Content = body;
        request.Headers.ExpectContinue = true;

        using var answer = await http.SendAsync(request);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 0L), (answer.StatusCode, body.BytesSent));
    }

    [Fact]
    public async Task More_than_the_servers_own_limit_is_taken_when_the_setting_says_so()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Media:MaxPictureBytes"] = "50000000");
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");

        // What follows the last byte of a picture is ignored.
        var answer = await PostAsync(server, "/user/avatar", token, [.. Picture(100, 100), .. new byte[40_000_000]]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task U_11_U_12_U_21_pictures_come_with_headers_that_keep_them_pictures()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        await PostAsync(server, "/user/cover", token, Picture(500, 300));

        var open = await GetAsync(server, "/user/public/avatar/alice", null);
        var own = await GetAsync(server, "/user/avatar", token);
        var cover = await GetAsync(server, "/user/cover", token);

        foreach (var answer in new[] { open, own, cover })
        {
            Assert.Equal(
                ("nosniff", "sandbox; default-src 'none'"),
                (answer.Header("X-Content-Type-Options"), answer.Header("Content-Security-Policy")));
            Assert.Equal($"{answer.Bytes.Length}", answer.Header("Content-Length"));
            Assert.Matches("^\"[0-9a-f]{32}\"$", answer.Header("ETag"));
            Assert.NotNull(answer.Header("Last-Modified"));
            Assert.Null(answer.Header("Set-Cookie"));
        }

        Assert.Equal("inline; filename=avatar.png; filename*=UTF-8''avatar.png", own.Header("Content-Disposition"));
        Assert.Equal("inline; filename=cover.jpg; filename*=UTF-8''cover.jpg", cover.Header("Content-Disposition"));
        Assert.Equal(
            ("public, max-age=300, must-revalidate", "cross-origin"),
            (open.Header("Cache-Control"), open.Header("Cross-Origin-Resource-Policy")));
        Assert.Equal(
            ("private, no-cache", "same-origin"), (own.Header("Cache-Control"), own.Header("Cross-Origin-Resource-Policy")));
        Assert.Equal(
            ("private, no-cache", "same-origin"), (cover.Header("Cache-Control"), cover.Header("Cross-Origin-Resource-Policy")));
    }

    [Fact]
    public async Task U_19_who_has_the_picture_already_is_told_so()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        foreach (var isSet in new[] { false, true })
        {
            _ = isSet ? await PostAsync(server, "/user/avatar", token, Picture(200, 200)) : null;
            foreach (var path in new[] { "/user/avatar", "/user/public/avatar/alice" })
            {
                var first = await GetAsync(server, path, token);
                var (tag, changed) = (first.Header("ETag")!, first.Header("Last-Modified")!);

                foreach (var (name, value, expected) in new[]
                {
                    ("If-None-Match", tag, 304), ("If-None-Match", $"W/{tag}", 304), ("If-None-Match", $"\"x\", {tag}", 304),
                    ("If-None-Match", "*", 304),
                    ("If-None-Match", "\"x\"", 200), ("If-Modified-Since", changed, 304),
                    ("If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT", 200),
                    ("If-Match", tag, 200), ("If-Match", "\"x\"", 412),
                    ("If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT", 412),
                })
                {
                    var answer = await GetAsync(server, path, token, (name, value));
                    Assert.True(answer.Status == expected, $"{name}: {value} was answered with {answer.Status}");
                    Assert.Equal(expected == 200, answer.Bytes.SequenceEqual(first.Bytes));
                    Assert.Equal(expected == 412 ? answer.Header("ETag") : tag, answer.Header("ETag"));
                }
            }
        }
    }

    [Fact]
    public async Task U_19_a_change_that_expects_another_picture_is_refused()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        var drawn = (await GetAsync(server, "/user/avatar", token)).Header("ETag")!;

        Assert.Equal(200, await ChangeAsync("If-Match", drawn, Picture(200, 200)));
        Assert.Equal(412, await ChangeAsync("If-Match", drawn, Picture(300, 200)));
        Assert.Equal(412, await ChangeAsync("If-Match", drawn, null));
        var set = (await GetAsync(server, "/user/avatar", token)).Header("ETag")!;
        Assert.Equal(412, await ChangeAsync("If-Match", $"W/{set}", null));
        Assert.Equal(412, await ChangeAsync("If-Match", "nonsense", null));
        Assert.Equal(412, await ChangeAsync("If-None-Match", "*", Picture(300, 200)));
        Assert.Equal(412, await ChangeAsync("If-None-Match", set, Picture(300, 200)));
        Assert.Equal(set, (await GetAsync(server, "/user/avatar", token)).Header("ETag"));
        Assert.Equal(200, await ChangeAsync("If-Match", "*", Picture(300, 200, SKColors.Red)));
        Assert.Equal(
            200, await ChangeAsync("If-Match", $"\"x\", {(await GetAsync(server, "/user/avatar", token)).Header("ETag")}", null));
        Assert.Equal(drawn, (await GetAsync(server, "/user/avatar", token)).Header("ETag"));

        async Task<int> ChangeAsync(string name, string value, byte[]? picture)
        {
            using var request = Request(picture is null ? HttpMethod.Delete : HttpMethod.Post, "/user/avatar", token);
            request.Content = picture is null ? null : new ByteArrayContent(picture);
            request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await server.Http.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }

    [Fact]
    public async Task U_20_parts_of_a_picture_can_be_asked_for()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        await PostAsync(server, "/user/avatar", token, Picture(200, 200));
        var whole = await GetAsync(server, "/user/avatar", token);
        var length = whole.Bytes.Length;
        var tag = whole.Header("ETag")!;

        await AssertAsync(206, whole.Bytes[10..20], $"bytes 10-19/{length}", ("Range", "bytes=10-19"));
        await AssertAsync(206, whole.Bytes[10..], $"bytes 10-{length - 1}/{length}", ("Range", "bytes=10-"));
        await AssertAsync(206, whole.Bytes[^7..], $"bytes {length - 7}-{length - 1}/{length}", ("Range", "bytes=-7"));
        await AssertAsync(206, whole.Bytes[5..], $"bytes 5-{length - 1}/{length}", ("Range", "bytes=5-999999"));
        await AssertAsync(416, [], $"bytes */{length}", ("Range", $"bytes={length}-"));
        await AssertAsync(200, whole.Bytes, null, ("Range", "nonsense"));
        await AssertAsync(206, whole.Bytes[..1], $"bytes 0-0/{length}", ("Range", "bytes=0-0"), ("If-Range", tag));
        await AssertAsync(200, whole.Bytes, null, ("Range", "bytes=0-0"), ("If-Range", "\"x\""));
        await AssertAsync(200, whole.Bytes, null, ("Range", "bytes=0-0"), ("If-Range", "Thu, 01 Jan 2015 00:00:00 GMT"));
        Assert.Equal("bytes", whole.Header("Accept-Ranges"));

        async Task AssertAsync(int status, byte[] bytes, string? range, params (string, string)[] headers)
        {
            var answer = await GetAsync(server, "/user/avatar", token, headers);
            Assert.Equal((status, range), (answer.Status, answer.Header("Content-Range")));
            Assert.Equal(bytes, answer.Bytes);
        }
    }

    [Fact]
    public async Task U_20_head_tells_all_but_the_bytes()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        foreach (var path in new[] { "/user/avatar", "/user/cover", "/user/public/avatar/alice" })
        {
            var get = await GetAsync(server, path, token);
            using var head = await SendAsync(server, HttpMethod.Head, path, token);

            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            Assert.Equal((long?)get.Bytes.Length, head.Content.Headers.ContentLength);
            Assert.Equal(get.Header("ETag"), head.Headers.ETag?.Tag);
            Assert.Equal(get.Header("Content-Type"), head.Content.Headers.ContentType?.ToString());
        }

        using var unknown = await SendAsync(server, HttpMethod.Head, "/user/public/avatar/nobody", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task U_16_a_full_disk_is_answered_with_507()
    {
        await using var server = await Server.StartAsync(configure: options => options.ConfigureServices = services =>
            services.AddSingleton<IMediaStorage, FullStorage>());
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        var before = await GetAsync(server, "/user/avatar", token);

        var answer = await PostAsync(server, "/user/avatar", token, Picture(100, 100));

        Assert.Equal(507, (int)answer.StatusCode);
        Assert.Equal("\"The server has no room left for pictures; try again later.\"", await answer.Content.ReadAsStringAsync());
        Assert.Equal(before.Bytes, (await GetAsync(server, "/user/avatar", token)).Bytes);
        Assert.Empty(MediaFiles(server));
    }

    [Fact]
    public async Task Real_photos_become_avatars_and_covers_and_damaged_ones_never_fail_the_server()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        foreach (var photo in SharedData.Files("photos"))
        {
            var isTaken = photo.EndsWith(".jpg", StringComparison.Ordinal);
            foreach (var path in new[] { "/user/avatar", "/user/cover" })
            {
                var answer = await PostAsync(server, path, token, await File.ReadAllBytesAsync(photo), "image/jpeg");
                Assert.True(
                    (int)answer.StatusCode == (isTaken ? 200 : 400), $"{photo}: {await answer.Content.ReadAsStringAsync()}");
                Assert.Equal(200, (await GetAsync(server, path, token)).Status);
            }
        }

        foreach (var photo in SharedData.Files("photos-bad"))
        {
            var answer = await PostAsync(server, "/user/avatar", token, await File.ReadAllBytesAsync(photo), "image/jpeg");
            Assert.True((int)answer.StatusCode is 200 or 400, photo);
        }

        Assert.DoesNotContain(MediaFiles(server), file => file.Contains(Path.Combine("media", "tmp"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task U_13_stored_bytes_have_no_address()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "avatar/write", "profile/public");
        await PostAsync(server, "/user/avatar", token, Picture(100, 100));
        var file = MediaFiles(server)[0];
        var key = Path.GetFileName(file);

        foreach (var path in new[]
        {
            $"/media/{key}", $"/media/{key[..2]}/{key[2..4]}/{key}", $"/data/media/{key[..2]}/{key[2..4]}/{key}",
            $"/user/public/avatar/{key}",
        })
        {
            Assert.Equal(404, (await GetAsync(server, path, token)).Status);
        }
    }

    private static byte[] Picture(int width, int height, SKColor? color = null)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(color ?? SKColors.Teal);
        bitmap.Erase(SKColors.Orange, new SKRectI(0, 0, width / 2, height / 3));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static List<string> MediaFiles(Server server) =>
        [.. Directory.GetFiles(Path.Combine(server.Get<ServerContext>().DataFolder, "media"), "*", SearchOption.AllDirectories)];

    private static (string?, int, int) Describe(Shown shown)
    {
        Assert.Equal(200, shown.Status);
        using var bitmap = SKBitmap.Decode(shown.Bytes);
        return (shown.Header("Content-Type"), bitmap.Width, bitmap.Height);
    }

    private static async Task<string> AvatarIdAsync(Server server, string token)
    {
        using var profile = JsonDocument.Parse((await server.GetAsync("/user/profile", token)).Body);
        return profile.RootElement.GetProperty("AvatarId").GetString()!;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static async Task<HttpResponseMessage> PostAsync(
        Server server, string path, string token, byte[] body, string? type = null)
    {
        using var request = Request(HttpMethod.Post, path, token);
        request.Content = new ByteArrayContent(body);
        _ = type is not null && request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await server.Http.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> SendAsync(Server server, HttpMethod method, string path, string? token)
    {
        using var request = Request(method, path, token);
        return await server.Http.SendAsync(request);
    }

    private static async Task<Shown> GetAsync(
        Server server, string path, string? token, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Get, path, token);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        var answer = await server.Http.SendAsync(request);
        return new Shown((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), answer);
    }

    private sealed record Shown(int Status, byte[] Bytes, HttpResponseMessage Message)
    {
        public string? Header(string name) =>
            Message.Headers.NonValidated.TryGetValues(name, out var values)
            || Message.Content.Headers.NonValidated.TryGetValues(name, out values)
                ? values.ToString()
                : null;
    }

    private sealed class CountingContent(long length) : HttpContent
    {
        public long BytesSent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var buffer = new byte[100_000];
            while (BytesSent < length)
            {
                await stream.WriteAsync(buffer);
                BytesSent += buffer.Length;
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = length;
            return true;
        }
    }
}
