using System.Net;
using Microsoft.Extensions.Time.Testing;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

public class ProgressTests
{
    private const int Piece = 64 * 1024;

    private static readonly byte[] Content = [.. Enumerable.Range(0, (4 * Piece) + 7).Select(number => (byte)(number * 31))];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FakeTimeProvider Clock => _server.Clock;

    public static TheoryData<string> Sources => ["bytes", "stream", "file"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task An_upload_is_told_at_its_beginning_ten_times_a_second_and_exactly_at_its_end(string source)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("a.bin"), Content, Stop);
        var sink = new SlowSink(Clock, TimeSpan.FromMilliseconds(50));
        _server.BeforeContent = async request =>
        {
            await request.Content!.CopyToAsync(sink, Stop);
            return StubServer.Reply(200, "\"f1\"");
        };
        using var mxit = _server.Client();
        var heard = new Heard();
        var file = source switch
        {
            "bytes" => new MediaUpload(Content, "a.bin"),
            "stream" => new MediaUpload(new MemoryStream(Content), "a.bin"),
            _ => MediaUpload.FromFile(folder.File("a.bin")),
        };

        await Thandi(mxit).UploadGalleryFileAsync("Default", file, progress: heard, cancellationToken: Stop);

        Assert.Equal(Content, sink.ToArray());
        Assert.Equal(
            [
                new TransferProgress(0, Content.Length, 0),
                new TransferProgress(2 * Piece, Content.Length, 2 * Piece / 0.1),
                new TransferProgress(4 * Piece, Content.Length, 4 * Piece / 0.2),
                new TransferProgress(Content.Length, Content.Length, Content.Length / 0.25),
            ],
            heard.All);
        Assert.Equal([0, 1], new[] { heard.All[0].Fraction, heard.All[^1].Fraction }.Select(fraction => fraction!.Value));
    }

    [Fact]
    public async Task A_total_that_shows_only_at_the_end_is_told_then()
    {
        _server.Answer(200, "\"f1\"");
        using var mxit = _server.Client();
        var heard = new Heard();

        await Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(new OneWayStream(Content), "a.bin"), progress: heard, cancellationToken: Stop);

        Assert.Equal(
            [new TransferProgress(0, null, 0), new TransferProgress(Content.Length, Content.Length, 0)], heard.All);
        Assert.Equal([null, 1], heard.All.Select(one => one.Fraction));
    }

    [Fact]
    public async Task An_empty_file_is_done_when_it_begins()
    {
        _server.Answer(200, "\"f1\"");
        using var mxit = _server.Client();
        var heard = new Heard();

        await Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(ReadOnlyMemory<byte>.Empty, "a.bin"), progress: heard, cancellationToken: Stop);

        Assert.Equal(new TransferProgress(0, 0, 0), Assert.Single(heard.All));
        Assert.Equal(1, heard.All[0].Fraction);
    }

    [Fact]
    public async Task An_upload_that_fails_has_no_end_and_one_that_is_sent_again_does_not_count_backwards()
    {
        var attempts = 0;
        var server = new StubServer
        {
            Clock = new PausingClock(),
            MaxRetries = 1,
            Api = (_, _) =>
                attempts++ == 0 ? throw new HttpRequestException("cut off") : Task.FromResult(StubServer.Reply(200, "\"f1\"")),
        };
        using var mxit = server.Client();
        var (failed, repeated) = (new Heard(), new Heard());

        await Fails.WithAsync(MxitErrorReason.Connection, () => mxit.ForUser(server.UserToken()).Users.UploadGalleryFileAsync(
            "Default", Named(), progress: failed, options: new MxitCallOptions { MaxRetries = 0 }, cancellationToken: Stop));
        attempts = 0;
        await mxit.ForUser(server.UserToken()).Users.UploadGalleryFileAsync(
            "Default", Named(), progress: repeated, cancellationToken: Stop);

        Assert.Equal([0], failed.All.Select(one => one.Bytes));
        Assert.Equal([0, Content.Length], repeated.All.Select(one => one.Bytes));
    }

    [Fact]
    public async Task A_listener_that_throws_hears_no_more_and_the_transfer_goes_on()
    {
        using var folder = new TemporaryFolder();
        _server.Answer(200, "\"f1\"");
        using var mxit = _server.Client();
        var up = new Heard(static _ => throw new InvalidOperationException("mine"));
        var down = new Heard(static _ => throw new InvalidOperationException("mine"));

        await Thandi(mxit).UploadGalleryFileAsync("Default", Named(), progress: up, cancellationToken: Stop);
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Content) });
        await using var file = await Thandi(mxit).GetGalleryFileAsync("f1", null, Stop);
        await file.SaveAsync(folder.File("a.bin"), down, Stop);

        Assert.Equal(Content, _server.ApiCalls[0].Bytes);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("a.bin"), Stop));
        Assert.Equal((1, 1), (up.All.Count, down.All.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_is_told_at_its_beginning_ten_times_a_second_and_exactly_at_its_end(bool announced)
    {
        var body = new SlowSource(Content, Piece, Clock, TimeSpan.FromMilliseconds(50));
        _server.Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StreamContent(body) { Headers = { ContentLength = announced ? Content.Length : null } },
        });
        using var mxit = _server.Client();
        using var copy = new MemoryStream();
        var heard = new Heard();

        await using var file = await Thandi(mxit).GetGalleryFileAsync("f1", null, Stop);
        await file.CopyToAsync(copy, heard, Stop);

        long? total = announced ? Content.Length : null;
        Assert.Equal(Content, copy.ToArray());
        Assert.Equal(
            [
                new TransferProgress(0, total, 0),
                new TransferProgress(2 * Piece, total, 2 * Piece / 0.1),
                new TransferProgress(4 * Piece, total, 4 * Piece / 0.2),
                new TransferProgress(Content.Length, Content.Length, Content.Length / 0.25),
            ],
            heard.All);
    }

    [Fact]
    public async Task The_time_out_of_an_upload_counts_from_the_last_byte_that_went()
    {
        var sink = new SlowSink(Clock, TimeSpan.FromSeconds(99));
        _server.BeforeContent = async request =>
        {
            await request.Content!.CopyToAsync(sink, Stop);
            return StubServer.Reply(200, "\"f1\"");
        };
        using var mxit = _server.Client();

        // 5 pieces, each nearly as long as the time-out.
        Assert.Equal("f1", await Thandi(mxit).UploadGalleryFileAsync("Default", Named(), cancellationToken: Stop));

        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.BeforeContent = async request =>
        {
            _ = await request.Content!.ReadAsByteArrayAsync(Stop);
            stalled.SetResult();
            return null;
        };
        _server.Api = async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return StubServer.Reply(200, "");
        };
        var silent = Thandi(mxit).UploadGalleryFileAsync("Default", Named(), cancellationToken: Stop);
        await stalled.Task;
        Clock.Advance(TimeSpan.FromSeconds(100));

        var failure = await Fails.WithAsync(MxitErrorReason.Timeout, () => silent);
        Assert.NotNull(failure.IdempotencyKey);
        Assert.Single(failure.Attempts);
    }

    private static MediaUpload Named() => new(Content, "a.bin");

    private UserAccountClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Users;

    /// <summary>Lets time pass before each piece is taken.</summary>
    private sealed class SlowSink(FakeTimeProvider clock, TimeSpan each) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(each);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class SlowSource(byte[] data, int piece, FakeTimeProvider clock, TimeSpan each) : MemoryStream(data)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
            {
                clock.Advance(each);
            }

            return base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
        }
    }
}
