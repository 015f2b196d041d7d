using System.Diagnostics;
using System.Globalization;
using Mxit.TestKit;

namespace Mxit.Server.Benchmarks;

/// <summary>The same work on a small store and on a large one, in turns: nothing may grow with what is stored.</summary>
internal static class StoredRun
{
    private const int Readers = 200;
    private const int Small = 10_000;

    public static async Task RunAsync(
        PostgresCluster? cluster, int stored, int rounds, int seconds, CancellationToken cancellationToken)
    {
        await using var small = await StoreAsync(cluster, Small, cancellationToken);
        await using var large = await StoreAsync(cluster, stored, cancellationToken);
        Bench[] both = [small, large];
        var works = new List<Work>
        {
            new("send, 1 recipient", "send-1", MxitRoutes.MessageSend, 16),
            new("send, 50 recipients", "send-50", MxitRoutes.MessageSend, 16),
            new("a page of 50 after a cursor, 16 at a time", "read", MxitRoutes.MessengerMessages, 16),
            new("a page of 50 after a cursor, 2 at a time", "read", MxitRoutes.MessengerMessages, 2),
        };
        var scripts = new Dictionary<(Bench, string), string>();
        foreach (var bench in both)
        {
            scripts[(bench, "send-1")] = bench.Scripts.Send(1);
            scripts[(bench, "send-50")] = bench.Scripts.Send(50);
            scripts[(bench, "read")] = bench.Scripts.Get(
                "read", await ReadsAsync(bench, bench == small ? Small : stored, cancellationToken));
        }

        Console.WriteLine($"\n{small.Name}: {Small} and {stored} messages stored\n");
        Console.WriteLine("| Work | small /s | large /s | large/small | p50 ms | p99 ms | large: p50 ms | large: p99 ms |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var work in works)
        {
            var turns = new List<WrkResult>[] { [], [] };
            var dispatched = new List<double>[] { [], [] };
            for (var round = -1; round < rounds; round++)
            {
                for (var turn = 0; turn < both.Length; turn++)
                {
                    var which = (turn + round + 2) % 2;
                    var bench = both[which];
                    var watch = Stopwatch.StartNew();
                    var result = await bench.LoadAsync(
                        work.Path, scripts[(bench, work.Script)], work.Connections, seconds, cancellationToken);
                    await bench.DrainAsync(cancellationToken);
                    if (round >= 0)
                    {
                        turns[which].Add(result);
                        dispatched[which].Add(50 * (result.Requests - result.NotOk) / watch.Elapsed.TotalSeconds);
                    }
                }
            }

            Print(work.Name, turns);
            if (work.Script == "send-50")
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| the same, rows until all are in inboxes | {SendTable.Median(dispatched[0]):0} | " +
                    $"{SendTable.Median(dispatched[1]):0} | " +
                    $"{SendTable.Median(dispatched[1].Zip(dispatched[0], (l, s) => l / s)):0.00} | | | | |"));
            }
        }
    }

    private static async Task<Bench> StoreAsync(PostgresCluster? cluster, int stored, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var bench = await Bench.StartAsync(cluster, stored, cancellationToken);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{stored} messages stored in {watch.Elapsed.TotalSeconds:0} s"));
        return bench;
    }

    // From anywhere in a person's history. Cursors count over all people, so a place in the whole is one in everybody's part of
    // it.
    private static async Task<IEnumerable<(string Path, string Token)>> ReadsAsync(
        Bench bench, int stored, CancellationToken cancellationToken)
    {
        var tokens = await bench.SignInAsync(Readers, cancellationToken);
        return Enumerable.Range(0, 1_000).Select(read => (
            string.Create(
                CultureInfo.InvariantCulture, $"/{MxitRoutes.MessengerMessages}?after={(long)stored * read / 1_000}&limit=50"),
            tokens[read % Readers]));
    }

    private static void Print(string name, List<WrkResult>[] turns) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {SendTable.Median(turns[0].Select(turn => turn.GoodPerSecond)):0} | " +
        $"{SendTable.Median(turns[1].Select(turn => turn.GoodPerSecond)):0} | " +
        $"{SendTable.Median(turns[1].Zip(turns[0], (large, small) => large.GoodPerSecond / small.GoodPerSecond)):0.00} | " +
        $"{SendTable.Median(turns[0].Select(turn => turn.MedianMs)):0.00} | " +
        $"{SendTable.Median(turns[0].Select(turn => turn.P99Ms)):0.00} | " +
        $"{SendTable.Median(turns[1].Select(turn => turn.MedianMs)):0.00} | " +
        $"{SendTable.Median(turns[1].Select(turn => turn.P99Ms)):0.00} |"));

    private sealed record Work(string Name, string Script, string Path, int Connections);
}
