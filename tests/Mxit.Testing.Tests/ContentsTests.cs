using System.Text;

namespace Mxit.Testing.Tests;

public sealed class ContentsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_sent_and_what_came_back_is_kept_on_request()
    {
        await using var server = await MxitTestServer.StartAsync(new MxitTestServerOptions { LogContents = true }, Stop);
        var alice = await server.GetPersonAsync("alice", Stop);
        using var mxit = server.CreateClient();

        await mxit.Messaging.SendMessageAsync("demo", [alice.UserId], "the text", cancellationToken: Stop);

        var sent = Assert.Single(server.Requests.All, request => request.Path == "/message/send");
        Assert.Contains("\"Body\":\"the text\"", sent.Contents!.RequestBody, StringComparison.Ordinal);
        Assert.StartsWith("Bearer ", sent.Contents.RequestHeaders["authorization"], StringComparison.Ordinal);
        Assert.DoesNotContain("the text", sent.ToString(), StringComparison.Ordinal);
        var token = server.Requests.All.Last(request => request.Path == "/token");
        Assert.Contains("grant_type=", token.Contents!.RequestBody, StringComparison.Ordinal);
        Assert.Contains("access_token", token.Contents.ResponseBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_a_length_long_texts_are_cut_and_the_client_gets_them_whole()
    {
        await using var server = await MxitTestServer.StartAsync(new MxitTestServerOptions { LogContents = true }, Stop);
        var alice = await server.GetPersonAsync("alice", Stop);
        var text = Encoding.ASCII.GetBytes(new string('x', 200_000));

        var file = await alice.Client.Users.UploadGalleryFileAsync(
            "things", new MediaUpload(text, "long.txt", "text/plain"), cancellationToken: Stop);
        await using var picture = await alice.Client.Users.GetAvatarAsync("bob", cancellationToken: Stop);
        await using (var download = await alice.Client.Users.GetGalleryFileAsync(file, cancellationToken: Stop))
        {
            using var whole = new MemoryStream();
            await download.Content.CopyToAsync(whole, Stop);
            Assert.Equal(text, whole.ToArray());
        }

        var upload = Assert.Single(
            server.Requests.All, request => request.Path.StartsWith("/user/media/file/things", StringComparison.Ordinal));
        Assert.EndsWith("... (200000 bytes)", upload.Contents!.RequestBody, StringComparison.Ordinal);
        Assert.Equal("?fileName=long.txt", upload.Contents.Query.Split('&')[0]);
        var avatar = Assert.Single(server.Requests.All, request => request.Path.Contains("avatar", StringComparison.Ordinal));
        Assert.Matches("^\\([0-9]+ bytes of image/png\\)$", avatar.Contents!.ResponseBody);
    }

    [Fact]
    public async Task Nothing_of_it_is_kept_otherwise()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        _ = await server.GetPersonAsync("alice", Stop);

        Assert.NotEmpty(server.Requests.All);
        Assert.All(server.Requests.All, request => Assert.Null(request.Contents));
    }
}
