using System.IO.Pipelines;
using System.Net;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>
/// Single reads of a download: one that is cancelled spoils nothing, one of no bytes is nothing, and disposing ends one.
/// </summary>
public class CancelledReadTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(number => (byte)(number * 7 >> 3))];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 100000\r\n", false)]
    [InlineData("", false)]
    [InlineData("Transfer-Encoding: chunked\r\n", true)]
    public async Task After_a_read_that_was_cancelled_the_next_one_goes_on_on_a_real_connection(string headers, bool chunked)
    {
        var cancelled = new TaskCompletionSource();
        await using var server = new OneShotServer(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync($"HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n");
            await WriteAsync(Content[..40_000]);
            await cancelled.Task;
            await WriteAsync(Content[40_000..]);
            await connection.WriteAsync(chunked ? "0\r\n\r\n" : "");

            async Task WriteAsync(byte[] bytes)
            {
                await connection.WriteAsync(chunked ? $"{bytes.Length:x}\r\n" : "");
                await connection.WriteAsync(bytes);
                await connection.WriteAsync(chunked ? "\r\n" : "");
            }
        });
        using var mxit = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = server.Address,
            MaxRetries = 0,
        });
        await using var file = await mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["content/read"]))
            .Users.GetGalleryFileAsync("f1", null, Stop);
        var content = new byte[Content.Length];
        await file.Content.ReadExactlyAsync(content.AsMemory(0, 40_000), Stop);

        for (var i = 0; i < 3; i++)
        {
            using var cancel = new CancellationTokenSource();
            var reading = file.Content.ReadAsync(content.AsMemory(40_000), cancel.Token).AsTask();
            Assert.False(reading.IsCompleted);
            await cancel.CancelAsync();
            var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
            Assert.Equal(cancel.Token, failure.CancellationToken);
        }

        cancelled.SetResult();
        await file.Content.ReadExactlyAsync(content.AsMemory(40_000), Stop);

        Assert.Equal(Content, content);
        Assert.Equal(0, await file.Content.ReadAsync(content, Stop));
        await server.Served;
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("br, gzip")]
    public async Task Cancelling_loses_no_byte_wherever_it_happens(string encoding)
    {
        var (pipe, bytes) = (new Pipe(), Encoded.Bytes(Content, encoding));
        Serve(pipe, encoding);
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        using var copy = new MemoryStream();
        var buffer = new byte[7_001];
        var cancelled = 0;

        for (var sent = 0; sent < bytes.Length || copy.Length < Content.Length;)
        {
            using var cancel = new CancellationTokenSource();
            var reading = file.Content.ReadAsync(buffer, cancel.Token).AsTask();
            if (sent < bytes.Length && !reading.IsCompleted)
            {
                await cancel.CancelAsync();
                var next = Math.Min(997, bytes.Length - sent);
                await pipe.Writer.WriteAsync(bytes.AsMemory(sent, next), Stop);
                if ((sent += next) == bytes.Length)
                {
                    await pipe.Writer.CompleteAsync();
                }
            }

            try
            {
                copy.Write(buffer, 0, await reading);
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        Assert.InRange(cancelled, 1, int.MaxValue);
        Assert.Equal(0, await file.Content.ReadAsync(buffer, Stop));
        Assert.Equal(Content, copy.ToArray());
    }

    [Fact]
    public async Task A_cancelled_token_reads_nothing_and_spoils_nothing()
    {
        var pipe = new Pipe();
        Serve(pipe);
        await pipe.Writer.WriteAsync(Content.AsMemory(0, 10), Stop);
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        var buffer = new byte[10];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await file.Content.ReadExactlyAsync(buffer, new CancellationToken(canceled: true)));
        await file.Content.ReadExactlyAsync(buffer, Stop);

        Assert.Equal(Content[..10], buffer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_read_of_no_bytes_is_not_the_end(string encoding)
    {
        var pipe = new Pipe();
        Serve(pipe, encoding);
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        using var copy = new MemoryStream();
        var buffer = new byte[1_000];

        Assert.Equal(0, await file.Content.ReadAsync(Memory<byte>.Empty, Stop));
        await pipe.Writer.WriteAsync(Encoded.Bytes(Content[..3_000], encoding), Stop);
        await pipe.Writer.CompleteAsync();
        do
        {
            Assert.Equal(0, await file.Content.ReadAsync(Array.Empty<byte>().AsMemory(), Stop));
            copy.Write(buffer, 0, await file.Content.ReadAsync(buffer, Stop));
        }
        while (copy.Length < 3_000);

        Assert.Equal(0, await file.Content.ReadAsync(Memory<byte>.Empty, Stop));
        Assert.Equal(0, await file.Content.ReadAsync(buffer, Stop));
        Assert.Equal(Content[..3_000], copy.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task Disposing_ends_a_read_and_the_connection(string encoding)
    {
        var body = new EndlessStream();
        _server.Api = (_, _) => Task.FromResult(Reply(body, encoding));
        using var mxit = _server.Client();
        var file = await OpenAsync(mxit);

        var reading = file.Content.ReadAsync(new byte[10], Stop).AsTask();
        await file.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await file.Content.ReadExactlyAsync(new byte[10], Stop));
        Assert.True(await body.DisposedAfterReading.WaitAsync(Stop));
    }

    [Fact]
    public async Task A_silent_server_is_given_up_for_good()
    {
        var pipe = new Pipe();
        Serve(pipe);
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        var reading = file.Content.ReadAsync(new byte[10], Stop).AsTask();
        _server.Clock.Advance(TimeSpan.FromSeconds(100));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => reading);
        await Fails.WithAsync(MxitErrorReason.Timeout, async () => await file.Content.ReadExactlyAsync(new byte[10], Stop));
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_given_up_however_often_its_caller_stops_waiting()
    {
        Serve(new Pipe());
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        for (var i = 0; i < 9; i++)
        {
            using var cancel = new CancellationTokenSource();
            var cancelled = file.Content.ReadAsync(new byte[10], cancel.Token).AsTask();
            _server.Clock.Advance(TimeSpan.FromSeconds(11));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        }

        var reading = file.Content.ReadAsync(new byte[10], Stop).AsTask();
        Assert.False(reading.IsCompleted);
        _server.Clock.Advance(TimeSpan.FromSeconds(1));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => reading);
    }

    [Fact]
    public async Task Time_in_which_nobody_reads_does_not_count()
    {
        var pipe = new Pipe();
        Serve(pipe);
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        await pipe.Writer.WriteAsync(Content.AsMemory(0, 10), Stop);
        await file.Content.ReadExactlyAsync(new byte[10], Stop);

        _server.Clock.Advance(TimeSpan.FromHours(1));
        var reading = file.Content.ReadAsync(new byte[10], Stop).AsTask();
        _server.Clock.Advance(TimeSpan.FromSeconds(99));
        await pipe.Writer.WriteAsync(Content.AsMemory(0, 10), Stop);

        Assert.Equal(10, await reading);
    }

    private static HttpResponseMessage Reply(Stream body, string encoding)
    {
        var content = new StreamContent(body);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    private void Serve(Pipe pipe, string encoding = "") =>
        _server.Api = (_, _) => Task.FromResult(Reply(pipe.Reader.AsStream(), encoding));

    private Task<MediaDownload> OpenAsync(MxitClient mxit) =>
        mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);

    /// <summary>
    /// Never brings anything. Streams of connections must not be disposed of while they are read, only cancelled.
    /// </summary>
    private sealed class EndlessStream : MemoryStream
    {
        private readonly TaskCompletionSource<bool> _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _reading;

        /// <summary>Whether nobody was reading any more when it was disposed of.</summary>
        public Task<bool> DisposedAfterReading => _disposed.Task;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _reading = true;
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                _reading = false;
            }

            return 0;
        }

        protected override void Dispose(bool disposing)
        {
            _disposed.TrySetResult(!_reading);
            base.Dispose(disposing);
        }
    }
}
