using System.Globalization;
using Mxit.Testing;

namespace Mxit.Cli.Tour;

/// <summary>The calls about people: profiles, pictures, contacts.</summary>
internal sealed class PeopleTour(MxitClient app, TourReport report, CancellationToken stop)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";
    private const string Status = "On tour 🌍";

    public async Task RunAsync(MxitUserClient alice)
    {
        await LookAsync();
        await ChangeAsync(alice);
        await ShowAsync(alice);
        await KnowAsync(alice);
        await MeetAsync();
    }

    private async Task LookAsync()
    {
        report.Chapter("Who people are, as the app sees them");
        await report.CallAsync(
            "mxit.Users.GetVersionAsync()", async () => await app.Users.GetVersionAsync(cancellationToken: stop));
        await report.CallAsync("mxit.Users.GetDisplayNameAsync(\"bob\")", async () =>
        {
            var name = await app.Users.GetDisplayNameAsync("bob", cancellationToken: stop);
            Expect.That(name == "Bob", "bob is called Bob");
            return name;
        });
        await report.CallAsync("mxit.Users.GetBasicProfileAsync(bob)", async () =>
        {
            var bob = await app.Users.GetBasicProfileAsync(Bob, cancellationToken: stop);
            Expect.That(
                bob.UserId == Bob && bob is { DisplayName: "Bob", State: not null, RegistrationDate: not null }, "it is Bob's");
            return string.Create(
                CultureInfo.InvariantCulture, $"{bob.FirstName} {bob.LastName}, {bob.Age}, {bob.RegisteredCountryCode}");
        });
    }

    private async Task ChangeAsync(MxitUserClient alice)
    {
        report.Chapter("Alice changes her profile");
        await report.CallAsync(
            "alice.Users.UpdateProfileAsync(new() { Gender = Gender.Female, AboutMe = ..., WhereAmI = \"\" }), " +
            "GetFullProfileAsync()", async () =>
            {
                var before = await alice.Users.GetFullProfileAsync(cancellationToken: stop);
                await alice.Users.UpdateProfileAsync(
                    new ProfileUpdate { Gender = Gender.Female, AboutMe = "Takes people around", WhereAmI = "" },
                    cancellationToken: stop);
                var after = await alice.Users.GetFullProfileAsync(cancellationToken: stop);
                Expect.That(
                    after is { Gender: Gender.Female, AboutMe: "Takes people around", WhereAmI: "" }
                    && after.Email == before.Email,
                    "what was given is changed or cleared, all else is as it was");
                return $"{after.AboutMe}, {after.Gender}, born {after.DateOfBirth:yyyy-MM-dd}";
            });
        await report.CallAsync("... with what cannot be an e-mail address", async () =>
        {
            var refused = await Expect.ThrowsAsync<MxitApiException>(() => alice.Users.UpdateProfileAsync(
                new ProfileUpdate { Email = "nonsense", Title = "Dr" }, cancellationToken: stop));
            var after = await alice.Users.GetFullProfileAsync(cancellationToken: stop);
            Expect.That(after.Title != "Dr", "nothing is changed when something is refused");
            return refused.ErrorDescription ?? "";
        });
        await report.CallAsync("alice.Users.SetStatusAsync(...), read by mxit.Users.GetStatusAsync(\"alice\")", async () =>
        {
            await alice.Users.SetStatusAsync(Status, cancellationToken: stop);
            Expect.That(await alice.Users.GetOwnStatusAsync(cancellationToken: stop) == Status, "Alice reads what she wrote");
            var seen = await app.Users.GetStatusAsync("alice", cancellationToken: stop);
            Expect.That(seen == Status, "everybody reads it, unchanged");
            return seen;
        });
    }

    private async Task ShowAsync(MxitUserClient alice)
    {
        report.Chapter("Pictures");
        await report.CallAsync("mxit.Users.GetAvatarAsync(\"bob\"), who has none", async () =>
        {
            await using var picture = await app.Users.GetAvatarAsync("bob", cancellationToken: stop);
            var bytes = await picture.ReadAsBytesAsync(cancellationToken: stop);
            Expect.That(picture.ContentType == "image/png" && bytes.Length > 0, "there is one drawn for him");
            return $"{picture.ContentType}, {bytes.Length} bytes";
        });
        string? etag = null;
        await report.CallAsync("alice.Users.SetAvatarAsync(bytes)", async () =>
        {
            var before = await alice.Users.GetFullProfileAsync(cancellationToken: stop);
            await alice.Users.SetAvatarAsync(TestPicture.Draw(), cancellationToken: stop);
            var after = await alice.Users.GetFullProfileAsync(cancellationToken: stop);
            Expect.That(before.AvatarId != after.AvatarId, "the picture has a new id");
            return after.AvatarId;
        });
        await report.CallAsync("alice.Users.GetOwnAvatarAsync(), saved as a file", async () =>
        {
            var file = Path.Combine(Path.GetTempPath(), $"mxit-tour-{Guid.NewGuid():N}.png");
            try
            {
                await using var picture = await alice.Users.GetOwnAvatarAsync(cancellationToken: stop);
                await picture.SaveAsync(file, stop);
                etag = picture.ETag;
                Expect.That(new FileInfo(file).Length == picture.Length, "the whole picture is there");
                return $"{picture.ContentType}, {picture.Length} bytes, {etag}";
            }
            finally
            {
                File.Delete(file);
            }
        });
        await report.CallAsync("mxit.Users.GetAvatarIfChangedAsync(\"alice\", etag)", async () =>
        {
            Expect.That(
                etag is not null && await app.Users.GetAvatarIfChangedAsync("alice", etag, cancellationToken: stop) is null,
                "what has not changed is not sent again");
            return "null: not changed";
        });
        await report.CallAsync("alice.Users.SetCoverAsync(...), GetCoverAsync()", async () =>
        {
            await alice.Users.SetCoverAsync(TestPicture.Draw(), cancellationToken: stop);
            await using var cover = await alice.Users.GetCoverAsync(cancellationToken: stop);
            return $"{cover.ContentType}, {cover.Length} bytes";
        });
        await report.CallAsync("alice.Users.DeleteAvatarAsync(), twice", async () =>
        {
            await alice.Users.DeleteAvatarAsync(cancellationToken: stop);
            await alice.Users.DeleteAvatarAsync(cancellationToken: stop);
            Expect.That(
                await app.Users.GetAvatarIfChangedAsync("alice", etag ?? "\"\"", cancellationToken: stop) is { } drawn
                && await IsDisposedAsync(drawn),
                "the one drawn for her is back");
            return "the default one again";
        });
    }

    private async Task KnowAsync(MxitUserClient alice)
    {
        report.Chapter("Contacts");
        await report.CallAsync("alice.Users.GetContactListAsync(ContactFilter.Friends, count: 2)", async () =>
        {
            var page = await alice.Users.GetContactListAsync(ContactFilter.Friends, count: 2, cancellationToken: stop);
            Expect.That(page.Count == 3, "the historic service gives one more than asked for, and so does this one");
            return string.Join(", ", page.Select(contact => contact.DisplayName));
        });
        await report.CallAsync("alice.Users.AddContactAsync(\"strict-demo\"), an app", async () =>
        {
            await alice.Users.AddContactAsync("strict-demo", cancellationToken: stop);
            var apps = await alice.Users.GetContactListAsync(ContactFilter.Apps, cancellationToken: stop);
            Expect.That(
                apps.Any(contact => contact.UserId == "strict-demo" && contact.ContactType == ContactType.Application),
                "it is there at once");
            return string.Join(", ", apps.Select(contact => contact.DisplayName));
        });
        await report.CallAsync("alice.Users.ListContactsAsync(pageSize: 2)", async () =>
        {
            var all = await alice.Users.ListContactsAsync(pageSize: 2, cancellationToken: stop).ToListAsync(stop);
            Expect.That(all.Count == 5 && all.DistinctBy(contact => contact.UserId).Count() == 5, "everybody comes once");
            return string.Join(", ", all.Select(contact => contact.DisplayName));
        });
        await report.CallAsync("alice.Messenger.SetStateAsync(new() { Mood = Mood.Happy }), seen by bob", async () =>
        {
            await alice.Messenger.SetStateAsync(new StateUpdate { Mood = Mood.Happy }, cancellationToken: stop);
            var bob = await app.SignInAsync("bob", stop);
            var friends = await bob.Users.GetContactListAsync(ContactFilter.Friends, cancellationToken: stop);
            var state = friends.Single(contact => contact.UserId == Alice).State;
            Expect.That(state?.Mood == Mood.Happy, "Bob sees her mood");
            return $"{state!.Mood}, {state.Availability}";
        });
        await report.CallAsync("alice.Messenger.BlockContactAsync(bob), and then not", async () =>
        {
            await alice.Messenger.BlockContactAsync(Bob, cancellationToken: stop);
            var blocked = await alice.Users.GetContactListAsync(ContactFilter.Blocked, cancellationToken: stop);
            Expect.That(blocked is [{ Blocked: true }] && blocked[0].UserId == Bob, "Bob is blocked");
            await alice.Messenger.UnblockContactAsync(Bob, cancellationToken: stop);
            return $"{blocked[0].DisplayName}, for a moment";
        });
    }

    private async Task MeetAsync()
    {
        report.Chapter("Carol meets Dave, and shows him an app");
        var carol = await app.SignInAsync("carol", stop);
        var dave = await app.SignInAsync("dave", stop);
        await report.CallAsync("carol.Users.GetFriendSuggestionsAsync()", async () =>
        {
            var suggestions = await carol.Users.GetFriendSuggestionsAsync(cancellationToken: stop);
            Expect.That(suggestions.Count == 1 && suggestions[0].UserId == Dave, "a friend of her friends");
            return string.Join(", ", suggestions.Select(person => person.DisplayName));
        });
        await report.CallAsync("carol.Users.AddContactAsync(\"dave\"), dave.Messenger.AcceptContactAsync(carol)", async () =>
        {
            await carol.Users.AddContactAsync("dave", cancellationToken: stop);
            var invites = await dave.Users.GetContactListAsync(ContactFilter.Invites, cancellationToken: stop);
            Expect.That(invites is [{ SubscriptionType: SubscriptionType.Ask }] && invites[0].UserId == Carol, "Dave is asked");
            await dave.Messenger.AcceptContactAsync(Carol, cancellationToken: stop);
            var friends = await carol.Users.GetContactListAsync(ContactFilter.Friends, cancellationToken: stop);
            Expect.That(
                friends.Any(contact => contact.UserId == Dave && contact.SubscriptionType == SubscriptionType.Both),
                "they are friends");
            return string.Join(", ", friends.Select(contact => contact.DisplayName));
        });
        await report.CallAsync("carol.Users.RecommendAsync(new(\"demo\", dave, ...))", async () =>
        {
            await carol.Users.RecommendAsync(
                new Recommendation { Application = "demo", To = Dave, Message = "Look at {0}" }, cancellationToken: stop);
            var message = await FirstAsync(dave, "Look at {0}");
            Expect.That(
                message.Peer == Carol && message.Links is [{ TargetService: "demo" }],
                "it comes from Carol, with a link to the app");
            return $"{message.Peer}: {message.Body}, a link to {message.Links![0].Text}";
        });
    }

    private static async Task<bool> IsDisposedAsync(MediaDownload download)
    {
        await download.DisposeAsync();
        return true;
    }

    private async Task<MessengerMessage> FirstAsync(MxitUserClient person, string body)
    {
        await foreach (var message in person.Messenger.ListenAsync(cancellationToken: stop))
        {
            if (message.Body == body)
            {
                return message;
            }
        }

        throw new TourException("The stream of messages should go on, and ended.");
    }
}
