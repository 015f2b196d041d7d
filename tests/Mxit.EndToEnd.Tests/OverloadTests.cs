using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// More comes than the server can write: it says so at once, loses nothing that it has taken, and recovers by itself.
/// </summary>
public sealed class OverloadTests
{
    private const int Senders = 100;
    private const string Bob = "m10000000002";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<MxitTestDatabase, string, string, int> Limits => new()
    {
        // What one recipient each fills to the last, before anything is written.
        { MxitTestDatabase.Sqlite, "MaxUndispatched", "20", 20 },
        { MxitTestDatabase.PostgreSql, "MaxUndispatched", "20", 20 },

        // The line, and what the writers (one, and two) have taken from it in batches of four.
        { MxitTestDatabase.Sqlite, "QueueLength", "8", 8 + 4 },
        { MxitTestDatabase.PostgreSql, "QueueLength", "8", 8 + (2 * 4) },
    };

    [Theory, MemberData(nameof(Limits))]
    public async Task R_06_beyond_its_bound_the_server_turns_away_at_once_and_what_it_took_arrives_once(
        MxitTestDatabase provider, string setting, string value, int atMost)
    {
        await using var server = await Server.StartAsync(provider, options =>
        {
            options.Settings[$"Mxit:Messages:{setting}"] = value;
            options.Settings["Mxit:Messages:MaxAppendBatch"] = "4";
        });
        var token = await server.AppTokenAsync("message/send");
        var repeating = new RefusalCounter();
        using var client = ClientThrough(server, repeating);
        await client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, Stop);
        Task<Answer>[] sending;
        var repeated = new List<Task<SendReceipt>>();
        await using (await HoldAsync(server, provider))
        {
            sending = [.. Enumerable.Range(0, Senders).Select(n =>
                server.PostAsync("/message/send", token, $$"""{"To":"{{Bob}}","Body":"{{n}}"}"""))];
            await WaitFor.ConditionAsync(() => sending.Count(task => task.IsCompleted) >= Senders - atMost);

            // A writer that takes its batch only now makes room in the line once more.
            await WaitFor.ConditionAsync(async () =>
            {
                repeated.Add(
                    client.Messaging.SendMessageAsync("demo", [Bob], $"repeated {repeated.Count}", cancellationToken: Stop));
                return repeating.Refusals > 0 && await HealthAsync(server) == (200, "overloaded");
            });

            var refused = await Task.WhenAll(sending.Where(task => task.IsCompleted));
            Assert.All(refused, answer => Assert.Equal((503, "1"), (answer.Status, answer.Header("Retry-After"))));
            Assert.All(
                refused, answer => Assert.Equal("\"Too many messages are waiting; send it again in a moment.\"", answer.Body));
            if (setting == "MaxUndispatched")
            {
                Assert.Equal(Senders - atMost, refused.Length);
            }
        }

        var answers = await Task.WhenAll(sending);
        await Task.WhenAll(repeated);
        var taken = Enumerable.Range(0, Senders).Where(n => answers[n].Status == 200).Select(n => $"{n}").ToList();
        Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[200, 503]));
        Assert.InRange(taken.Count, 1, atMost);
        await WaitFor.ConditionAsync(async () => await HealthAsync(server) == (200, "ready"));

        // What comes after it shows that nothing else is under way.
        var last = await server.PostAsync("/message/send", token, $$"""{"To":"{{Bob}}","Body":"last"}""");
        Assert.Equal(200, last.Status);
        taken.AddRange(Enumerable.Range(0, repeated.Count).Select(n => $"repeated {n}").Append("last"));
        Assert.Equal(taken.Order(), (await server.TextsAsync("bob", taken.Count)).Order());
    }

    private static async Task<IAsyncDisposable> HoldAsync(Server server, MxitTestDatabase provider)
    {
        var context = await server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync(Stop);
        await context.Database.BeginTransactionAsync(Stop);
        if (provider == MxitTestDatabase.PostgreSql)
        {
            // Reading goes on. On SQLite the transaction alone keeps other writers out.
            await context.Database.ExecuteSqlRawAsync("""LOCK TABLE "Messages" IN EXCLUSIVE MODE""", Stop);
        }

        return context;
    }

    private static async Task<(int, string)> HealthAsync(Server server)
    {
        var answer = await server.GetAsync("/health/ready", null);
        return (answer.Status, answer.Body);
    }

    private static MxitClient ClientThrough(Server server, RefusalCounter counter) => new(new MxitClientOptions
    {
        ClientId = TestApp.Demo.ClientId,
        ClientSecret = TestApp.Demo.ClientSecret,
        BaseAddress = server.Inner.Address,
        HttpClient = new HttpClient(counter),
        MaxRetries = 10,
    });

    private sealed class RefusalCounter() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        private int _refusals;

        public int Refusals => Volatile.Read(ref _refusals);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if ((int)answer.StatusCode == 503)
            {
                Interlocked.Increment(ref _refusals);
            }

            return answer;
        }
    }
}
