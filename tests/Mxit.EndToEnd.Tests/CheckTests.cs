using Mxit.Check;
using Mxit.Check.Checker;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>
/// A short run of what <c>dotnet run -c Release --project tools/Mxit.Check -- check</c> does at length: one fault after another
/// under load, and what clients did and saw is judged afterwards.
/// </summary>
public sealed class CheckTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IReadOnlyList<string> AllButFull => [.. CheckRun.AllFaults.Where(fault => fault != "full")];

    [Fact]
    public Task R_01_R_10_R_13_R_14_R_18_R_37_no_fault_breaks_a_promise_on_SQLite() => RunAsync(postgres: false, AllButFull);

    [Fact]
    public Task R_01_R_10_R_13_R_14_R_18_R_37_no_fault_breaks_a_promise_on_PostgreSQL() => RunAsync(postgres: true, AllButFull);

    [Fact]
    public Task R_01_R_06_a_full_disk_breaks_no_promise_on_SQLite() => RunOnFullDiskAsync(postgres: false);

    [Fact]
    public Task R_01_R_06_a_full_disk_breaks_no_promise_on_PostgreSQL() => RunOnFullDiskAsync(postgres: true);

    [Fact]
    public async Task Ctrl_C_stops_the_server_cleanly()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-check-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, null, Stop);
            Assert.Equal(0, await server.InterruptAsync(Stop));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task RunOnFullDiskAsync(bool postgres)
    {
        Assert.SkipWhen(CheckRun.MissingReason("full") is not null, CheckRun.MissingReason("full") ?? "");
        return RunAsync(postgres, ["full"]);
    }

    private static async Task RunAsync(bool postgres, IReadOnlyList<string> faults)
    {
        Assert.SkipWhen(postgres && PostgresCluster.MissingReason is not null, PostgresCluster.MissingReason ?? "");
        var path = Path.GetTempFileName();
        try
        {
            var options = new CheckOptions(postgres, faults.Count, faults, Environment.TickCount, path);
            var verdict = await CheckRun.RunAsync(options, Stop);

            Assert.Empty(verdict.Violations);
            Assert.True(verdict.Total is { Acknowledged: > 0, Read: > 0 }, $"Too little happened: {verdict.Total}");

            // A judge that finds nothing has to look: without one entry of the same history it finds what is missing.
            var history = HistoryFile.Read(path).ToList();
            var kept = history.OfType<SendBegun>()
                .Where(send => send is { Spool: true, SpoolSeconds: null, HasKey: true }).Select(send => send.Send).ToHashSet();
            var answered = history.OfType<SendEnded>().First(answer => answer.Status == 200 && kept.Contains(answer.Send));
            var first = history.OfType<Shown>().First(shown => shown.Reader == "fresh" && shown.MessageId == answered.MessageId);
            history.Remove(first);
            Assert.Equal(
                ("R-01", answered.Send), Assert.Single(
                    Judge.Decide(history).Violations.Select(violation => (violation.Rule, violation.Send!.Value))));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
