using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

public class DownloadTests
{
    private static readonly byte[] Picture =
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, (byte)'"', (byte)'{'];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headers_and_bytes_come_as_they_are()
    {
        _server.Api = (_, _) => Task.FromResult(Reply(new ByteArrayContent(Picture)));
        using var mxit = _server.Client();

        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);

        Assert.Equal(
            ("image/png", 12L, "W/\"7\"", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "me ë.png"),
            (picture.ContentType, picture.Length, picture.ETag, picture.LastModified, picture.FileName));
        Assert.Equal(Picture, await picture.ReadAsBytesAsync(cancellationToken: Stop));
        Assert.Equal("*/*", Assert.Single(_server.ApiCalls).Header("Accept"));
        Assert.Equal("MediaDownload { ContentType = image/png, Length = 12 }", picture.ToString());
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_taken_as_it_is()
    {
        _server.Api = (_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new OneWayStream(Picture)) });
        using var mxit = _server.Client();

        await using var picture = await Thandi(mxit).GetOwnAvatarAsync(null, Stop);

        Assert.Equal(
            (null, null, null, null, null),
            (picture.ContentType, picture.Length, picture.ETag, picture.LastModified, picture.FileName));
        Assert.Equal(Picture, await picture.ReadAsBytesAsync(12, Stop));
    }

    [Fact]
    public async Task The_call_returns_before_the_content_is_there()
    {
        var pipe = new Pipe();
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) });
        using var mxit = _server.Client();

        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);
        var reading = picture.ReadAsBytesAsync(cancellationToken: Stop);
        Assert.False(reading.IsCompleted);
        await pipe.Writer.WriteAsync(Picture, Stop);
        await pipe.Writer.CompleteAsync();

        Assert.Equal(Picture, await reading);
    }

    [Fact]
    public async Task The_same_content_is_not_sent_again()
    {
        _server.Api = (request, _) => Task.FromResult(request.Header("If-None-Match") == "W/\"7\""
            ? new HttpResponseMessage(HttpStatusCode.NotModified)
            : Reply(new ByteArrayContent(Picture)));
        using var mxit = _server.Client();
        var thandi = Thandi(mxit);

        Assert.Null(await mxit.Users.GetAvatarIfChangedAsync("thandi", "W/\"7\"", null, Stop));
        Assert.Null(await thandi.GetOwnAvatarIfChangedAsync("W/\"7\"", null, Stop));
        Assert.Null(await thandi.GetCoverIfChangedAsync("W/\"7\"", null, Stop));
        await using var changed = await thandi.GetCoverIfChangedAsync("\"6\"", null, Stop);

        Assert.Equal(Picture, await changed!.ReadAsBytesAsync(cancellationToken: Stop));
        Assert.Equal(
            ["/user/public/avatar/thandi", "/user/avatar", "/user/cover", "/user/cover"],
            _server.ApiCalls.Select(call => call.PathAndQuery));
    }

    [Fact]
    public async Task A_304_that_was_not_asked_for_is_a_failure()
    {
        _server.Answer(304, "");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetCoverAsync(null, Stop));

        Assert.Equal(HttpStatusCode.NotModified, failure.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("*")]
    [InlineData("\"7\"\r\nX-Evil: 1")]
    [InlineData("\"\u00eb\"")]
    public async Task A_wrong_tag_is_refused(string etag)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.GetAvatarIfChangedAsync("thandi", etag, null, Stop));
        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData(203)]
    [InlineData(206)]
    [InlineData(302)]
    public async Task Only_200_is_a_picture(int status)
    {
        _server.Answer(status, "not a picture");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.Users.GetAvatarIfChangedAsync("thandi", "\"7\"", null, Stop));

        Assert.Equal(status, (int)failure.StatusCode);
    }

    [Fact]
    public async Task A_token_that_ended_is_renewed()
    {
        _server.Api = (request, _) => Task.FromResult(
            request.Bearer == "user-0" ? StubServer.Reply(401, "") : Reply(new ByteArrayContent(Picture)));
        using var mxit = _server.Client();

        await using var picture = await Thandi(mxit).GetOwnAvatarAsync(null, Stop);

        Assert.Equal(Picture, await picture.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(11, true)]
    [InlineData(11, false)]
    [InlineData(0, false)]
    public async Task No_more_bytes_than_allowed_are_held(int maxBytes, bool announced)
    {
        _server.Api = (_, _) =>
            Task.FromResult(Reply(announced ? new ByteArrayContent(Picture) : new StreamContent(new OneWayStream(Picture))));
        using var mxit = _server.Client();
        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);

        if (maxBytes >= Picture.Length)
        {
            Assert.Equal(Picture, await picture.ReadAsBytesAsync(maxBytes, Stop));
        }
        else
        {
            await Assert.ThrowsAsync<MxitApiException>(() => picture.ReadAsBytesAsync(maxBytes, Stop));
        }
    }

    [Fact]
    public async Task Content_that_ends_too_soon_is_a_failure_and_never_short()
    {
        using var folder = new TemporaryFolder();
        using var mxit = _server.Client();
        using var copy = new MemoryStream();
        _server.Api = (_, _) =>
        {
            var content = new StreamContent(new OneWayStream(Picture));
            content.Headers.ContentLength = 13;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        };

        await AssertFailsAsync(picture => picture.ReadAsBytesAsync(cancellationToken: Stop));
        await AssertFailsAsync(picture => picture.CopyToAsync(copy, Stop));
        await AssertFailsAsync(picture => picture.SaveAsync(folder.File("me.png"), Stop));
        await AssertFailsAsync(picture => Task.Run(() => picture.Content.CopyTo(copy)));
        Assert.Empty(folder.Names);

        async Task AssertFailsAsync(Func<MediaDownload, Task> take)
        {
            await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);
            var failure = await Fails.WithAsync(MxitErrorReason.Connection, () => take(picture));
            Assert.Contains("12 of 13", failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Content-Length: 13\r\n\r\nshort")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n")]
    public async Task A_real_connection_that_ends_too_soon_is_a_failure(string rest)
    {
        await using var server = new OneShotServer(async connection =>
        {
            _ = await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n" + rest);
        });
        using var mxit = new MxitClient(
            new MxitClientOptions { ClientId = "id", ClientSecret = "secret", BaseAddress = server.Address });
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["profile/public"]));

        await using var picture = await thandi.Users.GetOwnAvatarAsync(null, Stop);

        await Fails.WithAsync(MxitErrorReason.Connection, () => picture.ReadAsBytesAsync(cancellationToken: Stop));
        await server.Served;
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(5, 5)]
    public async Task A_server_that_falls_silent_is_given_up(int? own, int seconds)
    {
        var pipe = new Pipe();
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) });
        using var mxit = _server.Client();
        var options = own is { } value ? new MxitCallOptions { Timeout = TimeSpan.FromSeconds(value) } : null;
        await using var picture = await mxit.Users.GetAvatarAsync("thandi", options, Stop);
        var buffer = new byte[100];

        // Slow is not silent: each read has the time anew.
        for (var i = 0; i < 3; i++)
        {
            var reading = picture.Content.ReadAsync(buffer, Stop).AsTask();
            _server.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            await pipe.Writer.WriteAsync(Picture, Stop);
            Assert.Equal(Picture.Length, await reading);
        }

        var silent = picture.Content.ReadAsync(buffer, Stop).AsTask();
        _server.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await Fails.WithAsync(MxitErrorReason.Timeout, () => silent);
    }

    [Fact]
    public async Task A_caller_who_cancels_the_reading_sees_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        var pipe = new Pipe();
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(pipe.Reader.AsStream()) });
        using var folder = new TemporaryFolder();
        using var mxit = _server.Client();
        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);

        var saving = picture.SaveAsync(folder.File("me.png"), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Saving_replaces_a_file_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("me.png");
        await File.WriteAllTextAsync(path, "old", Stop);
        using var mxit = _server.Client();

        _server.Api = (_, _) => Task.FromResult(Reply(new StreamContent(new BreakingStream(Picture))));
        await using (var broken = await mxit.Users.GetAvatarAsync("thandi", null, Stop))
        {
            await Fails.WithAsync(MxitErrorReason.Connection, () => broken.SaveAsync(path, Stop));
        }

        Assert.Equal("old", await File.ReadAllTextAsync(path, Stop));
        Assert.Equal(["me.png"], folder.Names);

        _server.Api = (_, _) => Task.FromResult(Reply(new ByteArrayContent(Picture)));
        await using (var whole = await mxit.Users.GetAvatarAsync("thandi", null, Stop))
        {
            await whole.SaveAsync(path, Stop);
        }

        Assert.Equal(Picture, await File.ReadAllBytesAsync(path, Stop));
        Assert.Equal(["me.png"], folder.Names);
    }

    [Fact]
    public async Task A_place_that_cannot_be_saved_to_is_the_callers_to_see_and_stays_clean()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("taken"));

        await Assert.ThrowsAnyAsync<Exception>(
            () => new MediaDownload(new MemoryStream(Picture)).SaveAsync(folder.File("taken"), Stop));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(
            () => new MediaDownload(new MemoryStream(Picture)).SaveAsync(Path.Combine(folder.File("none"), "me.png"), Stop));

        Assert.Equal(["taken"], folder.Names);
    }

    [Fact]
    public async Task Content_is_copied_and_the_destination_stays_open()
    {
        _server.Api = (_, _) => Task.FromResult(Reply(new ByteArrayContent(Picture)));
        using var copy = new MemoryStream();
        using var mxit = _server.Client();
        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);

        await picture.CopyToAsync(copy, Stop);

        Assert.Equal(Picture, copy.ToArray());
        Assert.True(copy.CanWrite);
    }

    [Fact]
    public async Task A_second_taking_is_refused_since_it_would_find_nothing()
    {
        await using var picture = new MediaDownload(new MemoryStream(Picture));
        Assert.Equal(Picture, await picture.ReadAsBytesAsync(cancellationToken: Stop));

        await Assert.ThrowsAsync<InvalidOperationException>(() => picture.ReadAsBytesAsync(cancellationToken: Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => picture.CopyToAsync(Stream.Null, Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => picture.SaveAsync("me.png", Stop));
    }

    [Fact]
    public async Task A_decoder_may_read_without_waiting_asynchronously()
    {
        _server.Api = (_, _) => Task.FromResult(Reply(new ByteArrayContent(Picture)));
        using var mxit = _server.Client();
        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);
        using var copy = new MemoryStream();

        picture.Content.CopyTo(copy);

        Assert.Equal(Picture, copy.ToArray());
    }

    [Fact]
    public async Task A_tag_that_cannot_be_sent_back_is_none()
    {
        _server.Answer(200, "x", ("ETag", "\"\u00eb\""));
        using var mxit = _server.Client();

        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);

        Assert.Null(picture.ETag);
    }

    [Fact]
    public async Task What_was_disposed_of_is_not_an_empty_picture()
    {
        _server.Api = (_, _) => Task.FromResult(
            new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream()) });
        using var mxit = _server.Client();
        var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);
        await picture.DisposeAsync();
        await picture.DisposeAsync();

        Assert.False(picture.Content.CanRead);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => picture.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task Disposing_ends_the_download()
    {
        var body = new OneWayStream(Picture);
        _server.Api = (_, _) => Task.FromResult(Reply(new StreamContent(body)));
        using var mxit = _server.Client();

        await (await mxit.Users.GetAvatarAsync("thandi", null, Stop)).DisposeAsync();

        Assert.True(body.Disposed);
    }

    private static HttpResponseMessage Reply(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        content.Headers.LastModified = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileNameStar = "me ë.png" };
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = content,
            Headers = { ETag = new EntityTagHeaderValue("\"7\"", isWeak: true) },
        };
    }

    private UserAccountClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Users;
}
