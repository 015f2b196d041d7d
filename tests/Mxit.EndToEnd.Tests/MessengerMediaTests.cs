using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Media;
using Mxit.TestKit;
using SkiaSharp;

namespace Mxit.EndToEnd.Tests;

/// <summary>The own gallery in the people's API, over plain HTTP.</summary>
public sealed class MessengerMediaTests
{
    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_31_thumbnails_have_three_sizes_and_are_for_the_owner_only(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.UserTokenAsync("alice", "messenger", "content/write");
        var path = $"/messenger/media/{await UploadAsync(server, token, Picture(1_000, 500))}/thumbnail";
        foreach (var (query, width) in new[]
        {
            ("", 240), ("?size=", 240), ("?size=96", 96), ("?size=240", 240), ("?size=640", 640),
        })
        {
            var shown = await GetAsync(server, path + query, token);
            using var opened = SKBitmap.Decode(shown.Bytes);
            Assert.Equal((200, width, width / 2), (shown.Status, opened.Width, opened.Height));
        }

        foreach (var size in new[] { "0", "97", "10000", "-96", "96px", "%20" })
        {
            var refused = await GetAsync(server, $"{path}?size={size}", token);
            Assert.Equal(
                (400, "\"size must be one of 96, 240, 640: the longest side in pixels.\""), (refused.Status, refused.Text));
        }

        var bob = await server.UserTokenAsync("bob", "messenger");
        Assert.StartsWith("\"Unknown file: ", (await GetAsync(server, path, bob)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await GetAsync(server, path, bob)).Status);
        Assert.Equal(404, (await GetAsync(server, "/messenger/media/nonsense/thumbnail", token)).Status);
        Assert.Equal(401, (await GetAsync(server, path, null)).Status);
        Assert.Equal(403, (await GetAsync(server, path, await server.UserTokenAsync("alice", "content/read"))).Status);
    }

    [Fact]
    public async Task U_12_U_19_U_21_a_thumbnail_is_kept_by_the_browser_of_its_owner_and_is_nothing_but_a_picture()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "messenger", "content/write");
        var path = $"/messenger/media/{await UploadAsync(server, token, Picture(300, 300))}/thumbnail";

        var shown = await GetAsync(server, path, token);

        Assert.Equal("image/jpeg", shown.Header("Content-Type"));
        Assert.Equal("max-age=604800, private, immutable", shown.Header("Cache-Control"));
        Assert.Equal("Cookie, Authorization", shown.Header("Vary"));
        Assert.Equal("nosniff", shown.Header("X-Content-Type-Options"));
        Assert.Equal("sandbox; default-src 'none'", shown.Header("Content-Security-Policy"));
        Assert.Equal("same-origin", shown.Header("Cross-Origin-Resource-Policy"));
        Assert.StartsWith("inline;", shown.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Matches("^\"[0-9a-f]{32}\"$", shown.Header("ETag"));
        Assert.Equal(
            304, (await GetAsync(
                server, path, token, request => request.Headers.TryAddWithoutValidation("If-None-Match", shown.Header("ETag"))))
                    .Status);
        var head = await GetAsync(server, path, token, request => request.Method = HttpMethod.Head);
        Assert.Equal((200, 0), (head.Status, head.Bytes.Length));
    }

    [Fact]
    public async Task Files_of_all_kinds_have_a_thumbnail_or_a_clear_text()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "messenger", "content/write");
        byte[][] files =
        [
            "text"u8.ToArray(), [0xFF, 0xD8, 0xFF, 0xE0, 1], [], Picture(300, 300)[..500],
            .. SharedData.Files("photos-bad").Select(File.ReadAllBytes),
        ];
        foreach (var file in files)
        {
            var path = $"/messenger/media/{await UploadAsync(server, token, file)}/thumbnail";

            var shown = await GetAsync(server, path, token);

            Assert.True(
                shown.Status == 200 || (
                    shown.Status == 404 && shown.Text.StartsWith("\"There is no thumbnail: ", StringComparison.Ordinal)),
                        shown.Text);
        }
    }

    [Fact]
    public async Task Who_finds_all_workers_busy_is_told_when_to_come_again()
    {
        SlowStorage? storage = null;
        await using var server = await Server.StartAsync(configure: options =>
        {
            (options.Settings["Mxit:Media:Workers"], options.Settings["Mxit:Media:MaxWaiting"]) = ("1", "0");
            options.ConfigureServices = services =>
            {
                var folder = services.Last(service => service.ServiceType == typeof(IMediaStorage)).ImplementationType!;
                services.AddSingleton<IMediaStorage>(provider =>
                    storage = new SlowStorage((IMediaStorage)ActivatorUtilities.CreateInstance(provider, folder)));
            };
        });
        var token = await server.UserTokenAsync("alice", "messenger", "content/write");
        storage!.IsSlow = true;
        var first = await UploadAsync(server, token, Picture(300, 300));
        await WaitFor.ConditionAsync(() => storage.Waiting == 1);
        var second = await UploadAsync(server, token, Picture(200, 200));

        var refused = await GetAsync(server, $"/messenger/media/{second}/thumbnail", token);

        Assert.Equal((503, "5"), (refused.Status, refused.Header("Retry-After")));
        storage.Gate.Set();
        foreach (var id in new[] { first, second })
        {
            await WaitFor.ConditionAsync(
                async () => (await GetAsync(server, $"/messenger/media/{id}/thumbnail", token)).Status == 200);
        }
    }

    [Fact]
    public async Task The_file_itself_is_the_same_as_in_the_gallery()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "messenger", "content/write", "content/read");
        var picture = Picture(300, 200);
        var id = await UploadAsync(server, token, picture);
        string[] headers =
            ["Content-Type", "Content-Disposition", "ETag", "Last-Modified", "Repr-Digest", "Cache-Control",
                "Content-Security-Policy", "Accept-Ranges"];

        var own = await GetAsync(server, $"/messenger/media/{id}/content", token);
        var documented = await GetAsync(server, $"/user/media/content/{id}", token);

        Assert.Equal(picture, own.Bytes);
        Assert.All(headers, name => Assert.Equal(documented.Header(name), own.Header(name)));
        var part = await GetAsync(
            server, $"/messenger/media/{id}/content", token, request => request.Headers.Range = new RangeHeaderValue(5, 9));
        Assert.Equal((206, Convert.ToHexString(picture[5..10])), (part.Status, Convert.ToHexString(part.Bytes)));
        Assert.Equal(
            404, (await GetAsync(
                server, $"/messenger/media/{id}/content", await server.UserTokenAsync("bob", "messenger"))).Status);
        Assert.Equal(
            403, (await GetAsync(
                server, $"/messenger/media/{id}/content", await server.UserTokenAsync("alice", "content/read"))).Status);
    }

    private static byte[] Picture(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor((byte)width, (byte)height, 90));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    private static async Task<string> UploadAsync(Server server, string token, byte[] file, string type = "image/jpeg")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/user/media/file/Default?fileName=a.jpg")
        {
            Content = new ByteArrayContent(file),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await server.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadAsStringAsync()).Trim('"');
    }

    private static async Task<Shown> GetAsync(
        Server server, string path, string? token, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        using var answer = await server.Http.SendAsync(request);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Shown((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), headers);
    }

    private sealed record Shown(int Status, byte[] Bytes, Dictionary<string, string> Headers)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

        public string? Header(string name) => Headers.GetValueOrDefault(name);
    }

    /// <summary>The first content that is opened once it is slow has its reader wait.</summary>
    private sealed class SlowStorage(IMediaStorage inner) : IMediaStorage
    {
        public int Waiting;

        public bool IsSlow { get; set; }

        public ManualResetEventSlim Gate { get; } = new();

        public async Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken)
        {
            var content = await inner.OpenOrNullAsync(key, cancellationToken);
            if (!IsSlow || content is null)
            {
                return content;
            }

            IsSlow = false;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, cancellationToken);
            await content.DisposeAsync();
            return new SlowStream(bytes.ToArray(), this);
        }

        public Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken) =>
            inner.StageAsync(content, maxBytes, cancellationToken);

        public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
            inner.ExistsAsync(key, cancellationToken);

        public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) =>
            inner.DeleteAsync(key, cancellationToken);

        public IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken) =>
            inner.RemoveLeftoversAsync(stagedBefore, cancellationToken);
    }

    private sealed class SlowStream(byte[] content, SlowStorage storage) : MemoryStream(content)
    {
        private bool _hasWaited;

        public override int Read(Span<byte> buffer)
        {
            if (!_hasWaited)
            {
                _hasWaited = true;
                Interlocked.Increment(ref storage.Waiting);
                storage.Gate.Wait();
            }

            return base.Read(buffer);
        }
    }
}
