using System.Security.Cryptography;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>An upload that has to be sent again is sent whole, or not at all.</summary>
public class UploadRetryTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(number => (byte)(number * 13))];

    private readonly StubServer _server = new() { Clock = new PausingClock(), MaxRetries = 3 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Failures => ["broken after the content", "broken in the content", "503", "401"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_can_be_read_again_is_sent_again_whole_under_the_same_key(string failure)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("a.bin"), Content, Stop);
        using var stream = new MemoryStream([1, 2, 3, .. Content]) { Position = 3 };
        MediaUpload[] files = [new(Content, "a.bin"), new(stream, "a.bin"), MediaUpload.FromFile(folder.File("a.bin"))];

        foreach (var file in files)
        {
            var server = new StubServer { Clock = new PausingClock(), MaxRetries = 3 };
            Fail(server, failure);
            using var mxit = server.Client();

            Assert.Equal(
                "f1", await mxit.ForUser(server.UserToken()).Users.UploadGalleryFileAsync(
                    "Default", file, cancellationToken: Stop));

            var sent = server.ApiCalls[^1];
            Assert.Equal(Content, sent.Bytes);
            Assert.Equal("200000", sent.Header("Content-Length"));
            Assert.Single(server.ApiCalls.Select(call => call.Header("Idempotency-Key")).Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_stream_that_was_read_is_never_sent_again(string failure)
    {
        Fail(_server, failure);
        using var mxit = _server.Client();

        var spent = await Fails.WithAsync(MxitErrorReason.StreamConsumed, () => Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(new OneWayStream(Content), "a.bin"), cancellationToken: Stop));

        Assert.InRange(_server.ApiCalls.Count, 0, 1);
        Assert.Contains("new stream", spent.Message, StringComparison.Ordinal);
        Assert.Equal(7, Guid.Parse(spent.IdempotencyKey!).Version);
        Assert.Single(spent.Attempts);
        Assert.IsType(
            failure switch
            {
                "503" => typeof(MxitOverloadedException),
                "401" => typeof(MxitUnauthorizedException),
                _ => typeof(MxitException),
            },
            spent.InnerException);

        // As the exception says.
        var fileId = await Thandi(mxit).UploadGalleryFileAsync(
            "Default",
            new MediaUpload(new OneWayStream(Content), "a.bin"),
            options: new MxitCallOptions { IdempotencyKey = spent.IdempotencyKey },
            cancellationToken: Stop);
        Assert.Equal("f1", fileId);
        Assert.Equal(spent.IdempotencyKey, _server.ApiCalls[^1].Header("Idempotency-Key"));
    }

    [Fact]
    public async Task Without_retries_a_broken_upload_is_a_broken_connection()
    {
        Fail(_server, "broken in the content");
        using var mxit = _server.Client();

        await Fails.WithAsync(MxitErrorReason.Connection, () => Thandi(mxit).UploadGalleryFileAsync(
            "Default",
            new MediaUpload(new OneWayStream(Content), "a.bin"),
            options: new MxitCallOptions { MaxRetries = 0 },
            cancellationToken: Stop));
    }

    [Fact]
    public async Task A_stream_that_was_not_yet_read_is_sent_after_a_failure()
    {
        var attempts = 0;
        _server.BeforeContent = _ => Task.FromResult(++attempts switch
        {
            1 => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
            2 => StubServer.Reply(503, ""),
            _ => null,
        });
        _server.Answer(200, "\"f1\"");
        using var mxit = _server.Client();

        await Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(new OneWayStream(Content), "a.bin"), cancellationToken: Stop);

        Assert.Equal((3, Content.Length), (attempts, Assert.Single(_server.ApiCalls).Bytes.Length));
    }

    [Fact]
    public async Task What_the_callers_stream_throws_is_not_repeated()
    {
        using var folder = new TemporaryFolder();
        using var mxit = _server.Client();
        var closed = new MemoryStream(Content);
        var late = new MediaUpload(closed, "a.bin");
        await closed.DisposeAsync();

        await Assert.ThrowsAsync<FileNotFoundException>(() => Thandi(mxit).UploadGalleryFileAsync(
            "Default", MediaUpload.FromFile(folder.File("none.bin")), cancellationToken: Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => Thandi(mxit).UploadGalleryFileAsync("Default", late, cancellationToken: Stop));

        Assert.Empty(_server.ApiCalls);
    }

    [Fact]
    public async Task Who_cancels_an_upload_sees_a_cancellation_whatever_the_connection_says()
    {
        using var cancel = new CancellationTokenSource();
        _server.BeforeContent = async request =>
        {
            await request.Content!.CopyToAsync(Stream.Null, Stop);
            await cancel.CancelAsync();
            throw new IOException("aborted");
        };
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<OperationCanceledException>(() => Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(new OneWayStream(Content), "a.bin"), cancellationToken: cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
    }

    [Fact]
    public async Task A_digest_goes_ahead_on_every_attempt_if_it_is_wanted()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("a.bin"), Content, Stop);
        using var stream = new MemoryStream([1, .. Content, 2]) { Position = 1 };
        var heard = new Heard();
        MediaUpload[] files =
        [
            new(Content, "a.bin") { SendDigest = true },
            new(stream, "a.bin", length: Content.Length) { SendDigest = true },
        ];
        Fail(_server, "503");
        using var mxit = _server.Client();

        foreach (var file in files)
        {
            await Thandi(mxit).UploadGalleryFileAsync("Default", file, progress: heard, cancellationToken: Stop);
        }

        await Thandi(mxit).UploadGalleryFileAsync("Default", new MediaUpload(Content, "a.bin"), cancellationToken: Stop);

        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Content))}:";
        Assert.Equal([digest, digest, digest, null], _server.ApiCalls.Select(call => call.Header("Content-Digest")));
        Assert.All(_server.ApiCalls, call => Assert.Equal(Content, call.Bytes));

        // The reading for the digest is no part of the transfer.
        Assert.Equal([0, Content.Length, 0, Content.Length], heard.All.Select(one => one.Bytes));
    }

    [Fact]
    public async Task A_digest_of_what_can_be_read_once_only_is_refused_unread()
    {
        using var mxit = _server.Client();
        var stream = new OneWayStream(Content);

        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(stream, "a.bin") { SendDigest = true }, cancellationToken: Stop));
        await Assert.ThrowsAsync<EndOfStreamException>(() => Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(new MemoryStream(Content), "a.bin", length: 200_001) { SendDigest = true },
            cancellationToken: Stop));

        Assert.Equal(Content[0], stream.ReadByte());
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task A_real_connection_that_breaks_in_the_middle_of_an_upload_is_followed_by_another_one()
    {
        var keys = new List<string>();
        await using var server = new OneShotServer(
            async connection =>
            {
                keys.Add(KeyOf(await connection.ReadHeadAsync()));
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            },
            async connection =>
            {
                keys.Add(KeyOf(await connection.ReadHeadAsync()));
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                Assert.Equal(Content, await connection.ReadBytesAsync(Content.Length));
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\"f1\"");
            });
        using var mxit = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = server.Address,
            TimeProvider = new PausingClock(),
        });
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["content/write"]));

        Assert.Equal(
            "f1", await thandi.Users.UploadGalleryFileAsync(
                "Default", new MediaUpload(Content, "a.bin"), cancellationToken: Stop));

        await server.Served;
        Assert.Equal(keys[0], keys[1]);

        static string KeyOf(string head) =>
            head.Split("\r\n").Single(line => line.StartsWith("Idempotency-Key: ", StringComparison.Ordinal));
    }

    /// <summary>The first attempt fails, the second one does not.</summary>
    private static void Fail(StubServer server, string failure)
    {
        var attempts = 0;
        server.BeforeContent = async request =>
        {
            if (failure == "broken in the content" && request.RequestUri!.AbsolutePath != "/token" && ++attempts == 1)
            {
                await request.Content!.CopyToAsync(new BreakingSink(), Stop);
            }

            return null;
        };
        server.Api = (_, _) => failure switch
        {
            "503" when ++attempts == 1 => Task.FromResult(StubServer.Reply(503, "")),
            "401" when ++attempts == 1 => Task.FromResult(StubServer.Reply(401, "")),
            "broken after the content" when ++attempts == 1 => throw new HttpRequestException("cut off", new IOException()),
            _ => Task.FromResult(StubServer.Reply(200, "\"f1\"")),
        };
    }

    private UserAccountClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Users;

    private sealed class BreakingSink : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Length < 100_000 ? base.WriteAsync(buffer, cancellationToken) : throw new IOException("cut off");
    }
}
