using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>A server that stops, starts again, or has too much to do: nothing is lost, and whoever asks is told.</summary>
public sealed class StopTests
{
    private const string Bob = "m10000000002";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_13_R_14_R_31_what_was_acknowledged_before_a_stop_is_there_afterwards_once_and_in_order(
        MxitTestDatabase provider)
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        await using var postgres = provider == MxitTestDatabase.PostgreSql
            ? await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()
            : null;
        var options = new MxitTestServerOptions
        {
            Database = provider,
            ConnectionString = postgres?.ConnectionString ?? $"Data Source={Path.Combine(folder.FullName, "mxit.db")}",
        };
        string[] senders = ["alice", "carol", "dave"];
        var acknowledged = senders.ToDictionary(login => login, _ => new List<MessageId>());
        var first = await MxitTestServer.StartAsync(options, Stop);
        using var client = CreateClient(first);
        var people = new Dictionary<string, MxitUserClient>();
        foreach (var login in senders)
        {
            people[login] = await client.SignInAsync(login, Stop);
        }

        // Each goes on until it is told that the server is gone.
        var sending = senders.Select(login => Task.Run(async () =>
        {
            try
            {
                for (var n = 0; ; n++)
                {
                    acknowledged[login].Add(
                        (await people[login].Messenger.SendMessageAsync(Bob, $"{n}", cancellationToken: Stop)).MessageId!.Value);
                }
            }
            catch (MxitException)
            {
                // Stopped.
            }
        })).ToList();
        await WaitFor.ConditionAsync(() => acknowledged.Values.All(ids => ids.Count >= 10));
        var cursor = Cursor.Start;
        var seen = new List<MessageId>();
        var bob = await client.SignInAsync("bob", Stop);
        foreach (var message in (await bob.Messenger.GetMessagesPageAsync(default, 5, cancellationToken: Stop)).Items)
        {
            seen.Add(message.Id);
            cursor = message.Cursor;
        }

        await first.DisposeAsync();
        await Task.WhenAll(sending);

        await using var second = await MxitTestServer.StartAsync(options, Stop);
        using var again = second.CreateClient();
        bob = await again.SignInAsync("bob", Stop);
        var expected = acknowledged.Values.Sum(ids => ids.Count);
        var rest = await WaitFor.ValueAsync(
            async () => await bob.Messenger.ListMessagesAsync(cursor, cancellationToken: Stop).ToListAsync(Stop),
            all => seen.Count + all.Count >= expected);
        seen.AddRange(rest.Select(message => message.Id));

        // A commit whose answer was lost may have come besides; it stands behind the others of its sender.
        Assert.Equal(seen.Count, seen.Distinct().Count());
        foreach (var ids in acknowledged.Values)
        {
            Assert.Equal(ids, seen.Where(ids.Contains));
        }

        Directory.Delete(folder.FullName, recursive: true);
    }

    [Fact]
    public async Task R_31_readiness_goes_down_first_while_requests_are_still_answered()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var server = await Server.StartAsync(configure: options =>
        {
            options.TimeProvider = clock;
            options.Settings["Mxit:Server:StopDelaySeconds"] = "5";
        });
        using var client = server.CreateClient();
        Assert.Equal((200, "ready"), await ReadyAsync(server));

        var stopping = server.DisposeAsync().AsTask();
        using var http = new HttpClient { BaseAddress = server.Inner.Address };
        await WaitFor.ConditionAsync(async () =>
        {
            using var answer = await http.GetAsync("/health/ready", Stop);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)) == (503, "stopping");
        });

        Assert.NotNull((await client.Messaging.SendMessageAsync("demo", [Bob], "still here", cancellationToken: Stop)).MessageId);
        Assert.False(stopping.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/health/ready", Stop));
    }

    [Fact]
    public async Task R_06_health_says_overloaded_while_sends_are_turned_away_and_ready_afterwards()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Messages:QueueLength"] = "1");
        var token = await server.AppTokenAsync("message/send");
        const string Body = $$"""{"From":"demo","To":"{{Bob}}","Body":"x"}""";
        var waiting = new List<Task<Answer>>();

        // SQLite has one writer at a time: whoever is in a transaction keeps the others waiting.
        await using var context = await server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync(Stop);
        await using (await context.Database.BeginTransactionAsync(Stop))
        {
            await context.Set<DeliveryCounter>().ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LastChange, row => row.LastChange), Stop);

            // The writer stands at the gate with some, one more fills the line.
            await WaitFor.ConditionAsync(async () =>
            {
                waiting.Add(server.PostAsync("/message/send", token, Body));
                return await ReadyAsync(server) == (200, "overloaded");
            });
            var refused = await server.PostAsync("/message/send", token, Body);
            Assert.Equal(503, refused.Status);
            Assert.NotNull(refused.Header("Retry-After"));
        }
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Contains(answer.Status, (int[])[200, 503]));
        Assert.Contains(await Task.WhenAll(waiting), answer => answer.Status == 200);
        await WaitFor.ConditionAsync(async () => await ReadyAsync(server) == (200, "ready"));
    }

    private static MxitClient CreateClient(MxitTestServer server) => new(new MxitClientOptions
    {
        ClientId = TestApp.Demo.ClientId,
        ClientSecret = TestApp.Demo.ClientSecret,
        BaseAddress = server.Address,
        MaxRetries = 0,
    });

    private static async Task<(int, string)> ReadyAsync(Server server)
    {
        var answer = await server.GetAsync("/health/ready", null);
        return (answer.Status, answer.Body);
    }
}
