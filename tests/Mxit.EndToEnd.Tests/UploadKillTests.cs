using Mxit.Check;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// A short run of what <c>dotnet run --project tools/Mxit.Check -- uploads</c> does at length: the server dies in the middle of
/// uploads, and every acknowledged file is there as it was sent, while nothing broken is.
/// </summary>
public sealed class UploadKillTests
{
    [Fact]
    public Task U_17_kill_9_in_the_middle_of_uploads_breaks_no_file_on_SQLite() => RunAsync(null);

    [Fact]
    public async Task U_17_kill_9_in_the_middle_of_uploads_breaks_no_file_on_PostgreSQL()
    {
        var cluster = await PostgresCluster.SharedAsync();
        await using var database = await cluster.CreateDatabaseAsync();
        await RunAsync(database.ConnectionString);
    }

    private static async Task RunAsync(string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("mxit-check-");
        try
        {
            var result = await UploadRun.RunAsync(
                folder.FullName, postgres, kills: 2, uploaders: 6, TimeSpan.FromSeconds(3), seed: Environment.TickCount,
                TestContext.Current.CancellationToken);

            Assert.Empty(result.Faults);
            Assert.True(result.Acknowledged > 0, "The server was killed before it acknowledged anything.");
            Assert.True(result.Resent + result.Unanswered > 0, "No upload was cut off.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
