using Mxit.Wire;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Media.Tests;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;
using Mxit.Platform.Messenger;
using Mxit.Platform.Tests.Profiles;
using static Mxit.Platform.Tests.FileOffers.OfferDatabase;
using static Mxit.Platform.Tests.Kit.Entries;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.FileOffers;

/// <summary>Offers on each database: who gets them, what becomes of them, and what is left.</summary>
public sealed class FileOfferTests
{
    private static readonly byte[] Picture = TestPictures.Photo("Zeerust");

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task An_offer_is_accepted_and_both_sides_see_it(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var sent = await database.OfferNewAsync(Person(Alice), new OfferRequest(Bob, true, true), Picture);
        var id = await database.ArriveAsync(sent);
        var life = TimeSpan.FromDays(7);
        var now = database.Clock.GetStoredUtcNow();

        var offered = await database.SeeAsync(Bob, id);
        Assert.Equal(
            new FileOfferReply(id, Alice, "in", "p.jpg", "image/jpeg", Picture.Length, now, now + life)
            {
                AutoOpen = true,
                HasThumbnail = true,
            }, offered);
        Assert.Equal(
            new FileOfferReply(id, Bob, "out", "p.jpg", "image/jpeg", Picture.Length, now, now + life)
            {
                AutoOpen = true,
                HasThumbnail = true,
                FileId = sent.Value.FileId,
            },
            await database.SeeAsync(Alice, id));
        Assert.Empty(await database.FilesAsync(Bob));

        database.Clock.Advance(TimeSpan.FromHours(1));
        var answer = await database.AcceptAsync(Bob, id, "From friends");
        var file = Assert.Single(await database.FilesAsync(Bob));
        Assert.Equal(Refusals.Done, answer.Kind());
        Assert.Equal(
            offered! with { State = "accepted", AnsweredUtc = database.Clock.GetStoredUtcNow(), FileId = file.Id }, answer.Value);
        Assert.Equal(
            ("p.jpg", "image/jpeg", (long)Picture.Length, false, null),
            (file.Name, file.MediaType, file.Size, file.PreventShare, file.UploadedByClientId));
        Assert.Equal(Picture, await database.ReadBytesAsync(Bob, file.Id));
        Assert.Equal("From friends", (await database.Galleries.GetRootAsync(Bob, default)).Folders[1].FolderName);
        var seen = await database.SeeAsync(Alice, id);
        Assert.Equal(("accepted", answer.Value!.AnsweredUtc, sent.Value.FileId), (seen!.State, seen.AnsweredUtc, seen.FileId));
        await database.AssertUsageAsync(Bob);

        // Once is enough.
        Assert.Equal(answer, await database.AcceptAsync(Bob, id));
        Assert.Equal(RefusalKind.Conflict, (await database.DeclineAsync(Bob, id)).Kind());
        Assert.Single(await database.FilesAsync(Bob));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_14_only_who_got_the_message_got_the_offer(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        await database.AddAsync(Has(Carol, Alice, blocked: true));
        var toStranger = await database.ArriveAsync(await database.OfferNewAsync(Person(Alice), Carol));
        var fromApp = await database.ArriveAsync(await database.OfferNewAsync(App(), Carol));
        var toBob = await database.GiveAsync();

        foreach (var (userId, id) in new[]
        {
            (Carol, toStranger), (Carol, fromApp), (Carol, toBob), (Bob, toStranger), (Bob, Guid.CreateVersion7()),
        })
        {
            Assert.Null(await database.SeeAsync(userId, id));
            Assert.Null(await database.Offers.FindViewableOrNullAsync(Person(userId), id, default));
            Assert.Equal(RefusalKind.NotFound, (await database.AcceptAsync(userId, id)).Kind());
            Assert.Equal(RefusalKind.NotFound, (await database.DeclineAsync(userId, id)).Kind());
        }

        // The sender is no receiver, and an app that somebody else uses is no sender.
        Assert.Equal(RefusalKind.NotFound, (await database.AcceptAsync(Alice, toBob)).Kind());
        Assert.Null(await database.Offers.FindOrNullAsync(App(), toBob, default));
        Assert.Equal("notDelivered", (await database.SeeAsync(Alice, toStranger))!.State);
        Assert.Equal("notDelivered", (await database.Offers.FindOrNullAsync(App(), fromApp, default))!.State);
        Assert.Equal("offered", (await database.SeeAsync(Alice, toBob))!.State);
        Assert.Empty((await database.Offers.ListReceivedAsync(Carol, null, 10, default)).Offers);
        Assert.Empty(await database.FilesAsync(Carol));

        // Later contacts do not change what was not delivered, nor does time.
        await database.AddAsync(Has(Carol, Demo));
        database.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Null(await database.SeeAsync(Carol, fromApp));
        Assert.Equal("notDelivered", (await database.SeeAsync(Alice, toStranger))!.State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Fifty_accepts_at_once_make_one_file(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var id = await database.GiveAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(n => Task.Run(() => database.AcceptAsync(Bob, id, $"f{n % 3}"))));

        var file = Assert.Single(await database.FilesAsync(Bob));
        Assert.All(answers, answer => Assert.Equal((Refusals.Done, file.Id), (answer.Kind(), answer.Value?.FileId)));
        await database.AssertUsageAsync(Bob);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_accepting_twice_at_once_needs_room_for_one(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(
            provider, services => services.Configure<GallerySettings>(settings => settings.MaxPersonBytes = 1_500));
        var id = await database.GiveAsync(new string('x', 1_000));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => database.AcceptAsync(Bob, id))));

        Assert.All(answers, answer => Assert.Equal(Refusals.Done, answer.Kind()));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_a_file_that_is_deleted_while_it_is_offered_leaves_no_open_offer(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        for (var round = 0; round < 5; round++)
        {
            var fileId = await database.UploadAsync(Alice, $"{round}");

            var offering = Enumerable.Range(0, 6)
                .Select(_ => Task.Run(() => database.OfferAgainAsync(Person(Alice), Bob, fileId))).ToList();
            var deleting = Task.Run(() => database.Galleries.DeleteFileAsync(Alice, fileId.ToString(), default));

            Assert.Equal(Refusals.Done, (await deleting).Kind());
            Assert.All(await Task.WhenAll(offering), sent => Assert.True(sent.Kind() is null or RefusalKind.NotFound));
        }

        Assert.Empty(
            await database.QueryAsync(
                context =>
                    context.Set<StoredOffer>().Where(row => row.State == OfferState.Open || row.FileId != null).ToListAsync()));
        Assert.Equal(0, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_accepting_declining_and_withdrawing_at_once_one_wins(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        for (var round = 0; round < 10; round++)
        {
            var sent = await database.OfferNewAsync(Person(Alice), Bob, $"{round}");
            var id = await database.ArriveAsync(sent);

            var accepting = Task.Run(() => database.AcceptAsync(Bob, id));
            var declining = Task.Run(() => database.DeclineAsync(Bob, id));
            var deleting = Task.Run(() => database.Galleries.DeleteFileAsync(Alice, sent.Value.FileId.ToString(), default));
            await Task.WhenAll(accepting, declining, deleting);

            var offer = await database.QueryAsync(
                context => context.Set<StoredOffer>().AsNoTracking().SingleAsync(row => row.Id == id));
            var (accepted, declined) = ((await accepting).Kind(), (await declining).Kind());
            Assert.Equal(Refusals.Done, (await deleting).Kind());
            Assert.Null(offer.FileId);
            Assert.Equal(offer.State == OfferState.Accepted, accepted == Refusals.Done);
            Assert.Equal(offer.State == OfferState.Declined, declined == Refusals.Done);
            Assert.Equal(
                offer.State switch
                {
                    OfferState.Accepted => (Refusals.Done, RefusalKind.Conflict),
                    OfferState.Declined => (RefusalKind.Conflict, Refusals.Done),
                    _ => (RefusalKind.Gone, RefusalKind.Gone),
                },
                (accepted, declined));
            var received = (await database.FilesAsync(Bob)).SingleOrDefault(file => file.Id == offer.ReceivedFileId);
            Assert.Equal(
                offer.State == OfferState.Accepted ? $"{round}" : null,
                received is null ? null : await database.ReadAsync(Bob, received.Id));
        }

        Assert.Equal((await database.FilesAsync(Bob)).Count, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_U_16_accepting_keeps_the_quota_and_without_room_the_offer_stays(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(
            provider, services => services.Configure<GallerySettings>(
                settings => (settings.MaxPersonBytes, settings.MaxPersonFolders) = (2_500, 1)));
        var offers = new List<Guid>();
        for (var n = 0; n < 10; n++)
        {
            offers.Add(await database.ArriveAsync(await database.OfferNewAsync(App(), Bob, new string((char)('a' + n), 1_000))));
        }

        var answers = await Task.WhenAll(offers.Select(id => Task.Run(() => database.AcceptAsync(Bob, id))));

        Assert.Equal(2, answers.Count(answer => answer.Kind() == Refusals.Done));
        Assert.Equal(8, answers.Count(answer => answer.Kind() == RefusalKind.Full));
        await database.AssertUsageAsync(Bob);
        var left = offers[answers.ToList().FindIndex(answer => answer.Kind() == RefusalKind.Full)];
        Assert.Equal("offered", (await database.SeeAsync(Bob, left))!.State);

        await database.Galleries.DeleteFileAsync(Bob, (await database.FilesAsync(Bob))[0].Id.ToString(), default);
        Assert.Equal(RefusalKind.Invalid, (await database.AcceptAsync(Bob, left, "a/b")).Kind());
        Assert.Equal(RefusalKind.Invalid, (await database.AcceptAsync(Bob, left, "send")).Kind());
        Assert.Equal(Refusals.Done, (await database.AcceptAsync(Bob, left, "One")).Kind());
        await database.Galleries.DeleteFileAsync(Bob, (await database.FilesAsync(Bob))[0].Id.ToString(), default);
        var another = offers.Last(id => id != left && answers[offers.IndexOf(id)].Kind() == RefusalKind.Full);
        Assert.Equal(RefusalKind.Full, (await database.AcceptAsync(Bob, another, "Two")).Kind());
        Assert.Equal(Refusals.Done, (await database.AcceptAsync(Bob, another, "one")).Kind());
        await database.AssertUsageAsync(Bob);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_a_file_that_is_deleted_withdraws_its_offers_and_the_bytes_go_with_the_last_one_who_has_them(
        DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var sent = await database.OfferNewAsync(Person(Alice), Bob, "same");
        var accepted = await database.ArriveAsync(sent);
        var open = await database.ArriveAsync(await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId));
        var declined = await database.ArriveAsync(await database.OfferAgainAsync(App(), Bob, sent.Value.FileId));
        var received = (await database.AcceptAsync(Bob, accepted)).Value!.FileId!.Value;
        Assert.Equal("declined", (await database.DeclineAsync(Bob, declined)).Value!.State);
        Assert.Equal("declined", (await database.DeclineAsync(Bob, declined)).Value!.State);
        Assert.Equal(RefusalKind.Conflict, (await database.AcceptAsync(Bob, declined)).Kind());

        await database.Galleries.DeleteFileAsync(Alice, sent.Value.FileId.ToString(), default);

        Assert.Equal("withdrawn", (await database.SeeAsync(Bob, open))!.State);
        Assert.Equal(
            ("withdrawn", null), ((await database.SeeAsync(Alice, open))!.State, (await database.SeeAsync(Alice, open))!.FileId));
        Assert.Equal(RefusalKind.Gone, (await database.AcceptAsync(Bob, open)).Kind());
        Assert.Equal(RefusalKind.Gone, (await database.DeclineAsync(Bob, open)).Kind());
        Assert.Equal(
            ("accepted", null), (
                (await database.SeeAsync(Alice, accepted))!.State, (await database.SeeAsync(Alice, accepted))!.FileId));
        Assert.Equal("declined", (await database.SeeAsync(Bob, declined))!.State);
        Assert.Equal("same", await database.ReadAsync(Bob, received));
        Assert.Equal(1, database.CountContents());

        await database.Galleries.DeleteFileAsync(Bob, received.ToString(), default);
        Assert.Null((await database.SeeAsync(Bob, accepted))!.FileId);
        Assert.Equal(0, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_folder_that_is_deleted_withdraws_the_offers_of_its_files(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var mine = await database.GiveAsync();
        await database.AcceptAsync(Bob, mine, "Trips");
        var onward = await database.ArriveAsync(
            await database.OfferAgainAsync(Person(Bob), Alice, (await database.FilesAsync(Bob))[0].Id));

        await database.Galleries.DeleteFolderAsync(Bob, "TRIPS", default);

        Assert.Equal("withdrawn", (await database.SeeAsync(Alice, onward))!.State);
        Assert.Equal(
            ("accepted", null), ((await database.SeeAsync(Bob, mine))!.State, (await database.SeeAsync(Bob, mine))!.FileId));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_offer_expires_by_the_clock_whether_or_not_that_was_written_down(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(
            provider, services => services.Configure<FileOfferSettings>(settings => settings.LifeSeconds = 3_600));
        var seen = await database.GiveAsync("one");
        var unseen = await database.GiveAsync("two");
        var cursor = await database.QueryAsync(
            context => context.Set<InboxEntry>().Where(row => row.OwnerId == Bob).MinAsync(row => row.Cursor));
        await database.Get<MessengerService>().MarkDeliveredAsync(Bob, new MarkMessagesBody(cursor, null), default);
        database.Clock.Advance(TimeSpan.FromSeconds(3_599));
        Assert.Equal("offered", (await database.SeeAsync(Bob, seen))!.State);

        database.Clock.Advance(TimeSpan.FromSeconds(1));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("expired", (await database.SeeAsync(Bob, seen))!.State);
            Assert.Equal("expired", (await database.SeeAsync(Alice, seen))!.State);
            Assert.Equal(RefusalKind.Gone, (await database.AcceptAsync(Bob, seen)).Kind());
            Assert.Equal(RefusalKind.Gone, (await database.DeclineAsync(Bob, seen)).Kind());

            // A message that did not come in its time is never shown, so its offer is not either.
            Assert.Equal(RefusalKind.NotFound, (await database.AcceptAsync(Bob, unseen)).Kind());
            Assert.Equal("expired", (await database.SeeAsync(Alice, unseen))!.State);
            await database.Get<ExpiredOfferCleaner>().CleanAsync(default);
        }

        Assert.Equal(
            [OfferState.Expired, OfferState.Expired],
            await database.QueryAsync(context => context.Set<StoredOffer>().Select(row => row.State).ToListAsync()));

        // What is over is not withdrawn any more.
        await database.Galleries.DeleteFileAsync(Alice, (await database.FilesAsync(Alice))[0].Id.ToString(), default);
        Assert.Equal("expired", (await database.SeeAsync(Alice, seen))!.State);
        Assert.Equal(1, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_over_before_it_was_written_down_stays_expired_when_the_file_goes(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var id = await database.GiveAsync();
        database.Clock.Advance(TimeSpan.FromDays(7));

        await database.Galleries.DeleteFileAsync(Alice, (await database.FilesAsync(Alice))[0].Id.ToString(), default);

        Assert.Equal("expired", (await database.SeeAsync(Alice, id))!.State);
        Assert.Equal(0, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_offer_without_its_message_is_seen_by_nobody_and_removed_after_an_hour(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var fileId = await database.UploadAsync(Alice, "left behind");
        var now = database.Clock.GetStoredUtcNow();
        var lost = new StoredOffer
        {
            Id = Guid.CreateVersion7(),
            FileId = fileId,
            SenderId = Alice,
            SenderIsApp = false,
            ReceiverId = Bob,
            FileName = "x",
            MediaType = "text/plain",
            Size = 1,
            Key = new string('0', 64),
            AutoOpen = false,
            PreventShare = false,
            CreatedUtc = now,
            ExpiresUtc = now.AddDays(7),
        };
        await database.AddAsync(lost);
        var good = await database.GiveAsync();
        Assert.Null(await database.SeeAsync(Alice, lost.Id));
        Assert.Equal(RefusalKind.NotFound, (await database.AcceptAsync(Bob, lost.Id)).Kind());
        Assert.Equal(good, Assert.Single((await database.Offers.ListSentAsync(Alice, null, 10, default)).Offers).Id);

        database.Clock.Advance(TimeSpan.FromMinutes(60));
        await database.Get<ExpiredOfferCleaner>().CleanAsync(default);
        Assert.Equal(2, await CountAsync());
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.Get<ExpiredOfferCleaner>().CleanAsync(default);
        Assert.Equal(1, await CountAsync());

        Task<int> CountAsync() => database.QueryAsync(context => context.Set<StoredOffer>().CountAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_offer_whose_bytes_are_lost_is_not_accepted_and_leaves_nothing_in_the_gallery(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var id = await database.GiveAsync();
        var key = await database.QueryAsync(
            context => context.Set<StoredOffer>().Where(row => row.Id == id).Select(row => row.Key).SingleAsync());
        Assert.True(await database.Get<IMediaStorage>().DeleteAsync(key, default));

        Assert.Equal(RefusalKind.Gone, (await database.AcceptAsync(Bob, id, "Holiday")).Kind());

        Assert.Empty(await database.FilesAsync(Bob));
        Assert.False(await database.QueryAsync(context => context.Set<StoredFolder>().AnyAsync(row => row.OwnerId == Bob)));
        Assert.False(
            await database.QueryAsync(
                context => context.Set<GalleryUsage>().AnyAsync(row => row.OwnerId == Bob && row.Files > 0)));
        Assert.Equal("offered", (await database.SeeAsync(Bob, id))!.State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_key_offers_once(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var first = await database.OfferNewAsync(Person(Alice), Bob, "same", key: "k");
        Assert.Equal(first, await database.OfferNewAsync(Person(Alice), Bob, "same", key: "k"));
        Assert.Equal(RefusalKind.KeyMismatch, (await database.OfferNewAsync(Person(Alice), Bob, "other", key: "k")).Kind());
        Assert.Equal(RefusalKind.KeyMismatch, (await database.OfferNewAsync(Person(Alice), Carol, "same", key: "k")).Kind());
        Assert.Equal(
            RefusalKind.KeyMismatch, (await database.OfferNewAsync(Person(Alice), Bob, "same", key: "k", autoOpen: true)).Kind());

        // Another call with the same key is another piece of work.
        var again = await database.OfferAgainAsync(Person(Alice), Bob, first.Value.FileId, "k");
        Assert.Equal((Refusals.Done, first.Value.FileId), (again.Kind(), again.Value.FileId));
        Assert.NotEqual(first.Value.OfferId, again.Value.OfferId);
        Assert.Equal(again, await database.OfferAgainAsync(Person(Alice), Bob, first.Value.FileId, "k"));
        Assert.Equal(
            RefusalKind.KeyMismatch, (await database.OfferAgainAsync(Person(Alice), Carol, first.Value.FileId, "k")).Kind());

        // The answer stays the same when what was offered is gone.
        await database.Galleries.DeleteFileAsync(Alice, first.Value.FileId.ToString(), default);
        Assert.Equal(first, await database.OfferNewAsync(Person(Alice), Bob, "same", key: "k"));
        Assert.Equal(again, await database.OfferAgainAsync(Person(Alice), Bob, first.Value.FileId, "k"));
        Assert.Equal((2, 2, 0), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_many_requests_with_one_key_one_offers(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => database.OfferNewAsync(Person(Alice), Bob, key: "k"))));

        Assert.Single(results.Where(result => result.Kind() == Refusals.Done).Distinct());
        Assert.All(results, result => Assert.True(result.Kind() is null or RefusalKind.KeyInUse));
        Assert.Equal((1, 1, 1), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_died_between_upload_and_offer_is_finished_by_the_repeat(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);

        // The offer of the first attempt is refused in front of a full queue, which is how far a process comes that dies there.
        Assert.True(database.Get<MessageQueue>().TryReserve(2_000_000));
        var broken = await database.OfferNewAsync(Person(Alice), Bob, "same", key: "k", preventShare: true);
        Assert.Equal(RefusalKind.Overloaded, broken.Kind());
        Assert.Equal((0, 0, 1), await CountAsync(database));
        database.Get<MessageQueue>().Dispatched(2_000_000);

        var done = await database.OfferNewAsync(Person(Alice), Bob, "same", key: "k", preventShare: true);

        Assert.Equal(Refusals.Done, done.Kind());
        Assert.Equal((1, 1, 1), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_14_a_file_that_is_not_to_be_shared_stays_with_the_receiver(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        await database.AddAsync(Has(Bob, Carol), Has(Carol, Bob));
        var sent = await database.OfferNewAsync(Person(Alice), Bob, "secret", preventShare: true);
        var id = await database.ArriveAsync(sent);
        Assert.True((await database.SeeAsync(Bob, id))!.PreventShare);
        var received = (await database.AcceptAsync(Bob, id)).Value!.FileId!.Value;
        Assert.True(Assert.Single(await database.FilesAsync(Bob)).PreventShare);

        Assert.Equal(RefusalKind.Forbidden, (await database.OfferAgainAsync(Person(Bob), Carol, received)).Kind());
        Assert.Equal(RefusalKind.Forbidden, (await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId)).Kind());
        foreach (var caller in new[] { Person(Carol), Person(Alice), App() })
        {
            Assert.Equal(
                RefusalKind.NotFound,
                (await database.OfferAgainAsync(caller, Carol == caller.UserId ? Bob : Carol, received)).Kind());
            Assert.Null(await database.ReadAsync(caller.Id, received));
        }

        // The app through which it came can, whoever owns it.
        var byApp = await database.ArriveAsync(await database.OfferAgainAsync(App(), Bob, sent.Value.FileId));
        Assert.True((await database.SeeAsync(Bob, byApp))!.PreventShare);
        Assert.Equal(
            (Demo, true), (
                (await database.SeeAsync(Bob, byApp))!.Peer, (await database.AcceptAsync(Bob, byApp)).Value!.PreventShare));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_app_offers_its_own_files_and_those_that_came_through_it(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var own = await database.OfferNewAsync(App(), Bob, "from the app", preventShare: true);
        Assert.Equal([own.Value.FileId], (await database.FilesAsync(Demo)).Select(file => file.Id));
        var through = await database.UploadAsync(Alice, "through the app");
        var notThrough = await database.UploadAsync(Alice, "on the pages", clientId: null);

        Assert.Equal(Refusals.Done, (await database.OfferAgainAsync(App(), Bob, own.Value.FileId)).Kind());
        Assert.Equal(Refusals.Done, (await database.OfferAgainAsync(App(), Bob, through)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await database.OfferAgainAsync(App(), Bob, notThrough)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await database.OfferAgainAsync(App("other", "other"), Bob, through)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await database.OfferAgainAsync(Person(Bob), Alice, through)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await database.OfferAgainAsync(Person(Alice), Bob, own.Value.FileId)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await database.OfferAgainAsync(Person(Alice), Bob, Guid.CreateVersion7())).Kind());
        Assert.Equal(Refusals.Done, (await database.OfferAgainAsync(Person(Alice, null), Bob, notThrough)).Kind());
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData(" ", "missing")]
    [InlineData(Alice, "your own")]
    [InlineData("m99999999999", "Unknown recipient: m99999999999")]
    [InlineData("bob", "Unknown recipient: bob")]
    [InlineData("m10000000002,m10000000003", "Unknown recipient")]
    public async Task A_receiver_that_cannot_be_is_refused_before_the_file_is_read(string? receiver, string expected)
    {
        await using var database = await OfferDatabase.CreateAsync(DatabaseBrand.Sqlite);
        var wish = new OfferRequest(receiver, false, false);

        var result = await database.Get<FileOfferSender>().OfferNewAsync(
            Person(Alice), new GalleryUpload("Default", "a", false, null, null, null), wish, new UnreadableStream(), null,
            default);

        Assert.Equal(RefusalKind.Invalid, result.Kind());
        Assert.Contains(expected, result.Refusal?.Text, StringComparison.Ordinal);
        Assert.Empty(await database.FilesAsync(Alice));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Offers_are_listed_newest_first_in_pages_without_those_that_did_not_come(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var received = new List<Guid>();
        var sent = new List<Guid>();
        for (var n = 0; n < 12; n++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            var receiver = n % 4 == 0 ? Bob : Carol;
            var id = await database.ArriveAsync(await database.OfferNewAsync(Person(Alice), receiver, $"{n}"));
            sent.Insert(0, id);
        }

        await database.AddAsync(Has(Carol, Alice));
        for (var n = 0; n < 2; n++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            var id = await database.ArriveAsync(await database.OfferNewAsync(Person(Alice), Carol));
            received.Insert(0, id);
            sent.Insert(0, id);
        }

        Assert.Equal(
            received, await ReadAllAsync(1, (before, limit) => database.Offers.ListReceivedAsync(Carol, before, limit, default)));
        Assert.Equal(
            received, await ReadAllAsync(
                200, (before, limit) => database.Offers.ListReceivedAsync(Carol, before, limit, default)));
        Assert.Equal(
            sent, await ReadAllAsync(5, (before, limit) => database.Offers.ListSentAsync(Alice, before, limit, default)));
        Assert.Equal(
            [.. Enumerable.Repeat("offered", 2), .. Enumerable.Range(0, 12).Reverse().Select(
                n => n % 4 == 0 ? "offered" : "notDelivered")],
            (await database.Offers.ListSentAsync(Alice, null, 200, default)).Offers.Select(offer => offer.State));

        static async Task<List<Guid>> ReadAllAsync(int limit, Func<Guid?, int, Task<FileOfferPageReply>> read)
        {
            var all = new List<Guid>();
            FileOfferPageReply page;
            do
            {
                page = await read(all.Count > 0 ? all[^1] : null, limit);
                Assert.True(page.Offers.Count <= limit);
                all.AddRange(page.Offers.Select(offer => offer.Id));
            }
            while (page.HasMore);
            return all;
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_shows_its_offer_to_both_sides_and_a_page_takes_no_more_statements_for_it(DatabaseBrand provider)
    {
        var statements = new Statements();
        await using var database = await OfferDatabase.CreateAsync(
            provider, services => services.ConfigureDbContext<MxitDbContext>(options => options.AddInterceptors(statements)));
        var offer = await database.GiveAsync(name: "p.png");
        await database.ArriveAsync(
            await database.OfferAgainAsync(Person(Alice), Carol, (await database.FilesAsync(Alice))[0].Id));
        var messenger = database.Get<MessengerService>();
        await messenger.WriteAsync(Person(Alice), new WriteMessageBody(Bob, "and a word"), null, default);
        await TestKit.WaitFor.ConditionAsync(
            async () => (await messenger.ListMessagesAsync(Bob, null, 0, 10, default)).Messages.Count == 2);

        var received = (await messenger.ListMessagesAsync(Bob, null, 0, 10, default)).Messages;
        Assert.Equal(["p.png", "and a word"], received.Select(message => message.Body));
        Assert.Equal((offer, await database.SeeAsync(Bob, offer), null), (received[0].Id, received[0].Offer, received[1].Offer));
        var sent = (await messenger.ListMessagesAsync(Alice, null, 0, 10, default)).Messages;
        Assert.Equal(["offered", "notDelivered", null], sent.Select(message => message.Offer?.State));
        Assert.Equal(await database.SeeAsync(Alice, offer), sent[0].Offer);
        Assert.NotNull((await messenger.ListNewestAsync(Bob, Alice, long.MaxValue, 10, default))[0].Offer);

        var before = statements.Count;
        Assert.Empty((await messenger.ListMessagesAsync(Carol, null, 0, 10, default)).Messages);
        var withoutOffers = statements.Count - before;
        await messenger.ListMessagesAsync(Bob, null, 0, 10, default);
        Assert.Equal(before + (2 * withoutOffers), statements.Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Both_sides_hear_when_the_state_changes(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        using var alice = database.News.Listen(Alice);
        using var bob = database.News.Listen(Bob);
        var (accepted, declined) = (await database.GiveAsync("a"), await database.GiveAsync("b"));
        var (withdrawn, expired) = (await database.GiveAsync("c"), await database.GiveAsync("d"));
        Assert.False(alice.TakeOffersChanged() || bob.TakeOffersChanged());

        await database.AcceptAsync(Bob, accepted);
        AssertHeard();
        await database.AcceptAsync(Bob, accepted);
        Assert.False(alice.TakeOffersChanged() || bob.TakeOffersChanged());
        await database.DeclineAsync(Bob, declined);
        AssertHeard();
        await database.Galleries.DeleteFileAsync(
            Alice, (await database.SeeAsync(Alice, withdrawn))!.FileId!.Value.ToString(), default);
        AssertHeard();
        database.Clock.Advance(TimeSpan.FromDays(7));
        await database.Get<ExpiredOfferCleaner>().CleanAsync(default);
        AssertHeard();
        Assert.Equal("expired", (await database.SeeAsync(Alice, expired))!.State);

        void AssertHeard()
        {
            Assert.True(alice.TakeOffersChanged());
            Assert.True(bob.TakeOffersChanged());
            Assert.False(alice.TakeContactsChanged());
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_14_a_small_picture_is_for_the_two_sides_while_one_of_them_has_the_file(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var id = await GiveAsync(Picture);
        var key = (await database.FilesAsync(Alice))[0].Key;
        Assert.Equal(new ViewableOffer(key, "image/jpeg"), await ViewAsync(Bob));
        Assert.Equal(new ViewableOffer(key, "image/jpeg"), await ViewAsync(Alice));
        Assert.Null(await ViewAsync(Carol));

        await database.AcceptAsync(Bob, id);
        await database.Galleries.DeleteFileAsync(Alice, (await database.FilesAsync(Alice))[0].Id.ToString(), default);
        Assert.Equal((true, key), ((await database.SeeAsync(Bob, id))!.HasThumbnail, (await ViewAsync(Bob))?.Key));
        Assert.Equal((false, null), ((await database.SeeAsync(Alice, id))!.HasThumbnail, await ViewAsync(Alice)));

        var declined = await GiveAsync([.. Picture, 0]);
        await database.DeclineAsync(Bob, declined);
        Assert.Equal(
            (false, null), (
                (await database.SeeAsync(Bob, declined))!.HasThumbnail,
                await database.Offers.FindViewableOrNullAsync(Person(Bob), declined, default)));
        Assert.NotNull(await database.Offers.FindViewableOrNullAsync(Person(Alice), declined, default));
        Assert.False((await database.SeeAsync(Bob, await database.GiveAsync(type: "image/svg+xml")))!.HasThumbnail);

        async Task<Guid> GiveAsync(byte[] picture) =>
            await database.ArriveAsync(await database.OfferNewAsync(Person(Alice), new OfferRequest(Bob, false, true), picture));

        Task<ViewableOffer?> ViewAsync(string userId) => database.Offers.FindViewableOrNullAsync(Person(userId), id, default);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_08_a_photo_is_offered_without_its_metadata_unless_these_are_wished(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var photo = TestPictures.Photo("Zeerust");
        foreach (var keeps in new[] { false, true })
        {
            var sent = await database.OfferNewAsync(Person(Alice), new OfferRequest(Bob, false, keeps), photo);
            var id = await database.ArriveAsync(sent);
            var received = await database.ReadBytesAsync(Bob, (await database.AcceptAsync(Bob, id)).Value!.FileId!.Value);

            Assert.Equal(photo, await database.ReadBytesAsync(Alice, sent.Value.FileId));
            Assert.Equal((received!.Length, keeps), ((await database.SeeAsync(Bob, id))!.Size, received.SequenceEqual(photo)));
            Assert.Equal(keeps, Encoding.Latin1.GetString(received).Contains("Zeerust", StringComparison.Ordinal));
        }

        await database.AssertUsageAsync(Bob);
        Assert.Equal(2, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_08_a_picture_whose_metadata_cannot_be_removed_is_offered_as_it_is_or_not_at_all(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        byte[] tiff = [.. "II*\0\b\0\0\0"u8, .. new byte[40]];

        var refused = await database.OfferNewAsync(
            Person(Alice), new OfferRequest(Bob, false, KeepMetadata: false), tiff, key: "k");

        Assert.Equal(
            (RefusalKind.MetadataStays, "The file is a TIFF file. Its metadata cannot be removed; it may tell where, when and " +
            "by whom the file was made."),
            (refused.Kind(), refused.Refusal?.Text));
        Assert.Empty(await database.FilesAsync(Alice));
        Assert.Equal(0, database.CountContents());

        var sent = await database.OfferNewAsync(Person(Alice), new OfferRequest(Bob, false, KeepMetadata: true), tiff, key: "k");
        Assert.Equal(Refusals.Done, sent.Kind());
        await database.ArriveAsync(sent);
        Assert.Equal(RefusalKind.MetadataStays, (await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId)).Kind());
        Assert.Single(await database.FilesAsync(Alice));
        await database.AssertUsageAsync(Alice);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_no_picture_is_offered_as_it_is(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        foreach (var (name, content) in new[]
        {
            ("notes.txt", "II is Roman for two"u8.ToArray()), ("a.pdf", "%PDF-1.7"u8.ToArray()),
            ("a.zip", "PK\u0003\u0004\0\0"u8.ToArray()),
            ("a.bin", new byte[100]), ("profile.jpg", "bytes"u8.ToArray()), ("empty.jpg", []),
        })
        {
            var upload = new GalleryUpload(GalleryNames.Default, name, false, null, null, null);
            var sent = await database.OfferNewAsync(Person(Alice), new OfferRequest(Bob, false, false), content, upload);
            var accepted = await database.AcceptAsync(Bob, await database.ArriveAsync(sent));
            Assert.Equal(content, await database.ReadBytesAsync(Bob, accepted.Value!.FileId!.Value));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_a_copy_without_metadata_goes_with_its_offer(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var sent = await database.OfferNewAsync(
            Person(Alice), new OfferRequest(Bob, false, false), TestPictures.Photo("Zeerust"));
        Assert.Equal(2, database.CountContents());
        await database.DeclineAsync(Bob, await database.ArriveAsync(sent));
        Assert.Equal(1, database.CountContents());

        // Two offers of the same photo share the copy.
        await database.ArriveAsync(await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId));
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.ArriveAsync(await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId));
        database.Clock.Advance(TimeSpan.FromDays(6));
        await database.Get<ExpiredOfferCleaner>().CleanAsync(default);
        Assert.Equal(2, database.CountContents());
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.Get<ExpiredOfferCleaner>().CleanAsync(default);
        Assert.Equal(1, database.CountContents());

        // Refused at the door of the message path: nothing is left of the attempt.
        Assert.True(database.Get<MessageQueue>().TryReserve(2_000_000));
        Assert.Equal(RefusalKind.Overloaded, (await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId)).Kind());
        database.Get<MessageQueue>().Dispatched(2_000_000);
        Assert.Equal(1, database.CountContents());

        await database.ArriveAsync(await database.OfferAgainAsync(Person(Alice), Bob, sent.Value.FileId));
        Assert.Equal(2, database.CountContents());
        await database.Galleries.DeleteFileAsync(Alice, sent.Value.FileId.ToString(), default);
        Assert.Equal(0, database.CountContents());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_nothing_is_left_of_the_offers_of_somebody_who_is_removed(DatabaseBrand provider)
    {
        await using var database = await OfferDatabase.CreateAsync(provider);
        var fromAlice = await database.GiveAsync("from alice");
        await database.AcceptAsync(Bob, fromAlice);
        var kept = await database.OfferNewAsync(Person(Bob), Carol, "from bob");
        await database.ArriveAsync(kept);
        var through = await database.UploadAsync(Alice, "through the app");
        var byApp = await database.ArriveAsync(await database.OfferAgainAsync(App(), Bob, through));
        await database.GiveAsync("open");

        await database.Get<AccountService>().RemoveAsync(Alice, default);

        var left = await database.QueryAsync(
            context => context.Set<StoredOffer>().AsNoTracking().OrderBy(row => row.CreatedUtc).ToListAsync());
        Assert.Equal(new[] { kept.Value.OfferId, byApp }.Order(), left.Select(offer => offer.Id).Order());
        Assert.Equal("withdrawn", (await database.SeeAsync(Bob, byApp))!.State);
        Assert.Null((await database.Offers.FindOrNullAsync(App(), byApp, default))!.FileId);
        Assert.Equal(2, database.CountContents());

        await database.Get<AccountService>().RemoveAsync(Bob, default);
        Assert.Empty(await database.QueryAsync(context => context.Set<StoredOffer>().ToListAsync()));
        Assert.Equal(0, database.CountContents());
    }

    [Fact]
    public void An_offer_cannot_outlive_its_message()
    {
        Assert.Equal(TimeSpan.FromDays(7), new FileOfferSettings().GetLife(new MessageSettings()));
        Assert.Equal(TimeSpan.FromHours(1), new FileOfferSettings().GetLife(new MessageSettings { MaxSpoolSeconds = 3_600 }));
        Assert.Equal(TimeSpan.FromDays(7), new FileOfferSettings().GetLife(new MessageSettings { MaxSpoolSeconds = 31_536_000 }));
        var validator = new FileOfferSettingsValidator(Options.Create(new MessageSettings { MaxSpoolSeconds = 3_600 }));
        Assert.True(validator.Validate(null, new FileOfferSettings { LifeSeconds = 3_600 }).Succeeded);
        Assert.Contains(
            "MaxSpoolSeconds", validator.Validate(null, new FileOfferSettings { LifeSeconds = 3_601 }).FailureMessage,
            StringComparison.Ordinal);
    }

    private static async Task<(int Offers, int Messages, int Files)> CountAsync(OfferDatabase database) =>
        await database.QueryAsync(
            async context =>
                (await context.Set<StoredOffer>().CountAsync(), await context.Set<Message>().CountAsync(),
                    await context.Set<StoredFile>().CountAsync()));

    private sealed class UnreadableStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The body was read.");
    }
}
