using Mxit.Check;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// A short run of what <c>dotnet run --project tests/Mxit.Check -- kill</c> does at length: the server dies under load, and
/// nothing that it acknowledged is lost.
/// </summary>
public sealed class KillTests
{
    [Fact]
    public Task R_01_R_10_kill_9_loses_no_acknowledged_message_on_SQLite() => RunAsync(null);

    [Fact]
    public async Task R_01_R_10_kill_9_loses_no_acknowledged_message_on_PostgreSQL()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await using var database = await cluster.CreateDatabaseAsync();
        await RunAsync(database.ConnectionString);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_server_cleanly()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-check-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, null, TestContext.Current.CancellationToken);
            Assert.Equal(0, await server.InterruptAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("mxit-check-");
        try
        {
            var result = await KillRun.RunAsync(
                folder.FullName, postgres, kills: 3, TimeSpan.FromSeconds(1.5), seed: Environment.TickCount, TestContext.Current.CancellationToken);

            Assert.Empty(result.Faults);
            Assert.True(result.Acknowledged > 0, "The server was killed before it acknowledged anything.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
