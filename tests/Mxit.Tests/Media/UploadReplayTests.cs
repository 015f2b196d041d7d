using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>Uploads that are sent again below the library: by handlers of the host, redirects and connections.</summary>
public class UploadReplayTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(number => (byte)(number * 7 >> 3))];

    public static TheoryData<string> Sources => ["bytes", "file", "stream"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_handler_that_sends_again_sends_the_whole(string source)
    {
        using var upload = new Upload(source);
        var server = new StubServer();
        var answers = new Queue<int>([503, 429, 200]);
        server.Api = (_, _) => Task.FromResult(StubServer.Reply(answers.Dequeue(), "\"f1\""));
        using var http = new HttpClient(new AgainHandler(3) { InnerHandler = server.Handler() });
        using var mxit = Client(server, http);
        var heard = new Heard();

        var fileId = await Thandi(mxit, server).UploadGalleryFileAsync(
            "Default", upload.Media, progress: heard, cancellationToken: Stop);

        Assert.Equal("f1", fileId);
        Assert.Equal(3, server.ApiCalls.Count);
        Assert.All(server.ApiCalls, call => Assert.Equal(Content, call.Bytes));
        Assert.All(server.ApiCalls, call => Assert.Equal($"{Content.Length}", call.Header("Content-Length")));
        Assert.Single(server.ApiCalls.Select(call => call.Header("Idempotency-Key")).Distinct());
        AssertNeverBackwards(heard);
    }

    [Fact]
    public async Task The_resilience_handler_of_the_host_sends_a_file_again()
    {
        using var upload = new Upload("file");
        var server = new StubServer();
        var answers = new Queue<int>([503, 200]);
        server.Api = (_, _) => Task.FromResult(StubServer.Reply(answers.Dequeue(), "\"f1\""));
        var services = new ServiceCollection();
        services.AddHttpClient("mxit").ConfigurePrimaryHttpMessageHandler(server.Handler)
            .AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.Zero);
        await using var provider = services.BuildServiceProvider();
        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("mxit");
        using var mxit = Client(server, http);

        await Thandi(mxit, server).UploadGalleryFileAsync("Default", upload.Media, cancellationToken: Stop);

        Assert.Equal([Content.Length, Content.Length], server.ApiCalls.Select(call => call.Bytes.Length));
        Assert.All(server.ApiCalls, call => Assert.Equal(Content, call.Bytes));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_handler_that_sends_twice_at_once_sends_the_whole_twice(string source)
    {
        using var upload = new Upload(source);
        var server = new StubServer { Api = static (_, _) => Task.FromResult(StubServer.Reply(200, "\"f1\"")) };
        using var http = new HttpClient(new TwiceHandler(server));
        using var mxit = Client(server, http);
        var heard = new Heard();

        await Thandi(mxit, server).UploadGalleryFileAsync("Default", upload.Media, progress: heard, cancellationToken: Stop);

        Assert.Equal(2, server.ApiCalls.Count);
        Assert.All(server.ApiCalls, call => Assert.Equal(Content, call.Bytes));
        AssertNeverBackwards(heard);
    }

    [Theory]
    [InlineData("bytes", 307)]
    [InlineData("file", 307)]
    [InlineData("file", 308)]
    [InlineData("stream", 308)]
    public async Task A_redirect_that_keeps_the_method_sends_the_whole_again(string source, int status)
    {
        using var upload = new Upload(source);
        await using var server = new OneShotServer(
            async connection =>
            {
                var head = await connection.ReadHeadAsync();
                Assert.StartsWith("POST /user/media/file/Default", head, StringComparison.Ordinal);
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                Assert.Equal(Content, await connection.ReadBytesAsync(Content.Length));
                await connection.WriteAsync(
                    $"HTTP/1.1 {status} Moved\r\nLocation: /moved\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            },
            async connection =>
            {
                var head = await connection.ReadHeadAsync();
                Assert.StartsWith("POST /moved ", head, StringComparison.Ordinal);
                Assert.Contains($"Content-Length: {Content.Length}\r\n", head, StringComparison.Ordinal);
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                Assert.Equal(Content, await connection.ReadBytesAsync(Content.Length));
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\"f1\"");
            });
        using var following = new HttpClient();
        using var mxit = Client(server.Address, following);

        Assert.Equal("f1", await Thandi(mxit).UploadGalleryFileAsync("Default", upload.Media, cancellationToken: Stop));
        await server.Served;
    }

    [Theory]
    [InlineData("one way")]
    [InlineData("pipe")]
    public async Task What_cannot_be_read_again_fails_clearly_and_is_never_sent_in_part(string source)
    {
        Assert.SkipWhen(source == "pipe" && OperatingSystem.IsWindows(), "Named pipes of this kind are Unix's.");
        using var folder = new TemporaryFolder();
        var server = new StubServer { Api = static (_, _) => Task.FromResult(StubServer.Reply(503, "")) };
        using var http = new HttpClient(new AgainHandler(2) { InnerHandler = server.Handler() });
        using var mxit = Client(server, http);
        MediaUpload upload = new OneWayStream(Content);
        var writing = Task.CompletedTask;
        if (source == "pipe")
        {
            var path = folder.File("pipe");
            using (var made = Process.Start("mkfifo", path))
            {
                await made.WaitForExitAsync(Stop);
            }

            writing = Task.Run(
                async () =>
                {
                    await using var pipe = new FileStream(path, FileMode.Open, FileAccess.Write);
                    await pipe.WriteAsync(Content, Stop);
                },
                Stop);
            upload = MediaUpload.FromFile(path, "image/png");
        }

        var failure = await Fails.WithAsync(MxitErrorReason.StreamConsumed,
            () => Thandi(mxit, server).SetAvatarAsync(upload, null, Stop));
        await writing;

        Assert.Contains("cannot be read a second time", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Content, Assert.Single(server.ApiCalls).Bytes);
    }

    [Fact]
    public async Task A_reused_connection_that_died_is_replaced_and_the_whole_is_sent()
    {
        using var upload = new Upload("file");
        await using var server = new OneShotServer(
            async connection =>
            {
                await connection.ReadHeadAsync();
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n\"1.0\"");

                // The next request finds the connection closed.
                await connection.ReadHeadAsync();
            },
            async connection =>
            {
                await connection.ReadHeadAsync();
                await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                Assert.Equal(Content, await connection.ReadBytesAsync(Content.Length));
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\"f1\"");
            });
        using var mxit = Client(server.Address, http: null);
        await mxit.Users.GetVersionAsync(cancellationToken: Stop);

        Assert.Equal("f1", await Thandi(mxit).UploadGalleryFileAsync("Default", upload.Media, cancellationToken: Stop));
        await server.Served;
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("file")]
    [InlineData("stream")]
    [InlineData("one way")]
    public async Task A_server_that_does_not_know_Expect_gets_the_upload_without_it(string source)
    {
        using var upload = new Upload(source);
        await using var server = new OneShotServer(
            async connection =>
            {
                Assert.Contains("Expect: 100-continue\r\n", await connection.ReadHeadAsync(), StringComparison.Ordinal);
                await connection.WriteAsync("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            },
            async connection =>
            {
                Assert.DoesNotContain("Expect", await connection.ReadHeadAsync(), StringComparison.Ordinal);
                if (source == "one way")
                {
                    await connection.ReadAsync(Content.Length);
                }
                else
                {
                    Assert.Equal(Content, await connection.ReadBytesAsync(Content.Length));
                }

                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\"f1\"");
            });
        using var mxit = Client(server.Address, http: null);

        Assert.Equal("f1", await Thandi(mxit).UploadGalleryFileAsync("Default", upload.Media, cancellationToken: Stop));
        await server.Served;
    }

    [Fact]
    public async Task A_417_to_what_expected_nothing_or_again_is_a_failure()
    {
        var server = new StubServer { MaxRetries = 3 };
        server.Answer(417, "");
        using var mxit = server.Client();

        var small = await Assert.ThrowsAsync<MxitApiException>(
            () => Thandi(mxit, server).SetAvatarAsync(new byte[10], null, Stop));
        var large = await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit, server).SetAvatarAsync(Content, null, Stop));

        Assert.Equal((HttpStatusCode)417, small.StatusCode);
        Assert.Equal((HttpStatusCode)417, large.StatusCode);
        Assert.Equal([null, "100-continue", null], server.ApiCalls.Select(call => call.Header("Expect")));
    }

    [Fact]
    public async Task A_417_after_a_stream_was_read_is_no_half_upload()
    {
        var server = new StubServer();
        server.Answer(417, "");
        using var mxit = server.Client();

        await Assert.ThrowsAsync<MxitApiException>(
            () => Thandi(mxit, server).SetAvatarAsync(new OneWayStream(Content), null, Stop));

        Assert.Equal(Content, Assert.Single(server.ApiCalls).Bytes);
    }

    [Fact]
    public async Task A_file_that_became_shorter_meanwhile_is_not_sent_in_part()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("a"), Content, Stop);
        var server = new StubServer();
        using var http = new HttpClient(new AgainHandler(2, () =>
        {
            using var file = new FileStream(folder.File("a"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(10);
        })
        { InnerHandler = server.Handler() });
        server.Answer(503, "");
        using var mxit = Client(server, http);

        await Assert.ThrowsAsync<EndOfStreamException>(
            () => Thandi(mxit, server).SetAvatarAsync(MediaUpload.FromFile(folder.File("a")), null, Stop));
    }

    private static void AssertNeverBackwards(Heard heard)
    {
        var bytes = heard.All.Select(one => one.Bytes).ToList();
        Assert.Equal(bytes.Order(), bytes);
        Assert.Equal(Content.Length, bytes[^1]);
        Assert.All(heard.All, one => Assert.InRange(one.Fraction!.Value, 0, 1));
    }

    private static MxitClient Client(StubServer server, HttpClient http)
    {
        var options = server.Options();
        options.HttpClient = http;
        return new MxitClient(options);
    }

    private static MxitClient Client(Uri address, HttpClient? http) => new(new MxitClientOptions
    {
        ClientId = "id",
        ClientSecret = "secret",
        BaseAddress = address,
        HttpClient = http,
    });

    private static UserAccountClient Thandi(MxitClient mxit, StubServer server) => mxit.ForUser(server.UserToken()).Users;

    private static UserAccountClient Thandi(MxitClient mxit) =>
        mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["content/write"])).Users;

    private sealed class Upload : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly MemoryStream _stream = new([1, 2, 3, .. Content]) { Position = 3 };

        public Upload(string source)
        {
            File.WriteAllBytes(_folder.File("a.bin"), Content);
            Media = source switch
            {
                "bytes" => new MediaUpload(Content, "a.bin"),
                "file" => MediaUpload.FromFile(_folder.File("a.bin")),
                "stream" => new MediaUpload(_stream, "a.bin"),
                _ => new MediaUpload(new OneWayStream(Content), "a.bin"),
            };
        }

        public MediaUpload Media { get; }

        public void Dispose()
        {
            _stream.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>Sends a request again, the same object, as resilience handlers do.</summary>
    private sealed class AgainHandler(int times, Action? between = null) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (var sent = 1; ; sent++)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (sent == times || response.IsSuccessStatusCode)
                {
                    return response;
                }

                between?.Invoke();
            }
        }
    }

    /// <summary>Sends a request twice at once, as handlers that hedge do, which share the content.</summary>
    private sealed class TwiceHandler(StubServer server) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _invoker = new(server.Handler());

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(
                _ => Task.Run(() => _invoker.SendAsync(request, cancellationToken), cancellationToken)));
            return both[0];
        }
    }
}
