using System.Net;

namespace Mxit.Testing.Tests;

public sealed class ResetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_as_at_the_start()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        var address = server.Address;
        var thandi = await server.AddPersonAsync("thandi", cancellationToken: Stop);
        var alice = await server.GetPersonAsync("alice", Stop);
        await server.AddContactAsync(alice, thandi, Stop);
        await alice.SendAsync(thandi.UserId, "hello", Stop);
        _ = await thandi.WaitForMessageAsync(cancellationToken: Stop);
        _ = await alice.Client.Users.UploadGalleryFileAsync(
            "things", new MediaUpload("hello"u8.ToArray(), "note.txt"), cancellationToken: Stop);
        _ = server.Faults.Add(TestFault.Status(HttpStatusCode.NotFound));
        server.Clock.Advance(TimeSpan.FromDays(400));

        await server.ResetAsync(Stop);

        Assert.Equal(address, server.Address);
        Assert.Empty(server.Requests.All);
        Assert.InRange(server.Clock.GetUtcNow(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        await Assert.ThrowsAsync<ArgumentException>(() => server.GetPersonAsync("thandi", Stop));
        var again = await server.GetPersonAsync("alice", Stop);
        Assert.Empty(await again.ReadInboxAsync(Stop));
        Assert.All(
            await again.Client.Users.GetGalleryFolderListAsync(cancellationToken: Stop),
            folder => Assert.Equal(0, folder.ItemCount));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => alice.Client.Messenger.GetProfileAsync(cancellationToken: Stop));
    }

    [Fact]
    public async Task A_snapshot_is_returned_to_any_number_of_times()
    {
        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        _ = await server.AddPersonAsync("thandi", cancellationToken: Stop);
        server.SaveSnapshot("with-thandi");

        for (var round = 0; round < 3; round++)
        {
            _ = await server.AddPersonAsync("sipho", cancellationToken: Stop);
            await server.RestoreSnapshotAsync("with-thandi", Stop);
            Assert.NotNull(await server.SignInAsync("thandi", cancellationToken: Stop));
        }

        await server.ResetAsync(Stop);
        await Assert.ThrowsAsync<ArgumentException>(() => server.GetPersonAsync("thandi", Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => server.RestoreSnapshotAsync("no-such", Stop));
        Assert.Throws<ArgumentException>(() => server.SaveSnapshot("../outside"));
    }
}
