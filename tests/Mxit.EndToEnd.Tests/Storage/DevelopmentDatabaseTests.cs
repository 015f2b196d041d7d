using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>What development mode has seeded, with credentials that everybody knows, is never served as anything else.</summary>
public sealed class DevelopmentDatabaseTests
{
    private const string Published = """SELECT COUNT(*) FROM "Accounts" WHERE "Login" = 'alice'""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task O_63_dev_has_a_folder_of_its_own_so_that_the_next_server_beside_it_knows_nobody()
    {
        using var folder = new TemporaryFolder();
        await using (var development = await MxitServe.StartAsync(["--dev"], folder.Path))
        {
            Assert.Contains($"with its data in {folder.Of("data-dev")}", development.Text, StringComparison.Ordinal);
            Assert.Equal(200, await AskForAsync(development, "alice"));
            Assert.Equal(0, await development.TerminateAsync());
        }

        await using var server = await MxitServe.StartAsync([], folder.Path);

        Assert.Contains($"with its data in {folder.Of("data")}", server.Text, StringComparison.Ordinal);
        Assert.Equal(404, await AskForAsync(server, "alice"));
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal(0L, await TemporaryFolder.AskAsync<long>(folder.Of("data", "mxit.db"), Published));
    }

    [Fact]
    public async Task O_63_development_by_a_setting_has_that_folder_too()
    {
        using var folder = new TemporaryFolder();

        await using var server = await MxitServe.StartAsync(["--set", "Server:Development=true"], folder.Path);

        Assert.Contains($"with its data in {folder.Of("data-dev")}", server.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Of("data")));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task O_63_a_database_that_dev_has_seeded_is_refused_without_dev(MxitTestDatabase provider)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await CreateOrNullAsync(provider);
        string[] database = ["--data", folder.Of("data"), .. Postgres(postgres)];
        await MxitServe.StartAndStopAsync(["--dev", .. database]);

        var refused = await MxitServe.RefusedAsync(database);

        Assert.Contains("seeded by --dev", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Text, StringComparison.Ordinal);
        await using var again = await MxitServe.StartAsync(["--dev", .. database]);
        Assert.Equal(200, await AskForAsync(again, "alice"));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task O_63_a_database_that_dev_has_not_seeded_is_refused_with_dev_and_stays_as_it_is(MxitTestDatabase provider)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await CreateOrNullAsync(provider);
        string[] database = ["--data", folder.Of("data"), .. Postgres(postgres)];
        await MxitServe.StartAndStopAsync(database);

        var refused = await MxitServe.RefusedAsync(["--dev", .. database]);

        Assert.Contains("not seeded by --dev", refused.Text, StringComparison.Ordinal);
        await using var again = await MxitServe.StartAsync(database);
        Assert.Equal(404, await AskForAsync(again, "alice"));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task O_63_a_test_server_does_not_seed_a_real_database_either(MxitTestDatabase provider)
    {
        using var folder = new TemporaryFolder();
        await using var postgres = await CreateOrNullAsync(provider);
        var options = new MxitTestServerOptions
        {
            Database = provider,
            ConnectionString = postgres?.ConnectionString ?? $"Data Source={folder.Of("mxit.db")}",
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
        };
        options.Settings["Mxit:Server:Development"] = "false";
        await using (await MxitTestServer.StartAsync(options, Stop))
        {
            // Makes the database.
        }

        options.Settings["Mxit:Server:Development"] = "true";
        try
        {
            var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(() => MxitTestServer.StartAsync(options, Stop));
            Assert.Contains("not seeded by --dev", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    [Fact]
    public async Task O_63_a_seeded_database_without_its_mark_is_known_by_what_is_published()
    {
        using var folder = new TemporaryFolder();
        await MxitServe.StartAndStopAsync("--dev", "--data", folder.Of("data"));

        await TemporaryFolder.RunAsync(folder.Of("data", "mxit.db"), """DELETE FROM "DatabaseMark" """);

        Assert.Contains(
            "seeded by --dev", (await MxitServe.RefusedAsync(["--data", folder.Of("data")])).Text, StringComparison.Ordinal);
        await MxitServe.StartAndStopAsync("--dev", "--data", folder.Of("data"));
    }

    private static async Task<PostgresDatabase?> CreateOrNullAsync(MxitTestDatabase provider) =>
        provider == MxitTestDatabase.PostgreSql ? await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync() : null;

    private static string[] Postgres(PostgresDatabase? database) =>
        database is null ? [] : ["--postgres", database.ConnectionString];

    private static async Task<int> AskForAsync(MxitServe server, string login)
    {
        using var answer = await server.Http.GetAsync($"/user/public/displayname/{login}", Stop);
        return (int)answer.StatusCode;
    }
}
