using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>
/// Whatever uses a database of SQLite leaves all of it in the one file when it ends, so that a copy of this file is whole.
/// </summary>
public sealed class WholeFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_SIGTERM_a_copy_of_the_file_is_whole()
    {
        using var folder = new TemporaryFolder();
        await using var server = await MxitServe.StartAsync(["--data", folder.Of("data")]);
        await AddAsync(folder.Of("data"), "zola");

        Assert.Equal(0, await server.TerminateAsync());

        await AssertWholeAsync(folder, folder.Of("data", "mxit.db"), "zola");
    }

    [Fact]
    public async Task After_Ctrl_C_in_the_usual_delay_a_copy_of_the_file_is_whole()
    {
        using var folder = new TemporaryFolder();
        await using var server = await MxitServe.StartAsync(["--data", folder.Of("data"), "--set", "Server:StopDelaySeconds=3"]);
        await AddAsync(folder.Of("data"), "zola");

        Assert.Equal(0, await server.InterruptAsync());

        await AssertWholeAsync(folder, folder.Of("data", "mxit.db"), "zola");
    }

    [Fact]
    public async Task After_a_command_of_administration_a_copy_of_the_file_is_whole()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await MxitServe.StartAsync(["--data", folder.Of("data")]))
        {
            // Killed, so that the command finds a log that nobody has folded.
            await server.KillAsync();
        }

        await AddAsync(folder.Of("data"), "zola");
        await AssertWholeAsync(folder, folder.Of("data", "mxit.db"), "zola");
        await AddAsync(folder.Of("data"), "thabo");
        await AssertWholeAsync(folder, folder.Of("data", "mxit.db"), "thabo");
    }

    [Fact]
    public async Task After_a_test_server_a_copy_of_the_file_is_whole()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await MxitTestServer.StartAsync(
            new MxitTestServerOptions { ConnectionString = $"Data Source={folder.Of("own.db")}" }, Stop))
        {
            await AddAsync(server.Services, "zola");
            using var client = server.CreateClient();
            await client.Messaging.SendMessageAsync("demo", ["m10000000001"], "Hello", cancellationToken: Stop);
        }

        await AssertWholeAsync(folder, folder.Of("own.db"), "zola");
        await AssertWholeAsync(folder, folder.Of("own.db"), "alice");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task After_a_host_that_is_disposed_a_copy_of_the_file_is_whole(bool isStarted)
    {
        using var folder = new TemporaryFolder();
        await using (await MxitTestServer.StartAsync(
            new MxitTestServerOptions { ConnectionString = $"Data Source={folder.Of("mxit.db")}" }, Stop))
        {
            // Makes the database.
        }

        await using (var app = MxitServer.Build(
        [
            $"--Mxit:Server:DataFolder={folder.Path}", "--Mxit:Server:Listen=http://127.0.0.1:0",
            "--Mxit:Server:Development=true",
            "--Mxit:Server:PublicAddress=http://127.0.0.1", "--Logging:LogLevel:Default=None",
        ]))
        {
            if (isStarted)
            {
                await app.StartAsync(Stop);
                await app.Services.GetRequiredService<Readiness>().WaitAsync(Stop);
            }

            await AddAsync(app.Services, "zola");
        }

        await AssertWholeAsync(folder, folder.Of("mxit.db"), "zola");
    }

    private static async Task AddAsync(string data, string login)
    {
        var added = await ProgramRun.OfMxitAsync(["admin", "user", "add", login, "--data", data], "a pass phrase of theirs");
        Assert.True(added.ExitCode == 0, added.Text);
    }

    private static async Task AddAsync(IServiceProvider services, string login)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<AccountService>()
            .CreateAsync(login, "a pass phrase of theirs", null, Stop);
        Assert.True(result.IsDone);
    }

    private static async Task AssertWholeAsync(TemporaryFolder folder, string file, string login)
    {
        Assert.Equal(0, LengthOf($"{file}-wal"));
        var copy = folder.Of($"{Guid.NewGuid():N}.db");
        File.Copy(file, copy);
        Assert.Equal("ok", await TemporaryFolder.AskAsync<string>(copy, "PRAGMA integrity_check"));
        Assert.Equal(
            1L, await TemporaryFolder.AskAsync<long>(copy, $"""SELECT COUNT(*) FROM "Accounts" WHERE "Login" = '{login}'"""));
    }

    private static long LengthOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}
