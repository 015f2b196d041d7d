using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Mxit.TestKit;

namespace Mxit.Testing.Tests;

public sealed class ServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_starts_is_seeded_and_is_gone_after_the_second_dispose_too()
    {
        var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        var address = server.Address;
        using (var mxit = server.CreateClient())
        {
            Assert.Equal("m10000000002", (await mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop)).Value);
        }

        await server.DisposeAsync();
        await server.DisposeAsync();

        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(address, Stop));
        Assert.Throws<ObjectDisposedException>(() => server.Services);
    }

    [Fact]
    public async Task Nothing_but_its_options_reaches_it()
    {
        // The variables count for the whole process; the other tests would fail if they reached a server.
        foreach (var (name, value) in new[]
        {
            ("ASPNETCORE_URLS", "http://127.0.0.1:1"), ("Kestrel__Endpoints__Http__Url", "http://127.0.0.1:2"),
            ("Mxit__Server__Listen", "http://127.0.0.1:3"), ("Mxit__Server__Development", "false"),
            ("ASPNETCORE_ENVIRONMENT", "Development"),
        })
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);

        var configuration = server.Services.GetRequiredService<IConfiguration>();
        Assert.Null(configuration["ASPNETCORE_URLS"]);
        Assert.Equal("true", configuration["Mxit:Server:Development"]);
        _ = await server.SignInAsync("alice", cancellationToken: Stop);
    }

    [Fact]
    public async Task Fifty_run_at_once_without_touching_each_other()
    {
        var texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            await using var server = await MxitTestServer.StartAsync(cancellationToken: Stop);
            var alice = await server.GetPersonAsync("alice", Stop);
            var bob = await server.GetPersonAsync("bob", Stop);
            await alice.SendAsync(bob.UserId, $"number {number}", Stop);
            _ = await bob.WaitForMessageAsync(cancellationToken: Stop);
            return string.Join(", ", (await bob.ReadInboxAsync(Stop)).Select(message => message.Body));
        }));

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"number {number}"), texts);
    }

    [Fact]
    public void It_can_be_waited_for_on_a_thread_with_a_synchronization_context()
    {
        using var context = new SingleThreadContext();

        context.Run(() =>
        {
            var server = MxitTestServer.StartAsync(cancellationToken: Stop).GetAwaiter().GetResult();
            server.Clock.Advance(TimeSpan.FromDays(1));
            server.ResetAsync(Stop).GetAwaiter().GetResult();
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        });
    }

    [Fact]
    public async Task A_folder_that_was_given_stays()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-testing-").FullName;
        try
        {
            await using (var server = await MxitTestServer.StartAsync(new() { DataFolder = folder }, Stop))
            {
                _ = await server.AddPersonAsync("thandi", cancellationToken: Stop);
            }

            await using (var again = await MxitTestServer.StartAsync(new() { DataFolder = folder }, Stop))
            {
                Assert.NotNull(await again.SignInAsync("thandi", cancellationToken: Stop));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task It_runs_on_PostgreSQL()
    {
        await using var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        await using var server = await MxitTestServer.StartAsync(
            new() { Database = MxitTestDatabase.PostgreSql, ConnectionString = database.ConnectionString }, Stop);
        var bob = await server.GetPersonAsync("bob", Stop);

        await (await server.GetPersonAsync("alice", Stop)).SendAsync(bob.UserId, "hello", Stop);

        Assert.Equal("hello", (await bob.WaitForMessageAsync(cancellationToken: Stop)).Body);
        await Assert.ThrowsAsync<NotSupportedException>(() => server.ResetAsync(Stop));
    }

    [Fact]
    public async Task An_invalid_setting_is_named()
    {
        var options = new MxitTestServerOptions { Settings = { ["Mxit:Messages:NoSuchSetting"] = "1" } };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => MxitTestServer.StartAsync(options, Stop));

        Assert.Contains("NoSuchSetting", error.Message, StringComparison.Ordinal);
    }
}
