using System.Net;

namespace Mxit.Testing.Tests;

public sealed class WithoutSocketsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_uploads_and_live_feeds_work()
    {
        await using var server = await StartAsync();
        var alice = await server.GetPersonAsync("alice", Stop);
        var bob = await server.GetPersonAsync("bob", Stop);
        await server.AddContactAsync(alice, bob, Stop);
        await using var feed = bob.Client.Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        var next = feed.MoveNextAsync().AsTask();

        await alice.SendAsync(bob.UserId, "hello", Stop);

        Assert.True(await next);
        Assert.Equal("hello", feed.Current.Body);
        var content = new byte[100_000];
        Random.Shared.NextBytes(content);
        var file = await alice.Client.Users.UploadGalleryFileAsync(
            "things", new MediaUpload(content, "things.bin"), cancellationToken: Stop);
        await using var download = await alice.Client.Users.GetGalleryFileAsync(file, cancellationToken: Stop);
        using var whole = new MemoryStream();
        await download.Content.CopyToAsync(whole, Stop);
        Assert.Equal(content, whole.ToArray());
    }

    [Fact]
    public async Task Nobody_listens_on_a_port()
    {
        await using var server = await StartAsync();
        Assert.Equal(new Uri("http://localhost/"), server.Address);

        using var http = server.CreateHttpClient();
        using var answer = await http.GetAsync(new Uri("user/version", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_an_error_of_the_connection()
    {
        await using var server = await StartAsync();
        using var mxit = server.CreateClient();
        _ = await mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop);

        using (server.Faults.Add(TestFault.CutBefore() with { Path = "/user/lookup/*" }))
        {
            var failure = await Assert.ThrowsAsync<MxitException>(
                () => mxit.Users.GetUserIdAsync("bob", new MxitCallOptions { MaxRetries = 0 }, Stop));
            Assert.Equal(MxitErrorReason.Connection, failure.Reason);
        }

        Assert.Equal("m10000000002", (await mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop)).Value);
    }

    [Fact]
    public async Task A_message_whose_response_is_lost_is_not_sent_twice()
    {
        await using var server = await StartAsync();
        var alice = await server.GetPersonAsync("alice", Stop);
        using var mxit = server.CreateClient();
        using var fault = server.Faults.Add(TestFault.CutAfter() with { Path = "/message/send", Times = 1 });

        await mxit.Messaging.SendMessageAsync("demo", [alice.UserId], "once", cancellationToken: Stop);

        Assert.Equal(2, server.Requests.All.Count(request => request.Path == "/message/send"));
        _ = await alice.WaitForMessageAsync(cancellationToken: Stop);
        Assert.Single(await alice.ReadInboxAsync(Stop));
    }

    [Fact]
    public async Task It_is_reset_as_others_are()
    {
        await using var server = await StartAsync();
        _ = await server.AddPersonAsync("thandi", cancellationToken: Stop);

        await server.ResetAsync(Stop);

        await Assert.ThrowsAsync<ArgumentException>(() => server.GetPersonAsync("thandi", Stop));
        _ = await server.GetPersonAsync("alice", Stop);
    }

    private static Task<MxitTestServer> StartAsync() =>
        MxitTestServer.StartAsync(new MxitTestServerOptions { UseSockets = false }, Stop);
}
