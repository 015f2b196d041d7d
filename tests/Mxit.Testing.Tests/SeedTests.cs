using System.Globalization;

namespace Mxit.Testing.Tests;

public sealed class SeedTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_seed_and_calls_give_the_same_ids_and_times_a_hundred_times()
    {
        await using var server = await MxitTestServer.StartAsync(Seeded(7), Stop);
        var first = await TellAsync(server);
        for (var round = 1; round < 100; round++)
        {
            await server.ResetAsync(Stop);
            Assert.Equal(first, await TellAsync(server));
        }

        await using var other = await MxitTestServer.StartAsync(Seeded(7), Stop);
        Assert.Equal(first, await TellAsync(other));

        await using var another = await MxitTestServer.StartAsync(Seeded(8), Stop);
        Assert.NotEqual(first, await TellAsync(another));
    }

    [Fact]
    public async Task The_time_stands_still_until_it_is_moved()
    {
        await using var server = await MxitTestServer.StartAsync(new MxitTestServerOptions { Seed = 1 }, Stop);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), server.Clock.GetUtcNow());

        var alice = await server.GetPersonAsync("alice", Stop);
        server.Clock.Advance(TimeSpan.FromMinutes(59));
        _ = await alice.ReadInboxAsync(Stop);
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        _ = await alice.ReadInboxAsync(Stop);

        Assert.Equal(2, server.Requests.All.Count(request => request is { Path: "/token" }));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 1, 1, 0, TimeSpan.Zero), server.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Ids_grow_in_the_order_in_which_they_are_made()
    {
        await using var server = await MxitTestServer.StartAsync(new MxitTestServerOptions { Seed = 1 }, Stop);
        var alice = await server.GetPersonAsync("alice", Stop);
        var ids = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            ids.Add((await alice.Client.Users.UploadGalleryFileAsync(
                "things", new MediaUpload("hello"u8.ToArray(), $"{number}.txt"), cancellationToken: Stop)).ToString());
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Equal(7, Guid.Parse(id).Version));
    }

    // Hashing passwords quickly: a hundred rounds check hundreds.
    private static MxitTestServerOptions Seeded(int seed) => new()
    {
        Seed = seed,
        Settings = { ["Mxit:Accounts:PasswordMemoryKib"] = "7168", ["Mxit:Accounts:PasswordPasses"] = "1" },
    };

    /// <summary>Everything that came back, as one text.</summary>
    private static async Task<string> TellAsync(MxitTestServer server)
    {
        var told = new List<string>();
        var thandi = await server.AddPersonAsync("thandi", cancellationToken: Stop);
        var sipho = await server.AddPersonAsync("sipho", cancellationToken: Stop);
        var weather = await server.AddAppAsync("weather", cancellationToken: Stop);
        await server.AddContactAsync(thandi, sipho, Stop);
        await server.AddContactAsync(thandi, weather, Stop);
        Tell(thandi.UserId, sipho.UserId, weather.ClientId, weather.ClientSecret);

        using var mxit = server.ClientFor(weather);
        var rain = await mxit.Messaging.SendMessageAsync(weather.ServiceName, [thandi.UserId], "rain", cancellationToken: Stop);
        Tell(rain.MessageId!);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Tell((await sipho.SendAsync(thandi.UserId, "hello", Stop)).MessageId!);
        _ = await thandi.WaitForMessageAsync(message => message.Body == "hello", cancellationToken: Stop);
        foreach (var message in await thandi.ReadInboxAsync(Stop))
        {
            Tell(message.Id, message.Cursor, message.Peer, message.SentAt.ToString("O", CultureInfo.InvariantCulture));
        }

        var file = await sipho.Client.Users.UploadGalleryFileAsync(
            "things", new MediaUpload("hello"u8.ToArray(), "note.txt"), cancellationToken: Stop);
        var offer = await sipho.Client.Users.SendFileOfferAsync(thandi.UserId, file, cancellationToken: Stop);
        Tell(file, offer.OfferId!);
        Tell(await sipho.Client.Messenger.GetProfileAsync(cancellationToken: Stop));
        using var demo = server.CreateClient();
        Tell((await demo.OAuth.SignInWithPasswordAsync(
            "alice", "alice-password", [MxitScopes.ProfilePublic], null, Stop)).AccessToken);
        return string.Join('\n', told);

        void Tell(params object[] values) => told.AddRange(values.Select(value => value.ToString()!));
    }
}
