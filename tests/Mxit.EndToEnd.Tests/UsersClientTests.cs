using System.IO.Compression;
using System.Net;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>The User API by the client library: profile, status, pictures, contacts, recommendations.</summary>
public sealed class UsersClientTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_profile_is_changed_in_part_and_everybody_sees_what_is_public(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");

        await alice.Users.UpdateProfileAsync(new ProfileUpdate
        {
            AboutMe = "Zoë 😀 \"quoted\"",
            FirstName = "Alice",
            Gender = Gender.Male,
            RelationshipStatus = RelationshipStatus.Married,
            Email = "alice@example.com",
        });
        await alice.Users.UpdateProfileAsync(new ProfileUpdate
        {
            AboutMe = "",
            Gender = Gender.Female,
            RelationshipStatus = RelationshipStatus.Undefined,
        });
        await alice.Users.UpdateProfileAsync(new ProfileUpdate());
        await alice.Users.SetStatusAsync("Molo 😀 \"hi\"");

        var full = await alice.Users.GetFullProfileAsync();
        Assert.Equal(
            (Alice, "", "Alice", Gender.Female, RelationshipStatus.Undefined, "alice@example.com"),
            (full.UserId, full.AboutMe, full.FirstName, full.Gender, full.RelationshipStatus, full.Email));
        var basic = await client.Users.GetBasicProfileAsync(await client.Users.GetUserIdAsync("alice"));
        Assert.Equal((Alice, "Alice", "Molo 😀 \"hi\""), (basic.UserId, basic.FirstName, basic.StatusMessage));
        Assert.Equal("Molo 😀 \"hi\"", await client.Users.GetStatusAsync("ALICE"));
        Assert.Equal("Molo 😀 \"hi\"", await alice.Users.GetOwnStatusAsync());
        Assert.Equal(basic.DisplayName, await client.Users.GetDisplayNameAsync("alice"));
        Assert.Matches(@"^\d+(\.\d+){3}$", await client.Users.GetVersionAsync());
        await Assert.ThrowsAsync<MxitNotFoundException>(() => client.Users.GetStatusAsync("nobody.at.all"));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => client.Users.GetBasicProfileAsync("m99999999999"));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task The_peoples_api_has_profile_suggestions_and_pictures_for_one_scope(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var carol = client.ForUser(await client.OAuth.SignInWithPasswordAsync("carol", "carol-password", [MxitScopes.Messenger]));

        await carol.Messenger.UpdateProfileAsync(new ProfileUpdate { AboutMe = "Surfs", Gender = Gender.Female });
        var profile = await carol.Messenger.GetProfileAsync();
        Assert.Equal(("m10000000003", "Surfs", Gender.Female), (profile.UserId, profile.AboutMe, profile.Gender));
        Assert.Equal("m10000000004", Assert.Single(await carol.Messenger.GetSuggestionsAsync()).UserId);
        await using var picture = await carol.Messenger.GetAvatarAsync("m10000000002");
        Assert.Equal((picture.Length, "image/png"), ((await picture.ReadAsBytesAsync()).Length, picture.ContentType));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => carol.Messenger.GetAvatarAsync("m99999999999"));
    }

    [Fact]
    public async Task What_the_server_refuses_of_a_profile_is_not_repeated()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => alice.Users.UpdateProfileAsync(new ProfileUpdate { RelationshipStatus = (RelationshipStatus)77 }));
        var tooLong = await Assert.ThrowsAsync<MxitApiException>(() => alice.Users.SetStatusAsync(new string('c', 251)));

        Assert.Equal(HttpStatusCode.BadRequest, failure.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.DoesNotContain("cccc", tooLong.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Pictures_are_set_shown_saved_and_taken_away(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var folder = Directory.CreateTempSubdirectory("mxit-users-").FullName;
        try
        {
            var file = Path.Combine(folder, "me.png");
            await using (var first = await alice.Users.GetOwnAvatarAsync())
            {
                Assert.StartsWith("image/", first.ContentType, StringComparison.Ordinal);
                Assert.NotNull(first.ETag);
                Assert.Null(await alice.Users.GetOwnAvatarIfChangedAsync(first.ETag));
                await first.SaveAsync(file);

                // As bytes, as a stream that goes one way, as a file.
                await alice.Users.SetAvatarAsync(Png(64, 64, 0x20));
                await using var second = await client.Users.GetAvatarIfChangedAsync("alice", first.ETag);
                Assert.NotNull(second);
                Assert.NotEqual(first.ETag, second.ETag);
                Assert.Equal(second.Length, (await second.ReadAsBytesAsync()).Length);
            }

            await using (var zipped = new GZipStream(new MemoryStream(Zip(Png(300, 200, 0x90))), CompressionMode.Decompress))
            {
                await alice.Users.SetCoverAsync(zipped);
            }

            await alice.Users.SetAvatarAsync(MediaUpload.FromFile(file));
            await using var cover = await alice.Users.GetCoverAsync();
            Assert.NotNull(cover.ETag);
            await alice.Users.DeleteCoverAsync();
            await alice.Users.DeleteCoverAsync();
            await using var none = await alice.Users.GetCoverIfChangedAsync(cover.ETag);
            Assert.NotNull(none);
            await alice.Users.DeleteAvatarAsync();
            await alice.Users.DeleteAvatarAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task U_02_a_picture_that_is_too_large_or_none_is_refused_in_words()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");

        var announced = await Assert.ThrowsAsync<MxitApiException>(() => alice.Users.SetAvatarAsync(new byte[20 * 1024 * 1024]));
        var inChunks = await Assert.ThrowsAsync<MxitApiException>(async () =>
        {
            await using var zeros = new GZipStream(new MemoryStream(Zip(new byte[20 * 1024 * 1024])), CompressionMode.Decompress);
            await alice.Users.SetAvatarAsync(zeros);
        });
        var noPicture = await Assert.ThrowsAsync<MxitApiException>(() => alice.Users.SetAvatarAsync("no picture"u8.ToArray()));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, announced.StatusCode);
        Assert.Contains(inChunks.StatusCode, (HttpStatusCode[])[HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest]);
        Assert.Equal(HttpStatusCode.BadRequest, noPicture.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_goes_one_way_survives_a_token_that_ended()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var token = await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", [MxitScopes.AvatarWrite]);
        UserToken? renewed = null;
        var alice = client.ForUser(token with { AccessToken = "revoked-long-ago" }, (newer, _) =>
        {
            renewed = newer;
            return Task.CompletedTask;
        });

        // The server refuses before it wants the content, so the stream was not spent.
        await using var zipped = new GZipStream(new MemoryStream(Zip(Png(300, 200, 0x40))), CompressionMode.Decompress);
        await alice.Users.SetAvatarAsync(zipped);

        Assert.NotNull(renewed);
    }

    [Theory]
    [InlineData(MxitTestDatabase.Sqlite, true)]
    [InlineData(MxitTestDatabase.Sqlite, false)]
    [InlineData(MxitTestDatabase.PostgreSql, true)]
    public async Task Every_contact_is_listed_once_whatever_the_page(MxitTestDatabase provider, bool inclusive)
    {
        await using var server = await Server.StartAsync(
            provider, options => options.Settings["Mxit:Contacts:InclusiveCount"] = inclusive ? "true" : "false");
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var page = await alice.Users.GetContactListAsync(ContactFilter.All, 0, 1);

        Assert.Equal(inclusive ? 2 : 1, page.Count);
        foreach (var pageSize in (int[])[1, 2, 3, 26])
        {
            var listed = await alice.Users.ListContactsAsync(ContactFilter.All, pageSize)
                .Select(contact => contact.UserId).ToListAsync();
            Assert.Equal(["demo", Bob, Carol, Dave], listed.Select(id => id.Value).Order());
        }

        var friends = await alice.Users.ListContactsAsync(ContactFilter.Friends).Select(contact => contact.UserId).ToListAsync();
        Assert.Equal([Bob, Carol, Dave], friends.Select(id => id.Value).Order());
        Assert.Equal("demo", (await alice.Users.ListContactsAsync(ContactFilter.Apps).SingleAsync()).UserId);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task An_invite_goes_its_way(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var carol = await client.SignInAsync("carol");
        var dave = await client.SignInAsync("dave");

        Assert.Contains(Dave, (await carol.Users.GetFriendSuggestionsAsync()).Select(person => person.UserId));
        await carol.Users.AddContactAsync("dave");
        await carol.Users.AddContactAsync("dave");
        Assert.Equal(Dave, (await carol.Users.ListContactsAsync(ContactFilter.Pending).SingleAsync()).UserId);
        var invite = await dave.Messenger.ListContactsAsync(ContactFilter.Invites).SingleAsync();
        Assert.Equal((Carol, SubscriptionType.Ask), (invite.Id, invite.Subscription));

        await dave.Messenger.AcceptContactAsync(Carol);
        await dave.Messenger.SetContactGroupAsync(Carol, "Vriende 😀");
        await dave.Messenger.SetStateAsync(new StateUpdate { Mood = Mood.Happy, Availability = Availability.Busy });

        var contact = await dave.Messenger.ListContactsAsync(ContactFilter.Friends).SingleAsync(contact => contact.Id == Carol);
        Assert.Equal((SubscriptionType.Both, "Vriende 😀"), (contact.Subscription, contact.Group));
        Assert.Equal(
            Mood.Happy, (await carol.Users.ListContactsAsync().SingleAsync(other => other.UserId == Dave)).State?.Mood);

        await dave.Messenger.BlockContactAsync(Carol);
        Assert.Equal(Carol, (await dave.Messenger.ListContactsAsync(ContactFilter.Blocked).SingleAsync()).Id);
        await dave.Messenger.UnblockContactAsync(Carol);
        await dave.Messenger.DeleteContactAsync(Carol);
        Assert.DoesNotContain(Carol, await dave.Messenger.ListContactsAsync().Select(other => other.Id).ToListAsync());
        await carol.Messenger.AddContactAsync(Dave);
        await dave.Messenger.RejectContactAsync(Carol);
        await Assert.ThrowsAsync<MxitNotFoundException>(() => carol.Users.AddContactAsync("nobody.at.all"));
    }

    [Fact]
    public async Task An_app_is_recommended_by_itself_and_by_a_person()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var dave = await client.SignInAsync("dave");

        await client.Users.RecommendAsync(
            new Recommendation { Application = "demo", To = Dave, Message = "From the app", From = Alice });
        await alice.Users.RecommendAsync(
            new Recommendation { Application = "demo", To = Dave, Message = "From Alice" },
            new MxitCallOptions { IdempotencyKey = "once" });
        await alice.Users.RecommendAsync(
            new Recommendation { Application = "demo", To = Dave, Message = "From Alice" },
            new MxitCallOptions { IdempotencyKey = "once" });

        var texts = await WaitFor.ValueAsync(
            async () => await dave.Messenger.ListMessagesAsync().Select(message => (message.Peer, message.Body)).ToListAsync(),
            read => read.Count >= 2);
        Assert.Equal([(Alice, "From the app"), (Alice, "From Alice")], texts);
        await Assert.ThrowsAsync<MxitForbiddenException>(
            () => alice.Users.RecommendAsync(new Recommendation { Application = "demo", To = Dave, Message = "", From = Bob }));
    }

    [Fact]
    public async Task O_60_a_scope_that_the_person_did_not_allow_is_named()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = client.ForUser(await client.OAuth.SignInWithPasswordAsync("alice", "alice-password", [MxitScopes.OpenId]));

        var calls = new Dictionary<string, Func<Task>>
        {
            [MxitScopes.ProfilePrivate] = () => alice.Users.GetFullProfileAsync(),
            [MxitScopes.ProfileWrite] = () => alice.Users.UpdateProfileAsync(new ProfileUpdate()),
            [MxitScopes.StatusWrite] = () => alice.Users.SetStatusAsync("hi"),
            [MxitScopes.AvatarWrite] = () => alice.Users.SetAvatarAsync(Png(1, 1, 0)),
            [MxitScopes.GraphRead] = () => alice.Users.GetContactListAsync(),
            [MxitScopes.ContactInvite] = () => alice.Users.AddContactAsync("dave"),
            [MxitScopes.ContactRecommend] = () =>
                alice.Users.RecommendAsync(new Recommendation { Application = "demo", To = Dave, Message = "" }),
        };

        foreach (var (scope, call) in calls)
        {
            Assert.Equal(scope, (await Assert.ThrowsAsync<MxitForbiddenException>(call)).MissingScope);
        }
    }

    /// <summary>A picture of one grey, written by hand.</summary>
    private static byte[] Png(int width, int height, byte grey)
    {
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                packed.WriteByte(0);
                packed.Write([.. Enumerable.Repeat(grey, width)]);
            }
        }

        byte[] header = [.. BigEndian(width), .. BigEndian(height), 8, 0, 0, 0, 0];
        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a,
            .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, []),
        ];

        static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

        static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            byte[] body = [.. type, .. data];
            var crc = uint.MaxValue;
            foreach (var one in body)
            {
                crc ^= one;
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
                }
            }

            return [.. BigEndian(data.Length), .. body, .. BigEndian((int)~crc)];
        }
    }

    private static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var packer = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            packer.Write(content);
        }

        return zipped.ToArray();
    }
}
