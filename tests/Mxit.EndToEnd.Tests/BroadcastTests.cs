namespace Mxit.EndToEnd.Tests;

/// <summary>
/// A broadcast to the real server: answers are lost after the commit, the program ends in the middle, each gets it once.
/// </summary>
public sealed class BroadcastTests : IDisposable
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Nobody = "m99999999999";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mxit-broadcast-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Answers_that_are_lost_after_the_commit_make_nobody_get_it_twice(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        await using var proxy = new BreakingProxy(
            server.Inner.Address, (long.MaxValue, 1), (long.MaxValue, 1), (long.MaxValue, 1));
        using var client = ThroughProxy(server, proxy);

        var results = await client.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "demo", Body = "once" },
            new UserId[] { Alice, Nobody, Bob, Carol }.ToAsyncEnumerable(),
            new BroadcastOptions { BatchSize = 2 },
            Stop).ToListAsync(Stop);

        Assert.Equal(
            [$"{Alice} Sent", $"{Bob} Sent", $"{Carol} Sent", $"{Nobody} Unknown"],
            results.Select(result => $"{result.Recipient} {result.Status}").Order(StringComparer.Ordinal));
        Assert.True(proxy.Connections > 3);
        await AssertOnceAsync(server);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_program_that_ends_in_the_middle_goes_on_from_its_file(int results)
    {
        await using var server = await Server.StartAsync();
        var told = new HashSet<string>();
        await RunAsync(server, told, results);
        Assert.Equal(results, told.Count);

        await RunAsync(server, told, int.MaxValue);
        await RunAsync(server, told, int.MaxValue);

        Assert.Equal([Alice, Bob, Carol, Nobody], told.Order(StringComparer.Ordinal));
        await AssertOnceAsync(server);
    }

    [Fact]
    public async Task Another_text_under_the_same_id_is_refused_by_the_server()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var options = new BroadcastOptions { BroadcastId = "spring" };
        await client.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "demo", Body = "once" }, new UserId[] { Alice, Bob, Carol }.ToAsyncEnumerable(), options,
            Stop).CountAsync(Stop);

        var failure = await Assert.ThrowsAsync<MxitException>(async () => await client.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "demo", Body = "twice" }, new UserId[] { Alice, Bob, Carol }.ToAsyncEnumerable(),
            options, Stop).CountAsync(Stop));

        Assert.Equal(MxitErrorReason.BroadcastMismatch, failure.Reason);
        await AssertOnceAsync(server);
    }

    private static MxitClient ThroughProxy(Server server, BreakingProxy proxy)
    {
        var app = Mxit.Testing.TestApp.Demo;
        return new MxitClient(new MxitClientOptions
        {
            ClientId = app.ClientId,
            ClientSecret = app.ClientSecret,
            AuthAddress = server.Inner.Address,
            ApiAddress = proxy.Address,
        });
    }

    /// <summary>What comes after it in everybody's history shows that nothing more is under way.</summary>
    private static async Task AssertOnceAsync(Server server)
    {
        using var client = server.CreateClient();
        await client.Messaging.SendMessageAsync("demo", [Alice, Bob, Carol], "last", cancellationToken: Stop);
        foreach (var login in new[] { "alice", "bob", "carol" })
        {
            Assert.Equal(["once", "last"], await server.TextsAsync(login, 2));
        }
    }

    private async Task RunAsync(Server server, HashSet<string> told, int results)
    {
        using var client = server.CreateClient();
        var options = new BroadcastOptions
        {
            BatchSize = 1,
            Checkpoints = new FileBroadcastCheckpointStore(Path.Combine(_folder.FullName, "broadcast.json")),
        };
        await foreach (var result in client.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "demo", Body = "once" }, new UserId[] { Alice, Bob, Nobody, Carol }.ToAsyncEnumerable(),
            options, Stop))
        {
            told.Add(result.Recipient.Value);
            if (told.Count == results)
            {
                break;
            }
        }
    }
}
