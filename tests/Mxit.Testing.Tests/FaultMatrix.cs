using System.Net;

namespace Mxit.Testing.Tests;

/// <summary>Every fault against calls of every kind, and what a caller sees.</summary>
internal static class FaultMatrix
{
    /// <summary>The faults, by the names of the table.</summary>
    public static readonly IReadOnlyList<(string Name, TestFault Fault)> Faults =
    [
        ("503", TestFault.Status(HttpStatusCode.ServiceUnavailable)),
        ("500", TestFault.Status(HttpStatusCode.InternalServerError)),
        ("403", TestFault.Status(HttpStatusCode.Forbidden)),
        ("rate limit", TestFault.RateLimited(TimeSpan.FromSeconds(1))),
        ("expired token", TestFault.ExpiredToken()),
        ("late", TestFault.Delay(TimeSpan.FromSeconds(1))),
        ("cut before", TestFault.CutBefore()),
        ("cut after", TestFault.CutAfter()),
        ("slow body", TestFault.SlowBody(200)),
        ("cut body", TestFault.TruncatedBody()),
    ];

    /// <summary>The calls, by the names of the table.</summary>
    public static readonly IReadOnlyList<FaultedCall> Calls =
    [
        new("look a person up", "/user/lookup/*", (world, _) => world.Mxit.Users.GetUserIdAsync(
            "bob", world.Options, world.Stop)),
        new("list messages", "/messenger/messages", (world, _) => world.Alice.Client.Messenger.ListMessagesAsync(
            options: world.Options, cancellationToken: world.Stop).FirstAsync(world.Stop).AsTask()),
        new("download a file", "/user/media/content/*", async (world, _) =>
        {
            await using var file = await world.Alice.Client.Users.GetGalleryFileAsync(world.File, world.Options, world.Stop);
            using var content = new MemoryStream();
            await file.Content.CopyToAsync(content, world.Stop);
            Assert.Equal(FaultWorld.Content, content.ToArray());
        }),
        new("get a token", "/token", async (world, _) =>
        {
            using var other = world.Server.CreateClient();
            await other.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic], world.Options, world.Stop);
        }),
        new("send a message", "/message/send", (world, name) => world.Mxit.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "demo", Body = name }, [world.Alice.UserId], world.Options, world.Stop))
        {
            CountAsync = (world, name) => world.CountAsync(message => message.Body == name),
        },
        new("upload a file", "/user/media/file/*", (world, name) => world.Alice.Client.Users.UploadGalleryFileAsync(
            "Default", new MediaUpload(FaultWorld.Content, name), options: world.Options, cancellationToken: world.Stop))
        {
            CountAsync = async (world, name) => await world.Alice.Client.Users.ListGalleryItemsAsync(
                "Default", cancellationToken: world.Stop).CountAsync(file => file.FileName == name, world.Stop),
        },
        new("offer a file", "/user/media/file/send*", async (world, name) =>
        {
            var file = await world.Bob.Client.Users.UploadGalleryFileAsync(
                "Default", new MediaUpload(FaultWorld.Content, name), cancellationToken: world.Stop);
            await world.Bob.Client.Users.SendFileOfferAsync(
                world.Alice.UserId, file, options: world.Options, cancellationToken: world.Stop);
        })
        {
            CountAsync = (world, name) => world.CountAsync(message => message.Offer?.FileName == name),
        },
        new("listen to messages", "/messenger/events", async (world, name) =>
        {
            await using var feed = world.Alice.Client.Messenger.ListenAsync(
                await world.LastCursorAsync(), cancellationToken: world.Stop).GetAsyncEnumerator(world.Stop);
            var next = feed.MoveNextAsync().AsTask();
            await world.Bob.SendAsync(world.Alice.UserId, name, world.Stop);
            Assert.True(await next);
            Assert.Equal(name, feed.Current.Body);
        })
        {
            // A feed has no end that could be cut off or sent slowly, and it goes on until it is ended.
            IsFeed = true,
        },
    ];
}

/// <summary>A call of the client, and the path that the fault hits.</summary>
internal sealed record FaultedCall(string Name, string Path, Func<FaultWorld, string, Task> RunAsync)
{
    /// <summary>
    /// How often its work was done, by the name of the case; <see langword="null"/> for a call that changes nothing.
    /// </summary>
    public Func<FaultWorld, string, Task<int>>? CountAsync { get; init; }

    public bool IsFeed { get; init; }

    public bool Takes(TestFault fault, bool isOnce) => !IsFeed
        || (isOnce && fault != TestFault.CutAfter() && FaultMatrix.Faults.Take(7).Any(one => one.Fault == fault));
}

/// <summary>A server with two friends, one of whom has a file, and a client of an app.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    public static readonly byte[] Content = [.. Enumerable.Range(0, 500).Select(number => (byte)number)];

    public required MxitTestServer Server { get; init; }

    public required MxitClient Mxit { get; init; }

    public required TestPerson Alice { get; init; }

    public required TestPerson Bob { get; init; }

    public FileId File { get; private set; }

    public required CancellationToken Stop { get; init; }

    /// <summary>The options of the call that is tried.</summary>
    public MxitCallOptions? Options { get; set; }

    public static async Task<FaultWorld> StartAsync(CancellationToken stop)
    {
        var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        var alice = await server.GetPersonAsync("alice", stop);
        var bob = await server.GetPersonAsync("bob", stop);
        var world = new FaultWorld { Server = server, Mxit = server.CreateClient(), Alice = alice, Bob = bob, Stop = stop };
        world.File = await alice.Client.Users.UploadGalleryFileAsync(
            "Default", new MediaUpload(Content, "first"), cancellationToken: stop);
        await bob.SendAsync(alice.UserId, "first", stop);
        _ = await alice.WaitForMessageAsync(cancellationToken: stop);
        _ = await world.Mxit.Users.GetUserIdAsync("bob", cancellationToken: stop);
        await world.Mxit.Messaging.SendMessageAsync("demo", [bob.UserId], "first", cancellationToken: stop);
        return world;
    }

    /// <summary>How many messages Alice has got, when those that are on their way have arrived.</summary>
    public async Task<int> CountAsync(Predicate<MessengerMessage> isOne)
    {
        var last = Guid.NewGuid().ToString();
        await Mxit.Messaging.SendMessageAsync("demo", [Alice.UserId], last, cancellationToken: Stop);
        await Bob.SendAsync(Alice.UserId, last, Stop);
        _ = await Alice.WaitForMessageAsync(message => message.Body == last && message.Peer == "demo", cancellationToken: Stop);
        _ = await Alice.WaitForMessageAsync(message => message.Body == last && message.Peer != "demo", cancellationToken: Stop);
        return (await Alice.ReadInboxAsync(Stop)).Count(message => isOne(message));
    }

    public async Task<Cursor> LastCursorAsync() => (await Alice.ReadInboxAsync(Stop))[^1].Cursor;

    public async ValueTask DisposeAsync()
    {
        Mxit.Dispose();
        await Server.DisposeAsync();
    }
}
