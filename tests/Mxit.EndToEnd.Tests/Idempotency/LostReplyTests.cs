using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;

namespace Mxit.EndToEnd.Tests.Idempotency;

/// <summary>The client library repeats what was done when the answer is lost, and finds it done.</summary>
public sealed class LostReplyTests
{
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";

    // Doing these again is doing the same, so they need no key.
    private static readonly string[] SameAgain =
    [
        "user/avatar", "user/cover", "messenger/messages/delivered", "messenger/messages/read",
        "messenger/offers/{offerId}/accept",
        "messenger/offers/{offerId}/decline", "messenger/contacts/{id}/accept", "messenger/contacts/{id}/reject",
        "messenger/contacts/{id}/block",
        "messenger/contacts/{id}/unblock", "userinfo",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_10_a_reply_that_is_lost_after_the_commit_makes_no_second_of_anything(MxitTestDatabase provider)
    {
        await using KeyedServer server = provider == MxitTestDatabase.Sqlite
            ? new SqliteKeyedServer()
            : new PostgresKeyedServer();
        await server.InitializeAsync();
        var fileId = await server.FileAsync("alice", isOther: false);
        (Work Done, Func<MxitClient, MxitUserClient, Task> CallAsync)[] calls =
        [
            (new(1, 0, 0, 0), (app, _) => app.Messaging.SendMessageAsync("demo", [Bob], "x", cancellationToken: Stop)),
            (new(1, 0, 0, 0), (_, alice) => alice.Messaging.SendUserToUserMessageAsync([Bob], "x", cancellationToken: Stop)),
            (new(1, 0, 0, 0), (_, alice) => alice.Messenger.SendMessageAsync(Bob, "x", cancellationToken: Stop)),
            (new(1, 0, 0, 0), (_, alice) => alice.Users.RecommendAsync(
                new Recommendation { Application = "demo", To = Dave, Message = "x" }, null, Stop)),
            (new(0, 0, 1, 0), (_, alice) => alice.Users.CreateGalleryFolderAsync("Lost", null, Stop)),
            (new(0, 1, 0, 0), (_, alice) => alice.Users.UploadGalleryFileAsync("Default", Named(), cancellationToken: Stop)),
            (new(1, 1, 0, 1), (_, alice) => alice.Users.UploadFileAndSendFileOfferAsync(Bob, Named(), cancellationToken: Stop)),
            (new(1, 1, 0, 1), (app, _) => app.Users.UploadFileAndSendFileOfferAsync(Bob, Named(), cancellationToken: Stop)),
            (new(1, 0, 0, 1), (_, alice) => alice.Users.SendFileOfferAsync(Bob, fileId, cancellationToken: Stop)),
        ];
        foreach (var (done, callAsync) in calls)
        {
            // One byte of the answer comes through: the server has done its work and said so.
            await using var proxy = new BreakingProxy(server.Server.Inner.Address, (long.MaxValue, 1));
            using var client = new MxitClient(new MxitClientOptions
            {
                ClientId = TestApp.Demo.ClientId,
                ClientSecret = TestApp.Demo.ClientSecret,
                AuthAddress = server.Server.Inner.Address,
                ApiAddress = proxy.Address,
            });
            var alice = await client.SignInAsync("alice", Stop);
            var before = await server.CountAsync();

            await callAsync(client, alice);

            Assert.Equal(2, proxy.Connections);
            Assert.Equal(done, await server.CountAsync() - before);
        }
    }

    [Fact]
    public async Task R_08_every_call_that_makes_something_new_takes_a_key()
    {
        await using var server = await Server.StartAsync();

        var posts = server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<TokenRequirement>() is not null
                && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal);

        // One that is added later belongs in one of the two lists.
        Assert.Equal(
            KeyedOperation.All.Select(operation => operation.Route).Distinct().Concat(SameAgain).Order(StringComparer.Ordinal),
            posts);
    }

    private static MediaUpload Named() => new("bytes"u8.ToArray(), "a.bin");
}
