using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Contacts;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>Files in conversations by plain HTTP: what is refused, and what each side is told.</summary>
public sealed class OfferFormTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Each_side_is_told_how_far_an_offer_has_come(MxitTestDatabase provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(provider, options =>
        {
            options.TimeProvider = clock;
            options.Settings["Mxit:FileOffers:LifeSeconds"] = "60";
        });
        using var alice = await Visitor.SignInAsync(server, "alice");
        using var bob = await Visitor.SignInAsync(server, "bob");
        await alice.SendFilesAsync(
            Bob, ("withdrawn.txt", "text/plain", [1]), ("had.txt", "text/plain", [2]), ("late.txt", "text/plain", [3]));
        await server.TextsAsync("bob", 3);
        await bob.GetAsync($"/messages/{Alice}");
        var offers = await OffersAsync(server);
        await AnswerAsync(bob, offers["had.txt"], "accept");
        var received = (await server.Get<GalleryService>().ListOrNullAsync(Bob, "Default", 0, 9, default))!.Single();
        await server.Get<GalleryService>().DeleteFileAsync(Bob, received.FileId, default);
        var sent = (await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))!;
        await server.Get<GalleryService>().DeleteFileAsync(
            Alice, sent.Single(file => file.FileName == "withdrawn.txt").FileId, default);
        await server.Get<ContactService>().BlockAsync(Bob, "alice", default);
        await alice.SendFilesAsync(Bob, ("unheard.txt", "text/plain", [4]));
        await server.Get<ContactService>().UnblockAsync(Bob, "alice", default);
        clock.Advance(TimeSpan.FromSeconds(61));

        var hers = (await alice.GetAsync($"/messages/{Bob}")).Body;
        var his = (await bob.GetAsync($"/messages/{Alice}")).Body;

        Assert.Equal(["You withdrew it", "Bob has it", "Expired", "Not delivered"], Words(hers));
        Assert.Equal(["Alice withdrew it", "You had it", "Expired"], Words(his));
        Assert.DoesNotContain("Accept<", his, StringComparison.Ordinal);
        Assert.Equal((410, 410, 409), (
            (await AnswerAsync(bob, offers["withdrawn.txt"], "accept")).Status,
            (await AnswerAsync(bob, offers["late.txt"], "decline")).Status,
            (await AnswerAsync(bob, offers["had.txt"], "decline")).Status));
    }

    [Fact]
    public async Task An_offer_that_finds_no_room_says_so_and_stays_open()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Gallery:MaxPersonBytes"] = "3000");
        using var alice = await Visitor.SignInAsync(server, "alice");
        using var bob = await Visitor.SignInAsync(server, "bob");
        await bob.UploadAsync("/gallery/Default", ("full.bin", "", new byte[2_500]));
        await alice.SendFilesAsync(Bob, ("a.txt", "text/plain", new byte[1_000]));
        await server.TextsAsync("bob", 1);

        var answer = await AnswerAsync(bob, (await OffersAsync(server))["a.txt"], "accept");

        Assert.Equal(507, answer.Status);
        Assert.Contains("There is no room left for the file in your gallery", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Accept<", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_files_those_are_sent_that_are_fine_and_none_twice()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Gallery:MaxFileBytes"] = "2000");
        using var alice = await Visitor.SignInAsync(server, "alice");
        var hidden = await alice.HiddenAsync($"/messages/{Bob}", $"/messages/{Bob}/files");

        for (var round = 0; round < 2; round++)
        {
            using var form = Visitor.FilesForm(
                hidden, ("fine.txt", "text/plain", [1]), ("large.txt", "text/plain", new byte[2_001]),
                ("last.txt", "text/plain", [2]));
            var answer = await alice.PostAsync($"/messages/{Bob}/files", form);
            Assert.Equal(413, answer.Status);
            Assert.Contains(
                "<bdi>large.txt</bdi>: This is too large; a file may have 1.9 KB at most.", answer.Body,
                StringComparison.Ordinal);
            Assert.Contains(">last.txt</a>", answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(["fine.txt", "last.txt"], await server.TextsAsync("bob", 2));
    }

    [Fact]
    public async Task U_08_a_picture_that_cannot_be_cleaned_is_offered_from_its_page_as_it_is_when_that_is_ticked()
    {
        await using var server = await Server.StartAsync();
        using var alice = await Visitor.SignInAsync(server, "alice");
        byte[] raw = [.. "II*\0\b\0\0\0"u8, .. new byte[40]];
        using var form = Visitor.FilesForm(
            await alice.HiddenAsync($"/messages/{Bob}", $"/messages/{Bob}/files"), ("raw.dng", "image/x-adobe-dng", raw));

        var answer = await alice.PostAsync($"/messages/{Bob}/files", form);

        Assert.Equal(415, answer.Status);
        Assert.Contains("The file is a TIFF file. Its metadata cannot be removed", answer.Body, StringComparison.Ordinal);
        Assert.Empty((await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))!);

        await alice.UploadAsync("/gallery/Default", ("raw.dng", "image/x-adobe-dng", raw));
        var path =
            $"/gallery/file/{(await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))!.Single().FileId}";
        Assert.Equal(
            415, (await alice.PostAsync(path, await alice.ProveAsync(path, ("do", "offer"), ("to", Bob), ("key", "a")))).Status);
        var keeps = await alice.ProveAsync(path, ("do", "offer"), ("to", Bob), ("key", "b"), ("keepMetadata", "true"));
        Assert.Equal(303, (await alice.PostAsync(path, keeps)).Status);
        Assert.Equal(["raw.dng"], await server.TextsAsync("bob", 1));
    }

    [Fact]
    public async Task Forms_that_are_not_ours_offer_and_answer_nothing()
    {
        await using var server = await Server.StartAsync();
        using var alice = await Visitor.SignInAsync(server, "alice");
        using var bob = await Visitor.SignInAsync(server, "bob");
        using var dave = await Visitor.SignInAsync(server, "dave");
        await alice.SendFilesAsync(Bob, ("a.txt", "text/plain", [1]));
        await server.TextsAsync("bob", 1);
        var fileId = (await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))!.Single().FileId;
        var offer = (await OffersAsync(server))["a.txt"];
        var foreign = await dave.ProveAsync("/gallery");

        foreach (var proof in (Dictionary<string, string>[])[foreign, []])
        {
            using var files = Visitor.FilesForm(proof, ("evil.txt", "text/plain", [1]));
            Assert.Equal(400, (await bob.PostAsync($"/messages/{Alice}/files", files)).Status);
            foreach (var (visitor, path, action) in new[]
            {
                (bob, $"/messages/{Alice}/offers/{offer}", "accept"), (bob, $"/messages/{Alice}/offers/{offer}", "decline"),
                (alice, $"/gallery/file/{fileId}", "offer"), (alice, $"/gallery/file/{fileId}", "picture"),
            })
            {
                var answer = await visitor.PostAsync(
                    path, [.. proof, KeyValuePair.Create("do", action), KeyValuePair.Create("to", Bob)]);
                Assert.Equal(400, answer.Status);
                Assert.Contains("too old", answer.Body, StringComparison.Ordinal);
            }
        }

        Assert.Equal(["a.txt"], await server.TextsAsync("alice", 1));
        Assert.Equal(
            "offered", (await server.Get<FileOfferService>().ListReceivedAsync(Bob, null, 9, default)).Offers.Single().State);
    }

    [Fact]
    public async Task U_14_nobody_answers_for_others_or_offers_to_strangers_or_what_is_not_to_be_passed_on()
    {
        await using var server = await Server.StartAsync();
        using var alice = await Visitor.SignInAsync(server, "alice");
        using var carol = await Visitor.SignInAsync(server, "carol");
        await alice.SendFilesAsync(Bob, ("a.txt", "text/plain", [1]));
        await server.TextsAsync("bob", 1);
        var offer = (await OffersAsync(server))["a.txt"];

        Assert.Equal(404, (await AnswerAsync(carol, offer, "accept")).Status);
        Assert.Equal(404, (await AnswerAsync(alice, offer, "accept", Bob)).Status);
        foreach (var odd in (string[])["x", "f00df00d-f00d-f00d-f00d-f00df00df00d", "%00"])
        {
            Assert.Contains((await AnswerAsync(carol, odd, "accept")).Status, new[] { 400, 404 });
        }

        Assert.Equal(400, (await AnswerAsync(carol, offer, "fly")).Status);
        foreach (var stranger in (string[])[Dave, Carol, "demo", "nobody", "m99999999999", "a%00b"])
        {
            using var files = Visitor.FilesForm(await carol.ProveAsync("/gallery"), ("a.txt", "text/plain", [1]));
            Assert.Contains((await carol.PostAsync($"/messages/{stranger}/files", files)).Status, new[] { 400, 404 });
        }

        var hidden = await alice.HiddenAsync("/gallery/Default", "/gallery/Default/files");
        using (var kept = Visitor.FilesForm(
            [.. hidden, KeyValuePair.Create("preventShare", "true")], ("kept.txt", "text/plain", [1])))
        {
            await alice.PostAsync("/gallery/Default/files", kept);
        }

        foreach (var file in (await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))!)
        {
            var path = $"/gallery/file/{file.FileId}";
            Assert.Equal(!file.PreventShare, (await alice.GetAsync(path)).Body.Contains("Offer it to", StringComparison.Ordinal));
            foreach (var (to, status) in new[] { (Bob, file.PreventShare ? 403 : 303), ("", 404), (Alice, 404), ("demo", 404),
                ("m99999999999", 404), ("a\0b", 400) })
            {
                var answer = await alice.PostAsync(path, await alice.ProveAsync(path, ("do", "offer"), ("to", to)));
                Assert.True(answer.Status == status, $"{file.FileName} to {to}: {answer.Status}");
            }
        }

        Assert.Equal(["a.txt", "a.txt"], await server.TextsAsync("bob", 2));
        Assert.Empty((await server.Get<GalleryService>().ListOrNullAsync(Carol, "Default", 0, 9, default))!);
    }

    [Fact]
    public async Task The_same_form_offers_a_file_once()
    {
        await using var server = await Server.StartAsync();
        using var alice = await Visitor.SignInAsync(server, "alice");
        await alice.UploadAsync("/gallery/Default", ("a.txt", "text/plain", [1]));
        var path =
            $"/gallery/file/{(await server.Get<GalleryService>().ListOrNullAsync(Alice, "Default", 0, 9, default))!.Single().FileId}";
        var page = (await alice.GetAsync(path)).Body;
        var key = System.Text.RegularExpressions.Regex.Match(page, "name=\"key\" value=\"([0-9a-f]{32})\"").Groups[1].Value;

        foreach (var to in (string[])[Bob, Bob, Carol])
        {
            var answer = await alice.PostAsync(path, await alice.ProveAsync(path, ("do", "offer"), ("to", to), ("key", key)));
            Assert.Equal((303, $"/messages/{to}"), (answer.Status, answer.Header("Location")));
        }

        Assert.Equal(["a.txt", "a.txt"], await server.TextsAsync("alice", 2));
        Assert.Equal(["a.txt"], await server.TextsAsync("carol", 1));
    }

    private static async Task<Dictionary<string, string>> OffersAsync(Server server) =>
        (await server.Get<FileOfferService>().ListSentAsync(Alice, null, 50, default)).Offers
            .ToDictionary(offer => offer.FileName, offer => offer.Id.ToString());

    private static async Task<Answer> AnswerAsync(Visitor visitor, string offerId, string action, string peer = Alice) =>
        await visitor.PostAsync($"/messages/{peer}/offers/{offerId}", await visitor.ProveAsync("/gallery", ("do", action)));

    private static IEnumerable<string> Words(string page) => System.Text.RegularExpressions.Regex
        .Matches(page, "<p class=\"progress [a-zA-Z]+\">([^<]*)</p>").Select(match => match.Groups[1].Value);
}
