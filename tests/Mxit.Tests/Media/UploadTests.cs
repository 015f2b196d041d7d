using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

public class UploadTests
{
    private static readonly byte[] Picture =
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, (byte)'"', (byte)'{'];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_travels_as_it_is()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).SetAvatarAsync(Picture, null, Stop);
        await Thandi(mxit).SetCoverAsync(new MediaUpload(Picture, "me.JPG"), null, Stop);

        Assert.Equal(
            ["POST /user/avatar", "POST /user/cover"], _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery}"));
        Assert.Equal(["application/octet-stream", "image/jpeg"], _server.Sent.Select(sent => sent.Header("Content-Type")));
        Assert.All(_server.Sent, sent => Assert.Equal(Picture, sent.Bytes));
        Assert.All(_server.Sent, sent => Assert.Equal(("user-0", "12"), (sent.Bearer, sent.Header("Content-Length"))));
        Assert.All(_server.Sent, sent => Assert.Null(sent.Header("Expect")));
        Assert.All(_server.Sent, sent => Assert.Null(sent.Header("Idempotency-Key")));
    }

    [Fact]
    public async Task Taking_pictures_away_sends_nothing_along()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).DeleteAvatarAsync(null, Stop);
        await Thandi(mxit).DeleteCoverAsync(null, Stop);

        Assert.Equal(
            ["DELETE /user/avatar ", "DELETE /user/cover "],
            _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Body}"));
    }

    [Theory]
    [InlineData("me.png", null, "image/png")]
    [InlineData("me.PNG", null, "image/png")]
    [InlineData("me.jpeg", null, "image/jpeg")]
    [InlineData("me.gif", "image/png", "image/png")]
    [InlineData("me", null, "application/octet-stream")]
    [InlineData(null, null, "application/octet-stream")]
    [InlineData("me.exe", null, "application/octet-stream")]
    [InlineData(null, "text/plain; charset=utf-8", "text/plain; charset=utf-8")]
    public async Task The_type_is_the_one_given_or_the_one_of_the_name(string? name, string? given, string expected)
    {
        using var mxit = _server.Client();

        await Thandi(mxit).SetAvatarAsync(new MediaUpload(Picture, name, given), null, Stop);

        Assert.Equal(expected, Assert.Single(_server.Sent).Header("Content-Type"));
    }

    [Fact]
    public async Task A_stream_that_can_seek_is_sent_from_where_it_stands_and_stays_open()
    {
        using var mxit = _server.Client();
        using var stream = new MemoryStream(Picture) { Position = 4 };

        await Thandi(mxit).SetAvatarAsync(stream, null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(Picture[4..], sent.Bytes);
        Assert.Equal("8", sent.Header("Content-Length"));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task A_stream_of_unknown_length_is_sent_in_chunks_after_the_server_was_asked()
    {
        using var mxit = _server.Client();
        using var stream = new OneWayStream(Picture);

        await Thandi(mxit).SetAvatarAsync(stream, null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(Picture, sent.Bytes);
        Assert.Equal((null, "100-continue"), (sent.Header("Content-Length"), sent.Header("Expect")));
        Assert.False(stream.Disposed);
    }

    [Fact]
    public async Task A_given_length_is_what_is_sent()
    {
        using var mxit = _server.Client();
        using var stream = new OneWayStream(Picture);

        await Thandi(mxit).SetAvatarAsync(new MediaUpload(stream, length: 5), null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(Picture[..5], sent.Bytes);
        Assert.Equal("5", sent.Header("Content-Length"));
    }

    [Fact]
    public async Task A_file_is_sent_and_closed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("me.png");
        await File.WriteAllBytesAsync(path, Picture, Stop);
        using var mxit = _server.Client();
        var upload = MediaUpload.FromFile(path);

        await Thandi(mxit).SetAvatarAsync(upload, null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(Picture, sent.Bytes);
        Assert.Equal(
            ("image/png", "12", null), (sent.Header("Content-Type"), sent.Header("Content-Length"), sent.Header("Expect")));
        Assert.Equal("me.png", upload.FileName);
        using (File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
        }
    }

    [Fact]
    public async Task Large_content_is_asked_for_first()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).SetAvatarAsync(new byte[(64 * 1024) + 1], null, Stop);
        await Thandi(mxit).SetAvatarAsync(new byte[64 * 1024], null, Stop);

        Assert.Equal(["100-continue", null], _server.Sent.Select(sent => sent.Header("Expect")));
    }

    [Fact]
    public async Task What_can_be_read_again_is_sent_again_after_a_401()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("me"), Picture, Stop);
        using var stream = new MemoryStream(Picture) { Position = 1 };
        MediaUpload[] uploads = [Picture, stream, MediaUpload.FromFile(folder.File("me"))];

        foreach (var upload in uploads)
        {
            var server = new StubServer
            {
                Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "user-0" ? 401 : 200, "")),
            };
            using var mxit = server.Client();

            await Thandi(mxit, server).SetAvatarAsync(upload, null, Stop);

            Assert.Equal(["user-0", "user-1"], server.ApiCalls.Select(call => call.Bearer));
            Assert.Equal(server.ApiCalls[0].Bytes, server.ApiCalls[1].Bytes);
            Assert.Equal(ReferenceEquals(upload, uploads[1]) ? Picture[1..] : Picture, server.ApiCalls[1].Bytes);
        }
    }

    [Fact]
    public async Task A_stream_that_was_read_is_not_sent_again_in_part()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(request.Bearer == "user-0" ? 401 : 200, ""));
        using var mxit = _server.Client();
        var thandi = Thandi(mxit);

        var failure = await Fails.WithAsync(MxitErrorReason.StreamConsumed,
            () => thandi.SetAvatarAsync(new OneWayStream(Picture), null, Stop));
        await thandi.SetAvatarAsync(new OneWayStream(Picture), null, Stop);

        Assert.IsType<MxitUnauthorizedException>(failure.InnerException);
        Assert.Contains("new stream", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["user-0", "user-1"], _server.ApiCalls.Select(call => call.Bearer));
        Assert.Equal(Picture, _server.ApiCalls[1].Bytes);
    }

    [Fact]
    public async Task A_stream_that_was_not_yet_read_is_sent_after_a_401()
    {
        // The answer to "Expect: 100-continue".
        _server.BeforeContent = request => Task.FromResult(
            request.Headers.Authorization?.Parameter == "user-0" ? StubServer.Reply(401, "") : null);
        using var mxit = _server.Client();

        await Thandi(mxit).SetAvatarAsync(new OneWayStream(Picture), null, Stop);

        Assert.Equal(("user-1", Picture.Length), (Assert.Single(_server.ApiCalls).Bearer, _server.ApiCalls[0].Bytes.Length));
    }

    [Fact]
    public async Task A_spent_upload_is_refused()
    {
        using var mxit = _server.Client();
        MediaUpload upload = new OneWayStream(Picture);
        await Thandi(mxit).SetAvatarAsync(upload, null, Stop);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Thandi(mxit).SetAvatarAsync(upload, null, Stop));

        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task A_http_client_that_repeats_by_itself_does_not_send_the_rest_for_the_whole()
    {
        _server.BeforeContent = async request =>
        {
            await request.Content!.CopyToAsync(Stream.Null, Stop);
            return null;
        };
        using var mxit = _server.Client();
        using var stream = new MemoryStream(Picture);

        await Fails.WithAsync(
            MxitErrorReason.StreamConsumed, () => Thandi(mxit).SetAvatarAsync(new OneWayStream(Picture), null, Stop));
        await Thandi(mxit).SetAvatarAsync(stream, null, Stop);

        Assert.Equal(Picture, Assert.Single(_server.Sent).Bytes);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    public async Task A_http_client_that_follows_a_redirect_elsewhere_has_set_no_picture(string status)
    {
        await using var server = new OneShotServer(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync($"HTTP/1.1 {status}\r\nLocation: /sign-in\r\nContent-Length: 0\r\n\r\n");
            Assert.StartsWith("GET /sign-in ", await connection.ReadHeadAsync(), StringComparison.Ordinal);
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        using var following = new HttpClient();
        using var mxit = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = server.Address,
            HttpClient = following,
        });
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["avatar/write"]));

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => thandi.Users.SetAvatarAsync(Array.Empty<byte>(), null, Stop));

        Assert.Contains("redirect", failure.Message, StringComparison.Ordinal);
        await server.Served;
    }

    [Fact]
    public async Task What_the_callers_stream_or_file_throws_is_no_failure_of_the_connection()
    {
        using var folder = new TemporaryFolder();
        using var mxit = _server.Client();
        using var breaking = new BreakingStream();
        var closed = new MemoryStream(Picture);
        MediaUpload late = closed;
        await closed.DisposeAsync();

        Assert.Equal(
            "mine", (await Assert.ThrowsAsync<IOException>(() => Thandi(mxit).SetAvatarAsync(breaking, null, Stop))).Message);
        await Assert.ThrowsAsync<FileNotFoundException>(
            () => Thandi(mxit).SetAvatarAsync(MediaUpload.FromFile(folder.File("none.png")), null, Stop));
        await Assert.ThrowsAsync<EndOfStreamException>(
            () => Thandi(mxit).SetAvatarAsync(new MediaUpload(new OneWayStream(Picture), length: 13), null, Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Thandi(mxit).SetAvatarAsync(late, null, Stop));
    }

    [Fact]
    public async Task A_broken_connection_stays_one()
    {
        _server.Api = (_, _) => throw new HttpRequestException("cut off", new IOException());
        using var mxit = _server.Client();

        await Fails.WithAsync(
            MxitErrorReason.Connection, () => Thandi(mxit).SetAvatarAsync(new MemoryStream(Picture), null, Stop));
    }

    [Fact]
    public async Task Content_is_never_held_whole()
    {
        using var source = new CountingStream(50 * 1024 * 1024);
        var sink = new CountingSink();
        var farthestAhead = 0L;
        source.Reading += () => farthestAhead = Math.Max(farthestAhead, source.Given - sink.Taken);
        _server.BeforeContent = async request =>
        {
            await request.Content!.CopyToAsync(sink, Stop);
            return StubServer.Reply(200, "");
        };
        using var mxit = _server.Client();

        await Thandi(mxit).SetAvatarAsync(source, null, Stop);

        Assert.Equal((50L * 1024 * 1024, 0L), (sink.Taken, farthestAhead));
        Assert.InRange(source.LargestRead, 1, 128 * 1024);
    }

    [Fact]
    public async Task Wrong_uploads_are_refused()
    {
        using var mxit = _server.Client();
        var closed = new MemoryStream();
        await closed.DisposeAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(() => Thandi(mxit).SetAvatarAsync((MediaUpload)null!, null, Stop));
        Assert.Throws<ArgumentNullException>(() => (MediaUpload)(Stream)null!);
        Assert.Throws<ArgumentNullException>(() => (MediaUpload)(byte[])null!);
        Assert.Throws<ArgumentException>(() => new MediaUpload(closed));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MediaUpload(new MemoryStream(), length: -1));
        Assert.Throws<ArgumentException>(() => new MediaUpload(Picture, contentType: "no type"));
        Assert.Throws<ArgumentException>(() => new MediaUpload(Picture, contentType: "image/png\r\nX-Evil: 1"));
        Assert.Throws<ArgumentException>(() => MediaUpload.FromFile(" "));
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public void An_upload_shows_no_name() =>
        Assert.Equal(
            "MediaUpload { ContentType = image/png, Length = 12 }", new MediaUpload(Picture, "canary.png").ToString());

    [Theory]
    [InlineData(false, "HTTP/1.1 401 Unauthorized", 0)]
    [InlineData(true, "HTTP/1.1 100 Continue", 100_000)]
    public async Task On_a_real_connection_content_follows_only_when_the_server_wants_it(bool wanted, string reply, int expected)
    {
        await using var server = new OneShotServer(async connection =>
        {
            var head = await connection.ReadHeadAsync();
            Assert.Contains("Expect: 100-continue", head, StringComparison.Ordinal);
            await connection.WriteAsync(
                wanted ? reply + "\r\n\r\n" : reply + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            if (wanted)
            {
                await connection.ReadAsync(expected);
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        using var mxit = new MxitClient(
            new MxitClientOptions { ClientId = "id", ClientSecret = "secret", BaseAddress = server.Address });
        using var stream = new CountingStream(100_000);
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["avatar/write"]));

        var failure = await Record.ExceptionAsync(() => thandi.Users.SetAvatarAsync(stream, null, Stop));

        Assert.Equal(wanted ? null : typeof(MxitUnauthorizedException), failure?.GetType());
        Assert.Equal(expected, stream.Given);
        await server.Served;
    }

    private static UserAccountClient Thandi(MxitClient mxit, StubServer server) => mxit.ForUser(server.UserToken()).Users;

    private UserAccountClient Thandi(MxitClient mxit) => Thandi(mxit, _server);

    private sealed class BreakingStream() : MemoryStream(Picture)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("mine");
    }

    private sealed class CountingStream(long length) : Stream
    {
        public event Action? Reading;

        public long Given { get; private set; }

        public int LargestRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reading?.Invoke();
            LargestRead = Math.Max(LargestRead, count);
            var read = (int)Math.Min(count, length - Given);
            Given += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class CountingSink : MemoryStream
    {
        public long Taken { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Taken += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}
