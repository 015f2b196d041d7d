using System.Net;
using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

public class GalleryTests
{
    private const string FileId = "f00df00d-f00d-f00d-f00d-f00df00df00d";

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Folders_are_listed()
    {
        _server.Answer(200, """{"Folders":[{"FolderName":"Default","ItemCount":3},{"FolderName":"Vakansie 😀"}]}""");
        using var mxit = _server.Client();

        var folders = await Thandi(mxit).GetGalleryFolderListAsync(null, Stop);

        Assert.Equal([("Default", 3), ("Vakansie 😀", 0)], folders.Select(folder => (folder.FolderName, folder.ItemCount)));
        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", "/user/media", "user-0", ""), (sent.Method, sent.PathAndQuery, sent.Bearer, sent.Body));
    }

    [Fact]
    public async Task Folders_are_made_renamed_and_deleted_by_name()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).CreateGalleryFolderAsync("My fotos", null, Stop);
        await Thandi(mxit).RenameGalleryFolderAsync("My fotos", "Foto's \"oud\" 😀", null, Stop);
        await Thandi(mxit).DeleteGalleryFolderAsync("Foto's \"oud\" 😀", null, Stop);

        Assert.Equal(
            [
                "POST /user/media/My%20fotos ",
                "PUT /user/media/My%20fotos \"Foto's \\\"oud\\\" 😀\"",
                "DELETE /user/media/Foto%27s%20%22oud%22%20%F0%9F%98%80 ",
            ],
            _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Body}"));
        Assert.Equal("application/json", _server.Sent[1].Header("Content-Type"));
        Assert.Equal([true, false, false], _server.Sent.Select(sent => sent.Header("Idempotency-Key") is not null));
    }

    [Theory]
    [InlineData(null, null, "/user/media/list/Default")]
    [InlineData(0, 0, "/user/media/list/Default?skip=0&count=0")]
    [InlineData(20, 10, "/user/media/list/Default?skip=20&count=10")]
    public async Task A_page_of_files_is_as_the_server_gives_it(int? skip, int? count, string expected)
    {
        _server.Answer(
            200, $$"""[{"FileId":"{{FileId}}","FileName":"profile.jpg","FolderName":"Default","MimeType":"image/jpeg","Size":5000000000,"CreatedDate":"\/Date(1385370000000+0200)\/","PreventShare":true},{"FileId":"f2","FileName":"x"}]""");
        using var mxit = _server.Client();

        var items = await Thandi(mxit).GetGalleryItemListAsync("Default", skip, count, null, Stop);

        Assert.Equal(expected, Assert.Single(_server.Sent).PathAndQuery);
        Assert.Equal(
            [
                new GalleryItem
                {
                    FileId = FileId,
                    FileName = "profile.jpg",
                    FolderName = "Default",
                    ContentType = "image/jpeg",
                    Length = 5_000_000_000,
                    CreatedDate = DateTimeOffset.FromUnixTimeMilliseconds(1385370000000),
                    PreventShare = true,
                },
                new GalleryItem { FileId = "f2", FileName = "x" },
            ],
            items);
    }

    [Theory]
    [InlineData("""[null]""")]
    [InlineData("""[{"FileName":"x"}]""")]
    [InlineData("""{"Items":[]}""")]
    [InlineData("")]
    public async Task A_list_with_something_else_in_it_is_unreadable(string body)
    {
        _server.Answer(200, body);
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => Thandi(mxit).GetGalleryItemListAsync("Default", cancellationToken: Stop));

        Assert.Equal(HttpStatusCode.OK, failure.StatusCode);
    }

    [Theory]
    [InlineData("""{"Folders":[null]}""")]
    [InlineData("""{"Folders":[{"ItemCount":3}]}""")]
    public async Task A_folder_without_a_name_is_unreadable(string body)
    {
        _server.Answer(200, body);
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetGalleryFolderListAsync(null, Stop));
    }

    [Fact]
    public async Task An_upload_travels_as_documented()
    {
        _server.Answer(200, $"\"{FileId}\"");
        using var mxit = _server.Client();

        var fileId = await Thandi(mxit).UploadGalleryFileAsync(
            "My fotos", new MediaUpload("bytes"u8.ToArray(), "strand & see+1.jpg"), cancellationToken: Stop);
        await Thandi(mxit).UploadGalleryFileAsync(
            "Default",
            new MediaUpload("bytes"u8.ToArray(), "a.bin", "video/mp4"),
            preventShare: true,
            options: new MxitCallOptions { IdempotencyKey = "upload-7" },
            cancellationToken: Stop);

        Assert.Equal(FileId, fileId);
        Assert.Equal(
            [
                "POST /user/media/file/My%20fotos?fileName=strand%20%26%20see%2B1.jpg&preventShare=false image/jpeg bytes",
                "POST /user/media/file/Default?fileName=a.bin&preventShare=true video/mp4 bytes",
            ],
            _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Header("Content-Type")} {sent.Body}"));
        Assert.Equal(7, Guid.Parse(_server.Sent[0].Header("Idempotency-Key")!).Version);
        Assert.Equal("upload-7", _server.Sent[1].Header("Idempotency-Key"));
        Assert.All(
            _server.Sent, sent => Assert.Equal(
                ("application/json", "5"), (sent.Header("Accept"), sent.Header("Content-Length"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    [InlineData("null")]
    [InlineData("f00df00d")]
    [InlineData("{\"FileId\":\"f1\"}")]
    [InlineData("<html>")]
    public async Task An_upload_without_the_id_of_the_file_is_unreadable(string body)
    {
        _server.Answer(200, body);
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload("bytes"u8.ToArray(), "a.bin"), cancellationToken: Stop));
    }

    [Fact]
    public async Task A_file_needs_a_name()
    {
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<ArgumentException>(
            () => Thandi(mxit).UploadGalleryFileAsync("Default", "bytes"u8.ToArray(), cancellationToken: Stop));

        Assert.Contains("name", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(
            () => Thandi(mxit).UploadGalleryFileAsync("Default", null!, cancellationToken: Stop));
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task A_file_is_fetched_renamed_and_deleted_by_id()
    {
        _server.Api = (request, _) => Task.FromResult(request.Header("If-None-Match") == "\"v1\""
            ? new HttpResponseMessage(HttpStatusCode.NotModified)
            : StubServer.Reply(200, "bytes", ("ETag", "\"v1\"")));
        using var mxit = _server.Client();

        await using (var file = await Thandi(mxit).GetGalleryFileAsync(FileId, null, Stop))
        {
            Assert.Equal("bytes"u8.ToArray(), await file.ReadAsBytesAsync(cancellationToken: Stop));
            Assert.Null(await Thandi(mxit).GetGalleryFileIfChangedAsync(FileId, file.ETag!, null, Stop));
        }

        await Thandi(mxit).RenameGalleryFileAsync(FileId, "nuwe \"naam\" 😀.jpg", null, Stop);
        await Thandi(mxit).DeleteGalleryFileAsync(FileId, null, Stop);

        Assert.Equal(
            [
                $"GET /user/media/content/{FileId} ",
                $"GET /user/media/content/{FileId} ",
                $"PUT /user/media/file/{FileId} \"nuwe \\\"naam\\\" 😀.jpg\"",
                $"DELETE /user/media/file/{FileId} ",
            ],
            _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Body}"));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(" .. ")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public async Task A_name_that_no_folder_can_have_is_refused(string? name)
    {
        using var mxit = _server.Client();
        var thandi = Thandi(mxit);
        Func<Task>[] calls =
        [
            () => thandi.CreateGalleryFolderAsync(name!, null, Stop),
            () => thandi.RenameGalleryFolderAsync(name!, "x", null, Stop),
            () => thandi.RenameGalleryFolderAsync("x", name!, null, Stop),
            () => thandi.DeleteGalleryFolderAsync(name!, null, Stop),
            () => thandi.GetGalleryItemListAsync(name!, cancellationToken: Stop),
            () => thandi.UploadGalleryFileAsync(name!, new MediaUpload(new byte[1], "a"), cancellationToken: Stop),
        ];

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(call);
        }

        Assert.ThrowsAny<ArgumentException>(() => thandi.ListGalleryItemsAsync(name!, cancellationToken: Stop));
        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".. ")]
    public async Task A_name_that_no_file_can_have_is_refused(string name)
    {
        using var mxit = _server.Client();
        var thandi = Thandi(mxit);
        Func<Task>[] calls =
        [
            () => thandi.UploadGalleryFileAsync("x", new MediaUpload(new byte[1], name), cancellationToken: Stop),
            () => thandi.RenameGalleryFileAsync("f1", name, null, Stop),
            () => mxit.Users.UploadFileAndSendFileOfferAsync("m2", new MediaUpload(new byte[1], name), cancellationToken: Stop),
        ];

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<ArgumentException>(call);
        }

        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData("send")]
    [InlineData("SEND")]
    [InlineData(" Send ")]
    public async Task An_upload_never_becomes_a_file_offer(string folder)
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).UploadGalleryFileAsync(
            folder, new MediaUpload(new byte[1], "a"), cancellationToken: Stop));
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task Other_wrong_arguments_are_refused()
    {
        using var mxit = _server.Client();
        var thandi = Thandi(mxit);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => thandi.GetGalleryItemListAsync("x", skip: -1, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => thandi.GetGalleryItemListAsync("x", count: -1, cancellationToken: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => thandi.ListGalleryItemsAsync("x", 0, null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.RenameGalleryFileAsync("f1", " ", null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.CreateGalleryFolderAsync("half a pair \ud83d", null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.RenameGalleryFileAsync("f1", "\ude00.jpg", null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.UploadGalleryFileAsync(
            "x", new MediaUpload(new byte[1], "\ud83d.jpg"), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.RenameGalleryFileAsync("..", "x", null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.GetGalleryFileAsync(default, null, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.GetGalleryFileIfChangedAsync("f1", "v1", null, Stop));
        Assert.Empty(_server.Sent);
    }

    [Theory]
    [InlineData(404, typeof(MxitNotFoundException))]
    [InlineData(413, typeof(MxitApiException))]
    [InlineData(507, typeof(MxitApiException))]
    public async Task A_refusal_is_in_words(int status, Type expected)
    {
        _server.Answer(status, "\"In words\"");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitApiException>(() => Thandi(mxit).UploadGalleryFileAsync(
            "Default", new MediaUpload(new byte[1], "a"), cancellationToken: Stop));

        Assert.Equal((expected, "In words"), (failure.GetType(), failure.ErrorDescription));
    }

    private UserAccountClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Users;
}
