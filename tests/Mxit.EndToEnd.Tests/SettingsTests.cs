using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.EndToEnd.Tests;

/// <summary>What a person sees who sets something wrong.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Files_of_settings_are_not_watched_since_the_database_is_written_beside_them()
    {
        await using var app = MxitServer.Build([]);

        var files = ((IConfigurationRoot)app.Configuration).Providers.OfType<FileConfigurationProvider>().ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.Source.ReloadOnChange);
    }

    [Fact]
    public void All_faults_are_reported_together()
    {
        var fault = Assert.ThrowsAny<Exception>(() => MxitServer.Build(
        [
            "--Mxit:Server:Listen=nonsense",
            "--Mxit:Server:PublicAddress=mxit.example.org",
            "--Mxit:Messages:MaxRecipients=0",
            "--Mxit:Messages:QueueLength=many",
            "--Mxit:Messages:MaxRecipient=5",
            "--Mxit:Database:Provider=Oracle",
            "--Mxit:Idempotency:KeepHours=100000",
        ]));

        var texts = Texts(fault).ToList();
        Assert.Contains(texts, text => text.Contains("Listen holds 'nonsense'", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("PublicAddress is 'mxit.example.org'", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("MaxRecipients", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("Mxit:Messages:QueueLength cannot be 'many'", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("Mxit:Messages:MaxRecipient is not a setting", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("Mxit:Database:Provider cannot be 'Oracle'", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("KeepHours", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PostgreSql", "", "is empty; PostgreSQL needs one")]
    [InlineData("PostgreSql", "Hostess=x;Password=secret", "not one that PostgreSql understands")]
    [InlineData("Sqlite", "Data Sauce=x;Password=secret", "not one that Sqlite understands")]
    [InlineData("Sqlite", "Data Source=:memory:", "names no file")]
    [InlineData("Sqlite", "Data Source=mxit;Mode=Memory;Cache=Shared", "names no file")]
    [InlineData("Sqlite", "Data Source=file:mxit.db?mode=rwc", "names no file")]
    [InlineData("Sqlite", "Data Source=|DataDirectory|mxit.db", "names no file")]
    public void A_wrong_connection_string_is_explained_and_never_shown(string provider, string connection, string expected)
    {
        var fault = Assert.ThrowsAny<Exception>(() =>
            MxitServer.Build([$"--Mxit:Database:Provider={provider}", $"--Mxit:Database:ConnectionString={connection}"]));

        Assert.Contains(expected, string.Join('\n', Texts(fault)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task R_35_a_database_of_a_newer_version_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            var options = new MxitTestServerOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder.FullName, "mxit.db")}",
                LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            };
            await using (await MxitTestServer.StartAsync(options, TestContext.Current.CancellationToken))
            {
                // Makes the database.
            }

            await using (var connection = new SqliteConnection($"{options.ConnectionString};Pooling=false"))
            {
                await connection.OpenAsync(TestContext.Current.CancellationToken);
                await using var command = connection.CreateCommand();
                command.CommandText = """INSERT INTO "__EFMigrationsHistory" VALUES ('99990101000000_FromTheFuture', '99.0.0')""";
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }

            var refused = await Assert.ThrowsAsync<DatabaseUnusableException>(
                () => MxitTestServer.StartAsync(options, TestContext.Current.CancellationToken));

            Assert.Contains("written by a newer version", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.ExitCode = 0;
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Until_the_database_is_ready_health_says_so_and_everything_else_is_told_to_come_back()
    {
        var hold = new TaskCompletionSource();
        var starting = new TaskCompletionSource<Uri>();
        var server = MxitTestServer.StartAsync(
            new MxitTestServerOptions
            {
                ConfigureServices = services =>
                {
                    services.AddSingleton(hold);
                    services.AddSingleton(starting);
                    services.AddStartupWork<HeldStartup>();
                },
            },
            TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = await starting.Task };

        using (var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken))
        using (var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))
        using (var other = await http.GetAsync(
            new Uri("/message/version", UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Equal((200, 503, 503), ((int)live.StatusCode, (int)ready.StatusCode, (int)other.StatusCode));
            Assert.Equal(TimeSpan.FromSeconds(1), other.Headers.RetryAfter?.Delta);
        }

        hold.SetResult();
        await using var started = await server;
        using var then = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)then.StatusCode);
    }

    [Fact]
    public async Task O_63_a_fresh_server_has_no_people_no_apps_and_no_development_credentials()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.Settings["Mxit:Server:Development"] = "false");
        using var client = server.CreateClient();

        await Assert.ThrowsAsync<MxitUnauthorizedException>(() =>
            client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, TestContext.Current.CancellationToken));

        Assert.Empty(await server.Get<Mxit.Platform.Accounts.AccountService>().ListAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Texts(Exception fault) => fault switch
    {
        AggregateException many => many.Flatten().InnerExceptions.SelectMany(Texts),
        OptionsValidationException wrong => wrong.Failures,
        _ => [fault.Message],
    };

    private sealed class HeldStartup(
        TaskCompletionSource hold, TaskCompletionSource<Uri> starting, Microsoft.AspNetCore.Hosting.Server.IServer server)
        : IStartupWork
    {
        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var addresses = server.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!;
            await TestKit.WaitFor.ConditionAsync(() => addresses.Addresses.Count > 0, cancellationToken: cancellationToken);
            starting.SetResult(new Uri(addresses.Addresses.First()));
            await hold.Task.WaitAsync(cancellationToken);
        }
    }
}
