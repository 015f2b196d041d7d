using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.TestKit;
using Npgsql;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>PostgreSQL stops, hangs, is full of connections and comes back, under a server that goes on.</summary>
public sealed class DatabaseAwayTests
{
    private const string Alice = "m10000000001";

    private static readonly TimeSpan Generous = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task R_06_without_the_database_every_endpoint_says_so_in_its_own_way_and_works_again_with_it()
    {
        await using var cluster = await PostgresCluster.StartAsync(Stop);
        var log = new LogLines();
        await using var server = await StartAsync(cluster, log);
        var requests = await EveryRequest.MakeAsync(server);
        var before = await AllAsync(server, requests);
        Assert.DoesNotContain(before, outcome => outcome.Status >= 500);
        log.Clear();

        await cluster.StopServerAsync(cancellationToken: Stop);
        var without = await AllAsync(server, requests);

        var faults = without.Zip(before, FindFaultOrNull).OfType<string>().ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(without.Count(outcome => outcome.IsRefused) > 60, string.Join('\n', without));
        Assert.Equal((503, "The database does not answer."), await HealthAsync(server, "ready"));
        Assert.Equal((200, "live"), await HealthAsync(server, "live"));
        var errors = log.From(LogLevel.Warning);
        Assert.True(errors.Count <= 3, string.Join('\n', errors));

        await cluster.StartAgainAsync(Stop);
        await WaitFor.ConditionAsync(async () => await HealthAsync(server, "ready") == (200, "ready"), Generous);
        await WaitFor.ConditionAsync(
            async () =>
                (await server.PostAsync(
                    "/message/send", await server.AppTokenAsync("message/send"), $$"""{"To":"{{Alice}}","Body":"again"}"""))
                        .Status == 200,
            Generous);
        var after = await AllAsync(server, requests);
        Assert.DoesNotContain(after, outcome => outcome.Status >= 500);
    }

    [Fact]
    public async Task Connections_that_are_lost_cost_readers_nothing()
    {
        await using var server = await Server.StartAsync(MxitTestDatabase.PostgreSql);
        var token = await server.UserTokenAsync("alice", "messenger");
        await ReadManyAsync();

        // All of the pool end at once, as they do when the database is started anew.
        for (var round = 0; round < 5; round++)
        {
            await EndConnectionsAsync(server);
            Assert.Equal([200], (await ReadManyAsync()).Distinct());
        }

        async Task<IEnumerable<int>> ReadManyAsync() => (await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => server.GetAsync("/messenger/conversations", token)))).Select(
                answer => answer.Status);
    }

    [Fact]
    public async Task A_write_on_a_lost_connection_is_done_once_or_refused()
    {
        await using var server = await Server.StartAsync(MxitTestDatabase.PostgreSql);
        var token = await server.UserTokenAsync("alice", "content/write", "content/read");
        await server.PostAsync("/user/media/First", token, "");
        await EndConnectionsAsync(server);

        var made = await server.PostAsync("/user/media/Second", token, "");

        Assert.Contains(made.Status, (int[])[200, 503]);
        await WaitFor.ConditionAsync(
            async () => (await server.PostAsync("/user/media/Third", token, "")).Status == 200, Generous);
        var root = (await server.GetAsync("/user/media", token)).Body;
        Assert.Equal(made.Status == 200, root.Contains("Second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_all_connections_are_in_use_requests_are_told_to_come_back_and_the_server_stays_ready()
    {
        var log = new LogLines();
        await using var server = await Server.StartAsync(MxitTestDatabase.PostgreSql, options =>
        {
            options.ConnectionString += ";Maximum Pool Size=3;Timeout=1";
            options.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log);
        });
        var token = await server.UserTokenAsync("alice", "messenger");
        var source = server.Get<NpgsqlDataSource>();
        var held = new List<NpgsqlConnection>();
        for (var n = 0; n < 3; n++)
        {
            held.Add(await source.OpenConnectionAsync(Stop));
        }

        var refused = await server.GetAsync("/messenger/conversations", token);

        Assert.Equal((503, "1"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal((200, "ready"), await HealthAsync(server, "ready"));
        held.ForEach(connection => connection.Dispose());
        Assert.Equal(200, (await server.GetAsync("/messenger/conversations", token)).Status);
        Assert.DoesNotContain(log.From(LogLevel.Error), line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_database_that_hangs_is_not_waited_for_by_health()
    {
        await using var cluster = await PostgresCluster.StartAsync(Stop);
        await using var server = await StartAsync(cluster, new LogLines());
        Assert.Equal((200, "ready"), await HealthAsync(server, "ready"));

        await cluster.PauseServerAsync(cancellationToken: Stop);
        try
        {
            var asked = TimeProvider.System.GetTimestamp();
            Assert.Equal((503, "The database does not answer."), await HealthAsync(server, "ready"));
            Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(15));
            Assert.Equal((200, "live"), await HealthAsync(server, "live"));
        }
        finally
        {
            await cluster.PauseServerAsync(goOn: true, Stop);
        }

        await WaitFor.ConditionAsync(async () => await HealthAsync(server, "ready") == (200, "ready"), Generous);
    }

    [Theory]
    [InlineData("/messenger/events", false)]
    [InlineData("/delivery/events", true)]
    public async Task An_open_stream_ends_cleanly_when_the_database_goes(string path, bool asApp)
    {
        await using var cluster = await PostgresCluster.StartAsync(Stop);
        var log = new LogLines();
        await using var server = await StartAsync(cluster, log);
        var token = asApp ? await server.AppTokenAsync("message/send") : await server.UserTokenAsync("alice", "messenger");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await answer.Content.ReadAsStreamAsync(Stop);
        var events = SseParser.Create(stream).EnumerateAsync(Stop).GetAsyncEnumerator(Stop);
        Assert.True(await events.MoveNextAsync());

        await cluster.StopServerAsync(asCrash: true, Stop);
        var last = events.Current;
        while (await events.MoveNextAsync())
        {
            last = events.Current;
        }

        Assert.Equal(("closed", """{"reason":"unavailable"}"""), (last.EventType, last.Data));
        Assert.Equal(503, (await server.GetAsync(path, token)).Status);
        Assert.DoesNotContain(log.From(LogLevel.Error), line => line.Contains("unhandled", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_client_that_listens_gets_what_comes_after_the_database_is_back()
    {
        await using var cluster = await PostgresCluster.StartAsync(Stop);
        await using var server = await StartAsync(cluster, new LogLines());
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice", Stop);
        var token = (await client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], cancellationToken: Stop)).Value;
        await using var heard = alice.Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        await client.Messaging.SendMessageAsync("demo", [Alice], "before", cancellationToken: Stop);
        Assert.Equal("before", await NextAsync());

        await cluster.StopServerAsync(asCrash: true, Stop);
        Assert.Equal(503, (await server.PostAsync("/message/send", token, $$"""{"To":"{{Alice}}","Body":"without"}""")).Status);
        await cluster.StartAgainAsync(Stop);
        await client.Messaging.SendMessageAsync("demo", [Alice], "after", cancellationToken: Stop);

        Assert.Equal("after", await NextAsync());

        async Task<string> NextAsync()
        {
            Assert.True(await heard.MoveNextAsync().AsTask().WaitAsync(Generous * 2, Stop));
            return heard.Current.Body;
        }
    }

    [Fact]
    public async Task A_grant_is_not_refused_because_the_database_went_within_the_request()
    {
        await using var cluster = await PostgresCluster.StartAsync(Stop);
        await using var server = await StartAsync(cluster, new LogLines());
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice", Stop);
        var basic = new System.Net.Http.Headers.AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{TestApp.Demo.ClientId}:{TestApp.Demo.ClientSecret}")));

        // Everything can be read, nothing written: redeeming the token fails after it was found to be good.
        await SetReadOnlyAsync(server, cluster, isReadOnly: true);
        var refused = await RenewAsync();
        var health = await HealthAsync(server, "ready");
        await SetReadOnlyAsync(server, cluster, isReadOnly: false);
        await WaitFor.ConditionAsync(async () => await HealthAsync(server, "ready") == (200, "ready"), Generous);
        var renewed = await RenewAsync();

        Assert.True(refused.Status == 503, refused.Body);
        Assert.Contains("\"temporarily_unavailable\"", refused.Body, StringComparison.Ordinal);
        Assert.Equal((503, "The database, or its disk, is read-only."), health);
        Assert.Equal(200, renewed.Status);

        Task<Answer> RenewAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/token")
            {
                Content = new FormUrlEncodedContent(
                    [new("grant_type", "refresh_token"), new("refresh_token", alice.Token.RefreshToken!)]),
            };
            request.Headers.Authorization = basic;
            return server.SendAsync(request);
        }
    }

    private static async Task SetReadOnlyAsync(Server server, PostgresCluster cluster, bool isReadOnly)
    {
        await using (var admin = new NpgsqlConnection($"Host={cluster.Folder};Username=postgres;Database=postgres;Pooling=false"))
        {
            await admin.OpenAsync(Stop);
            await using var alter = new NpgsqlCommand(
                $"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}", admin);
            await using var allow = new NpgsqlCommand("SET default_transaction_read_only = off", admin);
            await allow.ExecuteNonQueryAsync(Stop);
            await alter.ExecuteNonQueryAsync(Stop);
            await using var reload = new NpgsqlCommand("SELECT pg_reload_conf()", admin);
            await reload.ExecuteNonQueryAsync(Stop);
        }

        await using var probe = server.Get<NpgsqlDataSource>().CreateCommand("SHOW default_transaction_read_only");
        await WaitFor.ConditionAsync(async () => (string?)await probe.ExecuteScalarAsync(Stop) == (isReadOnly ? "on" : "off"));
    }

    private static async Task EndConnectionsAsync(Server server)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Stop);
        await using var end = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> " +
            "pg_backend_pid()", connection);
        await end.ExecuteNonQueryAsync(Stop);
    }

    private static async Task<Server> StartAsync(PostgresCluster cluster, LogLines log)
    {
        var database = await cluster.CreateDatabaseAsync(cancellationToken: Stop);
        return await Server.StartAsync(configure: options =>
        {
            options.Database = MxitTestDatabase.PostgreSql;
            options.ConnectionString = database.ConnectionString + ";Timeout=5;Command Timeout=5";
            options.ConfigureServices = services => services.AddSingleton<ILoggerProvider>(log);
        });
    }

    private static string? FindFaultOrNull(Outcome without, Outcome before) => without switch
    {
        { IsRefused: true } when without.FindFaultOrNull() is { } fault => $"{without} {fault}",
        { IsRefused: true } => null,
        _ when without.Status == before.Status => null,
        _ => $"{without}, and {before.Status} before: {without.Body}",
    };

    private static async Task<List<Outcome>> AllAsync(Server server, IReadOnlyList<EveryRequest> requests)
    {
        var outcomes = new List<Outcome>();
        foreach (var request in requests)
        {
            outcomes.Add(await request.SendAsync(server.Http));
        }

        return outcomes;
    }

    private static async Task<(int, string)> HealthAsync(Server server, string what)
    {
        var answer = await server.GetAsync($"/health/{what}", null);
        return (answer.Status, answer.Body);
    }
}
