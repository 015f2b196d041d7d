using System.Net;
using System.Text;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests;

/// <summary>What a server can make the library hold.</summary>
[Collection(Alone.Name)]
public class MemoryTests
{
    private const long Mebibyte = 1024 * 1024;

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_download_takes_little_memory()
    {
        const long Length = 256 * Mebibyte;
        _server.Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new ZeroStream(Length)) { Headers = { ContentLength = Length } },
        });
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await file.CopyToAsync(Stream.Null, Stop);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 * Mebibyte);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task A_small_answer_that_unpacks_to_a_large_one_is_bounded(string made)
    {
        var bomb = Encoded.Bytes(new byte[256 * Mebibyte], made);
        Assert.InRange(bomb.Length, 1, Mebibyte);
        _server.Api = (_, _) => Task.FromResult(Encoded.Reply(200, bomb, made));
        using var mxit = _server.Client();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.ForUser(_server.UserToken()).Messenger.GetMessagesPageAsync(cancellationToken: Stop));
        await using var file = await OpenAsync(mxit);
        await Assert.ThrowsAsync<MxitApiException>(() => file.ReadAsBytesAsync((int)Mebibyte, Stop));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 128 * Mebibyte);
    }

    [Theory]
    [InlineData("")]
    [InlineData(": ")]
    [InlineData("event: message\ndata: ")]
    public async Task A_line_of_a_live_feed_that_never_ends_is_bounded(string start)
    {
        var line = new ZeroStream(64 * Mebibyte);
        _server.Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(new FollowedStream(Encoding.ASCII.GetBytes(Events.MessageEvent(1) + start), line))
            {
                Headers = { { "Content-Type", "text/event-stream" } },
            },
        });
        using var mxit = _server.Client();
        await using var messages = mxit.ForUser(_server.UserToken())
            .Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        Assert.True(await messages.MoveNextAsync());
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await Assert.ThrowsAsync<MxitApiException>(async () => await messages.MoveNextAsync());

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 40 * Mebibyte);
    }

    private Task<MediaDownload> OpenAsync(MxitClient mxit) =>
        mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);

    private sealed class FollowedStream(byte[] first, Stream then) : MemoryStream(first)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read
                ? read
                : await then.ReadAsync(buffer, cancellationToken);
    }
}
