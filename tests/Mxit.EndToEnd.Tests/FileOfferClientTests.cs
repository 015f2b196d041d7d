using System.Net;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>File offers with the client library, on both sides. Source: wire document, section 6, M10 and M11.</summary>
public sealed class FileOfferClientTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Nobody = "m99999999999";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_folder_of_real_photos_goes_from_one_to_the_other_the_same_to_the_bit(MxitTestDatabase provider)
    {
        var photos = SharedData.Files("photos");
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        foreach (var photo in photos)
        {
            await alice.Users.UploadGalleryFileAsync("Vakansie", MediaUpload.FromFile(photo));
        }

        var offered = new Dictionary<OfferId, string>();
        await foreach (var item in alice.Users.ListGalleryItemsAsync("Vakansie", pageSize: 5))
        {
            var path = photos.Single(photo => Path.GetFileName(photo) == item.FileName);
            var receipt = await alice.Users.SendFileOfferAsync(Bob, item.FileId, new FileOfferOptions { KeepMetadata = true });
            Assert.Equal(item.FileId, receipt.FileId);
            offered.Add(receipt.OfferId!.Value, path);
        }

        Assert.Equal(photos.Count, offered.Count);
        await foreach (var message in bob.Messenger.ListenAsync().Where(message => message.Offer is not null).Take(photos.Count))
        {
            var photo = offered[message.Offer!.Id];
            Assert.Equal(
                (Path.GetFileName(photo), new FileInfo(photo).Length, Alice, (OfferId)message.Id),
                (message.Offer.FileName, message.Offer.Length, message.Offer.Peer.Value, message.Offer.Id));
            var accepted = await bob.Messenger.AcceptOfferAsync(message.Offer.Id, "Van Alice");
            await using var download = await bob.Users.GetGalleryFileAsync(accepted.FileId!.Value.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(photo), await download.ReadAsBytesAsync());
        }

        var items = await bob.Users.ListGalleryItemsAsync("Van Alice", pageSize: 4).ToListAsync();
        Assert.Equal(photos.Select(Path.GetFileName), items.Select(item => item.FileName));
        Assert.All(
            await alice.Users.ListSentFileOffersAsync().ToListAsync(),
            offer => Assert.Equal((OfferState.Accepted, Bob), (offer.State, offer.Peer.Value)));
    }

    [Fact]
    public async Task U_08_the_metadata_of_a_photo_stay_with_its_owner_unless_they_are_to_go_along()
    {
        var photo = Path.Combine(SharedData.Path("photos"), "DSCN0010.jpg");
        var original = await File.ReadAllBytesAsync(photo);
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");

        var without = await alice.Users.UploadFileAndSendFileOfferAsync(Bob, MediaUpload.FromFile(photo));
        var with = await alice.Users.SendFileOfferAsync(Bob, without.FileId, new FileOfferOptions { KeepMetadata = true });

        await OfferAsync(bob, with);
        var (cleaned, whole) = (await AcceptAsync(without), await AcceptAsync(with));
        Assert.Equal(original, whole);
        Assert.InRange(cleaned.Length, 1, original.Length - 1);
        Assert.All(
            ["Exif", "NIKON", "WGS-84"],
            text => Assert.DoesNotContain(text, System.Text.Encoding.Latin1.GetString(cleaned), StringComparison.Ordinal));
        await using var own = await alice.Users.GetGalleryFileAsync(without.FileId);
        Assert.Equal(original, await own.ReadAsBytesAsync());

        async Task<byte[]> AcceptAsync(FileOfferReceipt receipt)
        {
            var accepted = await bob.Messenger.AcceptOfferAsync(receipt.OfferId!.Value);
            await using var download = await bob.Users.GetGalleryFileAsync(accepted.FileId!.Value.ToString());
            return await download.ReadAsBytesAsync();
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_app_offers_and_sees_what_becomes_of_it(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");

        var accepted = await client.Users.UploadFileAndSendFileOfferAsync(
            Bob,
            new MediaUpload("for Bob"u8.ToArray(), "brief \"1\" é😀.txt"),
            preventShare: true,
            new FileOfferOptions { AutoOpen = true });
        var declined = await client.Users.SendFileOfferAsync(Bob, accepted.FileId);
        var open = await client.Users.SendFileOfferAsync(Bob, accepted.FileId);
        var offer = await OfferAsync(bob, accepted);
        await OfferAsync(bob, open);
        Assert.Equal(
            ("demo", "brief \"1\" é😀.txt", "text/plain", 7L, true, true),
            (offer.Peer.Value, offer.FileName, offer.ContentType, offer.Length, offer.AutoOpen, offer.PreventShare));

        var taken = await bob.Messenger.AcceptOfferAsync(offer.Id);
        Assert.Equal(taken, await bob.Messenger.AcceptOfferAsync(offer.Id));
        Assert.Equal(OfferState.Declined, (await bob.Messenger.DeclineOfferAsync(declined.OfferId!.Value)).State);
        var tooLate = await Assert.ThrowsAsync<MxitApiException>(() => bob.Messenger.AcceptOfferAsync(declined.OfferId!.Value));
        Assert.Equal(HttpStatusCode.Conflict, tooLate.StatusCode);
        var item = Assert.Single(await bob.Users.GetGalleryItemListAsync(UserAccountClient.DefaultGalleryFolder));
        Assert.Equal((taken.FileId!.Value, true), (item.FileId, item.PreventShare));
        await Assert.ThrowsAsync<MxitForbiddenException>(() => bob.Users.SendFileOfferAsync(Alice, item.FileId));

        Assert.Equal(OfferState.Accepted, (await client.Users.GetSentFileOfferAsync(accepted.OfferId!.Value)).State);
        Assert.Equal(
            [OfferState.Offered, OfferState.Declined, OfferState.Accepted],
            await client.Users.ListSentFileOffersAsync().Select(sent => sent.State).ToListAsync());
        var page = await client.Users.GetSentFileOffersPageAsync(after: new Cursor(open.OfferId!.Value.Value), limit: 1);
        Assert.Equal((declined.OfferId, true), (Assert.Single(page.Items).Id, page.HasMore));
        Assert.Equal(3, await bob.Messenger.ListOffersAsync().CountAsync());
        Assert.Empty((await bob.Messenger.GetOffersPageAsync(MessageDirection.Sent)).Items);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_offer_under_the_same_key_is_made_once(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        var (up, again) = (new MxitCallOptions { IdempotencyKey = "up" }, new MxitCallOptions { IdempotencyKey = "again" });

        var first = await alice.Users.UploadFileAndSendFileOfferAsync(Bob, Named("a"), options: up);
        var second = await alice.Users.UploadFileAndSendFileOfferAsync(Bob, Named("a"), options: up);
        var third = await alice.Users.SendFileOfferAsync(Bob, first.FileId, options: again);
        var fourth = await alice.Users.SendFileOfferAsync(Bob, first.FileId, options: again);

        Assert.Equal((first.FileId, first.OfferId), (second.FileId, second.OfferId));
        Assert.Equal((third.FileId, third.OfferId), (fourth.FileId, fourth.OfferId));
        Assert.NotEqual(first.OfferId, third.OfferId);
        await OfferAsync(bob, third);
        Assert.Equal(2, await bob.Messenger.ListOffersAsync().CountAsync());
        Assert.Single(await alice.Users.GetGalleryItemListAsync("Default"));
    }

    [Fact]
    public async Task An_offer_whose_connection_breaks_anywhere_is_made_once()
    {
        await using var server = await Server.StartAsync();
        await using var proxy = new BreakingProxy(
            server.Inner.Address, (40, 0), (100_000, long.MaxValue), (long.MaxValue, 30), (long.MaxValue, long.MaxValue));
        using var client = server.CreateClient();
        using var broken = new MxitClient(new MxitClientOptions
        {
            ClientId = TestApp.Demo.ClientId,
            ClientSecret = TestApp.Demo.ClientSecret,
            AuthAddress = server.Inner.Address,
            ApiAddress = proxy.Address,
        });
        var bob = await client.SignInAsync("bob");

        var receipt = await broken.Users.UploadFileAndSendFileOfferAsync(Bob, new MediaUpload(new byte[200_000], "a.bin"));

        Assert.Equal(4, proxy.Connections);
        Assert.Equal(receipt.OfferId, (await OfferAsync(bob, receipt)).Id);
        Assert.Single((await client.Users.GetSentFileOffersPageAsync()).Items);
    }

    [Fact]
    public async Task What_cannot_be_offered_says_so()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        var mine = await bob.Users.UploadGalleryFileAsync("Default", Named("a"), preventShare: true);

        Assert.Equal(
            [Nobody],
            (await Assert.ThrowsAsync<MxitUnknownRecipientsException>(
                () => alice.Users.UploadFileAndSendFileOfferAsync(Nobody, Named("a")))).UnknownRecipients);
        await Assert.ThrowsAsync<MxitNotFoundException>(() => alice.Users.SendFileOfferAsync(Bob, mine));
        await Assert.ThrowsAsync<MxitForbiddenException>(() => bob.Users.SendFileOfferAsync(Alice, mine));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => bob.Messenger.AcceptOfferAsync(Guid.NewGuid().ToString()));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => client.Users.GetSentFileOfferAsync(Guid.NewGuid().ToString()));

        // The sender sees it, and the receiver never saw it.
        var dave = await client.SignInAsync("dave");
        var carol = await client.Users.GetUserIdAsync("carol");
        var lost = await dave.Users.UploadFileAndSendFileOfferAsync(carol, Named("a"));
        await WaitFor.ValueAsync(
            async () => (await dave.Users.GetSentFileOfferAsync(lost.OfferId!.Value)).State,
            state => state == OfferState.NotDelivered);
        var carolNow = await client.SignInAsync("carol");
        await Assert.ThrowsAsync<MxitNotFoundException>(() => carolNow.Messenger.GetOfferAsync(lost.OfferId!.Value));
    }

    [Fact]
    public async Task A_file_that_is_deleted_takes_its_open_offers_along()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        var receipt = await alice.Users.UploadFileAndSendFileOfferAsync(Bob, Named("a"));
        await OfferAsync(bob, receipt);

        await alice.Users.DeleteGalleryFileAsync(receipt.FileId);

        var over = await Assert.ThrowsAsync<MxitApiException>(() => bob.Messenger.AcceptOfferAsync(receipt.OfferId!.Value));
        Assert.Equal(
            (HttpStatusCode.Gone, OfferState.Withdrawn),
            (over.StatusCode, (await bob.Messenger.GetOfferAsync(receipt.OfferId!.Value)).State));
    }

    [Fact]
    public async Task O_60_a_scope_that_was_not_allowed_is_named()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = client.ForUser(await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", [MxitScopes.OpenId]));

        Func<Task>[] calls =
        [
            () => alice.Users.SendFileOfferAsync(Bob, Guid.NewGuid().ToString()),
            () => alice.Users.UploadFileAndSendFileOfferAsync(Bob, Named("a")),
        ];
        foreach (var call in calls)
        {
            Assert.Equal(MxitScopes.ContentSend, (await Assert.ThrowsAsync<MxitForbiddenException>(call)).MissingScope);
        }

        await Assert.ThrowsAsync<MxitForbiddenException>(() => alice.Users.GetSentFileOffersPageAsync());
        await Assert.ThrowsAsync<MxitForbiddenException>(() => alice.Messenger.GetOffersPageAsync());
    }

    private static MediaUpload Named(string text) => new(System.Text.Encoding.UTF8.GetBytes(text), "a.txt");

    /// <summary>The offer, once it has reached the person.</summary>
    private static async Task<FileOffer> OfferAsync(MxitUserClient person, FileOfferReceipt receipt) =>
        (await person.Messenger.ListenAsync().FirstAsync(message => message.Offer?.Id == receipt.OfferId)).Offer!;
}
