using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>A download goes on after a break, with the rest of the same content, or fails.</summary>
public class ResumeTests
{
    private const int Mebibyte = 1024 * 1024;
    private const string Tag = "\"v1\"";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7 >> 3))];

    private readonly PausingClock _clock = new();
    private readonly StubServer _server;

    public ResumeTests() => _server = new StubServer { Clock = _clock, MaxRetries = 3 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => ["bytes", "copy", "save", "content", "blocking"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task After_a_break_the_rest_is_asked_for_and_the_content_is_whole(string way)
    {
        Serve(Content, 100_000, 100_001, 250_000);
        using var mxit = _server.Client();

        Assert.Equal(Content, await TakeAsync(mxit, way));

        Assert.Equal(
            [(null, null), ("bytes=100000-", Tag), ("bytes=100001-", Tag), ("bytes=250000-", Tag)],
            _server.ApiCalls.Select(sent => (sent.Header("Range"), sent.Header("If-Range"))));
        Assert.All(_server.ApiCalls, sent => Assert.Equal(("user-0", "*/*"), (sent.Bearer, sent.Header("Accept"))));

        // At once the first time, then with growing pauses, as each attempt brought little.
        Assert.Equal(2, _clock.Pauses.Count);
    }

    [Fact]
    public async Task Progress_goes_on_where_it_stopped()
    {
        Serve(Content, 100_000);
        using var mxit = _server.Client();
        var heard = new Heard();

        await using var file = await OpenAsync(mxit);
        await file.CopyToAsync(Stream.Null, heard, Stop);

        Assert.Equal([0, Content.Length], heard.All.Select(one => one.Bytes));
        Assert.All(heard.All, one => Assert.Equal(Content.Length, one.TotalBytes));
    }

    [Fact]
    public async Task A_connection_that_brings_little_again_and_again_is_given_up()
    {
        Serve(Content, 1, 2, 3, 4, 5);
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        await Fails.WithAsync(MxitErrorReason.Connection, () => file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Equal(4, _server.ApiCalls.Count);
        await Fails.WithAsync(MxitErrorReason.Connection, async () => await file.Content.ReadExactlyAsync(new byte[1], Stop));
        Assert.Equal(4, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task Breaks_are_counted_anew_after_each_mebibyte()
    {
        var large = new byte[9 * Mebibyte];
        Random.Shared.NextBytes(large);
        Serve(large, [.. Enumerable.Range(1, 8).Select(number => number * Mebibyte)]);
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);
        Assert.Equal(large, await file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Equal(9, _server.ApiCalls.Count);
        Assert.Empty(_clock.Pauses);
    }

    [Fact]
    public async Task Opening_the_rest_is_repeated_like_any_other_call()
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        var calls = 0;
        _server.Api = (request, stop) => ++calls switch
        {
            2 => throw new HttpRequestException(HttpRequestError.ConnectionError, "restarting"),
            3 => Task.FromResult(StubServer.Reply(503, "")),
            4 => Task.FromResult(StubServer.Reply(401, "")),
            _ => serve(request, stop),
        };
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);
        Assert.Equal(Content, await file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Equal("user-1", _server.ApiCalls[^1].Bearer);
    }

    [Fact]
    public async Task A_server_that_falls_silent_counts_as_a_break()
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = async (request, stop) =>
        {
            var reply = await serve(request, stop);
            if (request.Header("Range") is null)
            {
                var silent = new StreamContent(new SilentStream(Content[..100_000]));
                silent.Headers.ContentLength = Content.Length;
                reply.Content = silent;
            }

            return reply;
        };
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        var reading = file.ReadAsBytesAsync(cancellationToken: Stop);
        Assert.False(reading.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal(Content, await reading);
    }

    [Theory]
    [InlineData("weak tag")]
    [InlineData("no tag")]
    [InlineData("no length")]
    [InlineData("no retries")]
    public async Task Without_a_way_to_know_that_the_rest_belongs_to_it_a_break_is_a_failure(string what)
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = async (request, stop) =>
        {
            var reply = await serve(request, stop);
            reply.Headers.ETag = what switch
            {
                "weak tag" => new EntityTagHeaderValue(Tag, isWeak: true),
                "no tag" => null,
                _ => reply.Headers.ETag,
            };
            if (what == "no length")
            {
                reply.Content.Headers.ContentLength = null;
            }

            return reply;
        };
        using var mxit = _server.Client();
        await using var file = await mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync(
            "f1", what == "no retries" ? new MxitCallOptions { MaxRetries = 0 } : null, Stop);

        await Fails.WithAsync(MxitErrorReason.Connection, () => file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Single(_server.ApiCalls);
    }

    [Theory]
    [InlineData("200")]
    [InlineData("206 with another tag")]
    [InlineData("416")]
    public async Task Content_that_became_another_one_is_never_mixed(string answer)
    {
        using var folder = new TemporaryFolder();
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = async (request, stop) =>
        {
            var reply = await serve(request, stop);
            if (request.Header("Range") is null)
            {
                return reply;
            }

            reply.StatusCode = (HttpStatusCode)int.Parse(answer.Split(' ')[0], null);
            reply.Headers.ETag = new EntityTagHeaderValue("\"v2\"");
            return reply;
        };
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        await Fails.WithAsync(MxitErrorReason.ContentMismatch, () => file.SaveAsync(folder.File("a.bin"), Stop));

        Assert.Empty(folder.Names);
        Assert.Equal(2, _server.ApiCalls.Count);
        await Fails.WithAsync(
            MxitErrorReason.ContentMismatch, async () => await file.Content.ReadExactlyAsync(new byte[1], Stop));
    }

    [Theory]
    [InlineData("bytes 0-299999/300000")]
    [InlineData("bytes 100001-299999/300000")]
    [InlineData("bytes 100000-299998/300000")]
    [InlineData("items 100000-299999/300000")]
    [InlineData(null)]
    public async Task Another_part_than_the_one_asked_for_is_refused(string? range)
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = async (request, stop) =>
        {
            var reply = await serve(request, stop);
            if (request.Header("Range") is not null)
            {
                reply.Content.Headers.Remove("Content-Range");
                Assert.True(range is null || reply.Content.Headers.TryAddWithoutValidation("Content-Range", range));
            }

            return reply;
        };
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        var failure = await Assert.ThrowsAsync<MxitApiException>(() => file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Equal(HttpStatusCode.PartialContent, failure.StatusCode);
    }

    [Theory]
    [InlineData(199_999L)]
    [InlineData(200_001L)]
    public async Task A_rest_that_says_two_lengths_is_refused(long length)
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = async (request, stop) =>
        {
            var reply = await serve(request, stop);
            if (request.Header("Range") is not null)
            {
                reply.Content.Headers.ContentLength = length;
            }

            return reply;
        };
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        await Assert.ThrowsAsync<MxitApiException>(() => file.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task A_rest_that_says_no_length_and_ends_too_soon_is_a_break_and_never_the_end()
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = async (request, stop) =>
        {
            var reply = await serve(request, stop);
            if (request.Header("Range") == "bytes=100000-")
            {
                var range = reply.Content.Headers.ContentRange;
                reply.Content =
                    new StreamContent(new OneWayStream(Content[100_000..150_000])) { Headers = { ContentRange = range } };
            }

            return reply;
        };
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        Assert.Equal(Content, await file.ReadAsBytesAsync(cancellationToken: Stop));
        Assert.Equal("bytes=150000-", _server.ApiCalls[^1].Header("Range"));
    }

    [Fact]
    public async Task Pauses_begin_anew_after_each_mebibyte()
    {
        var large = new byte[3 * Mebibyte];
        Random.Shared.NextBytes(large);
        Serve(large, 1, 2, 3, 2 * Mebibyte, (2 * Mebibyte) + 1);
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);
        Assert.Equal(large, await file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Collection(
            _clock.Pauses.Select(pause => pause.TotalSeconds),
            first => Assert.InRange(first, 0.5, 1),
            second => Assert.InRange(second, 1, 2),
            afterwards => Assert.InRange(afterwards, 0.5, 1));
    }

    [Fact]
    public async Task A_file_that_was_deleted_meanwhile_is_not_found()
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        _server.Api = (request, stop) =>
            request.Header("Range") is null ? serve(request, stop) : Task.FromResult(StubServer.Reply(404, "\"Unknown file\""));
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        await Assert.ThrowsAsync<MxitNotFoundException>(() => file.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task Who_cancels_while_the_rest_is_asked_for_can_go_on_later()
    {
        Serve(Content, 100_000);
        var serve = _server.Api;
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.Api = async (request, stop) =>
        {
            if (request.Header("Range") is not null)
            {
                asked.TrySetResult();
                await answer.Task.WaitAsync(stop);
            }

            return await serve(request, stop);
        };
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);
        var content = new byte[Content.Length];
        await file.Content.ReadExactlyAsync(content.AsMemory(0, 100_000), Stop);

        for (var i = 0; i < 10; i++)
        {
            using var cancel = new CancellationTokenSource();
            var reading = file.Content.ReadAsync(content.AsMemory(100_000), cancel.Token).AsTask();
            await asked.Task.WaitAsync(Stop);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }

        answer.SetResult();
        await file.Content.ReadExactlyAsync(content.AsMemory(100_000), Stop);

        Assert.Equal(Content, content);
        Assert.Equal(2, _server.ApiCalls.Count);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Content_with_another_hash_than_the_servers_is_refused_before_it_is_anywhere(string way)
    {
        var damaged = Content.ToArray();
        damaged[200_000] ^= 1;
        Serve(damaged, [100_000], SHA256.HashData(Content));
        using var mxit = _server.Client();

        await Fails.WithAsync(MxitErrorReason.ContentMismatch, () => TakeAsync(mxit, way));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Content_with_the_hash_of_the_server_is_good(string way)
    {
        Serve(Content, [100_000], SHA256.HashData(Content));
        using var mxit = _server.Client();

        Assert.Equal(Content, await TakeAsync(mxit, way));
    }

    [Theory]
    [InlineData("sha-256=:{0}:", true)]
    [InlineData("sha-512=:AAAA:, sha-256=:{0}:", true)]
    [InlineData("sha-256=:{0}:;q=1, unixsum=:AAAA:", true)]
    [InlineData("sha-256=:{0}", false)]
    [InlineData("sha-256=\"{0}\"", false)]
    [InlineData("sha-256=:AAAA:", false)]
    [InlineData("sha-256=:===========================================:", false)]
    [InlineData("not-sha-256=:{0}:", false)]
    [InlineData("", false)]
    public async Task A_hash_counts_only_if_it_can_be_read(string header, bool counts)
    {
        var wrong = string.Format(null, header, Convert.ToBase64String(SHA256.HashData("other"u8)));
        _server.Api = (_, _) =>
        {
            var reply = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Content) };
            Assert.True(reply.Headers.TryAddWithoutValidation("Repr-Digest", wrong));
            return Task.FromResult(reply);
        };
        using var mxit = _server.Client();

        var failure = await Record.ExceptionAsync(() => TakeAsync(mxit, "bytes"));

        Assert.Equal(counts ? MxitErrorReason.ContentMismatch : null, (failure as MxitException)?.Reason);
    }

    [Fact]
    public async Task An_empty_file_has_a_hash_too()
    {
        Serve([], [], SHA256.HashData([]));
        using var mxit = _server.Client();
        Assert.Empty(await TakeAsync(mxit, "bytes"));

        Serve([], [], SHA256.HashData("other"u8));
        await Fails.WithAsync(MxitErrorReason.ContentMismatch, () => TakeAsync(mxit, "bytes"));
    }

    [Fact]
    public async Task Wherever_it_breaks_the_content_is_the_same() =>
        await Gen.Select(Gen.Byte.Array[0, 5_000], Gen.Int[0, 5_000].Array[0, 3]).SampleAsync(async (content, breaks) =>
        {
            var server = new StubServer { Clock = new PausingClock(), MaxRetries = 3 };
            Serve(server, content, [.. breaks.Where(place => place < content.Length).Distinct().Order()],
                SHA256.HashData(content));
            using var mxit = server.Client();
            await using var file = await mxit.ForUser(server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);

            Assert.Equal(content, await file.ReadAsBytesAsync(cancellationToken: Stop));
        }, iter: 200);

    [Fact]
    public async Task A_real_connection_that_breaks_is_followed_by_another_one()
    {
        await using var server = new OneShotServer(
            async connection =>
            {
                _ = await connection.ReadHeadAsync();
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 11\r\n\r\nhello ");
            },
            async connection =>
            {
                var head = await connection.ReadHeadAsync();
                Assert.Contains("Range: bytes=6-\r\n", head, StringComparison.Ordinal);
                Assert.Contains("If-Range: \"v1\"\r\n", head, StringComparison.Ordinal);
                await connection.WriteAsync(
                    "HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 6-10/11\r\nContent-Length: " +
                    "5\r\n\r\nworld");
            });
        using var mxit = new MxitClient(
            new MxitClientOptions { ClientId = "id", ClientSecret = "secret", BaseAddress = server.Address });
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["content/read"]));

        await using var file = await thandi.Users.GetGalleryFileAsync("f1", null, Stop);

        Assert.Equal("hello world"u8.ToArray(), await file.ReadAsBytesAsync(cancellationToken: Stop));
        await server.Served;
    }

    private static void Serve(StubServer server, byte[] content, int[] breaks, byte[]? sha256)
    {
        var rest = new Queue<int>(breaks);
        server.Api = (request, _) =>
        {
            var from = request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], null) : 0;
            var until = rest.TryDequeue(out var place) ? place : content.Length;
            var body = content[from..Math.Max(from, until)];
            var reply = new HttpResponseMessage(
                from == 0 && request.Header("Range") is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
            {
                Content = new StreamContent(until == content.Length ? new MemoryStream(body) : new BreakingStream(body)),
                Headers = { ETag = new EntityTagHeaderValue(Tag) },
            };
            reply.Content.Headers.ContentLength = content.Length - from;
            if (reply.StatusCode == HttpStatusCode.PartialContent)
            {
                reply.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, content.Length - 1, content.Length);
            }

            if (sha256 is not null)
            {
                Assert.True(reply.Headers.TryAddWithoutValidation("Repr-Digest", $"sha-256=:{Convert.ToBase64String(sha256)}:"));
            }

            return Task.FromResult(reply);
        };
    }

    /// <summary>Serves a content whose connections break at these places.</summary>
    private void Serve(byte[] content, params int[] breaks) => Serve(_server, content, breaks, null);

    private void Serve(byte[] content, int[] breaks, byte[] sha256) => Serve(_server, content, breaks, sha256);

    private Task<MediaDownload> OpenAsync(MxitClient mxit) =>
        mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);

    private async Task<byte[]> TakeAsync(MxitClient mxit, string way)
    {
        using var folder = new TemporaryFolder();
        await using var file = await OpenAsync(mxit);
        using var copy = new MemoryStream();
        try
        {
            switch (way)
            {
                case "bytes":
                    return await file.ReadAsBytesAsync(cancellationToken: Stop);
                case "copy":
                    await file.CopyToAsync(copy, Stop);
                    return copy.ToArray();
                case "content":
                    await file.Content.CopyToAsync(copy, Stop);
                    return copy.ToArray();
                case "blocking":
                    await Task.Run(() => file.Content.CopyTo(copy), Stop);
                    return copy.ToArray();
                default:
                    await file.SaveAsync(folder.File("a.bin"), Stop);
                    return await File.ReadAllBytesAsync(folder.File("a.bin"), Stop);
            }
        }
        catch (MxitException)
        {
            Assert.Empty(folder.Names);
            throw;
        }
    }

    private sealed class SilentStream(byte[] data) : MemoryStream(data)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await base.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                return read;
            }

            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
