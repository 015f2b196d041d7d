using System.Net;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>A caller says how much of a download is too much.</summary>
public class DownloadLimitTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 200_000).Select(number => (byte)(number * 7 >> 3))];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "gzip")]
    public async Task What_is_too_long_leaves_no_file_and_the_one_before_stays(bool announced, string encoding)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("a"), "old", Stop);
        Serve(announced, encoding);
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);
        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => file.SaveAsync(folder.File("a"), Content.Length - 1, cancellationToken: Stop));

        Assert.Contains($"{Content.Length - 1} bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(folder.File("a"), Stop));
        Assert.Equal(["a"], folder.Names);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "br")]
    public async Task What_is_not_too_long_is_saved_and_told(bool announced, string encoding)
    {
        using var folder = new TemporaryFolder();
        Serve(announced, encoding);
        using var mxit = _server.Client();
        var heard = new Heard();

        await using (var file = await OpenAsync(mxit))
        {
            await file.SaveAsync(folder.File("a"), Content.Length, heard, Stop);
        }

        await using (var file = await OpenAsync(mxit))
        {
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy, Content.Length, cancellationToken: Stop);
            Assert.Equal(Content, copy.ToArray());
        }

        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("a"), Stop));
        Assert.Equal(Content.Length, heard.All[^1].Bytes);
    }

    [Fact]
    public async Task No_more_is_copied_than_allowed()
    {
        Serve(announced: false, "");
        using var mxit = _server.Client();
        using var copy = new MemoryStream();

        await using var file = await OpenAsync(mxit);
        await Assert.ThrowsAsync<MxitApiException>(() => file.CopyToAsync(copy, 100_000, cancellationToken: Stop));

        Assert.InRange(copy.Length, 0, 100_000);
    }

    [Fact]
    public async Task A_length_that_is_too_long_is_known_before_anything_is_taken()
    {
        using var folder = new TemporaryFolder();
        Serve(announced: true, "");
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);
        await Assert.ThrowsAsync<MxitApiException>(() => file.SaveAsync(folder.File("a"), 10, cancellationToken: Stop));
        await file.SaveAsync(folder.File("a"), Content.Length, cancellationToken: Stop);

        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("a"), Stop));
    }

    [Fact]
    public async Task A_negative_limit_is_refused_and_takes_nothing()
    {
        Serve(announced: false, "");
        using var mxit = _server.Client();
        await using var file = await OpenAsync(mxit);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => file.SaveAsync("a", -1, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => file.CopyToAsync(Stream.Null, -1, cancellationToken: Stop));

        Assert.Equal(Content, await file.ReadAsBytesAsync(cancellationToken: Stop));
    }

    private void Serve(bool announced, string encoding) => _server.Api = (_, _) =>
    {
        var bytes = Encoded.Bytes(Content, encoding);
        HttpContent content = announced ? new ByteArrayContent(bytes) : new StreamContent(new OneWayStream(bytes));
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    };

    private Task<MediaDownload> OpenAsync(MxitClient mxit) =>
        mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);
}
