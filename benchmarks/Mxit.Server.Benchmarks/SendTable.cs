using System.Globalization;
using Mxit.TestKit;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// Sends beside endpoints that do less, in short turns one after the other, again and again: what disturbs the machine meets all
/// of them alike. Told are the medians of the rounds, and the median of the ratios within a round. What a request costs
/// the server holds its delivery too.
/// </summary>
internal static class SendTable
{
    private static readonly Way[] Ways =
    [
        new("empty", BenchmarkHost.Empty, 1),
        new("one row, shared commit", BenchmarkHost.Bare, 1),
        new("one row, own commit", BenchmarkHost.Alone, 1),
        new("send, 1 recipient", MxitRoutes.MessageSend, 1),
        new("send, 50 recipients", MxitRoutes.MessageSend, 50),
    ];

    public static async Task RunAsync(
        PostgresCluster? cluster, IReadOnlyList<int> connections, int rounds, int seconds, CancellationToken cancellationToken)
    {
        await using var bench = await Bench.StartAsync(cluster, 0, cancellationToken);
        var scripts = Ways.Select(way => bench.Scripts.Send(way.Recipients)).ToArray();

        // Until the code is compiled as well as it will be.
        for (var way = 0; way < Ways.Length; way++)
        {
            await bench.LoadAsync(Ways[way].Path, scripts[way], 64, Math.Max(5, seconds * 2), cancellationToken);
            await bench.DrainAsync(cancellationToken);
        }

        Console.WriteLine($"\n{bench.Name}\n");
        Console.WriteLine(
            "| Connections | Endpoint | requests/s | p50 ms | p99 ms | p99/p50 | of one row, shared commit | CPU µs | bytes | " +
            "not now | recipients/s until all are in inboxes |");
        Console.WriteLine("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var count in connections)
        {
            var results = Ways.Select(_ => new List<Turn>()).ToArray();
            for (var round = 0; round < rounds; round++)
            {
                for (var turn = 0; turn < Ways.Length; turn++)
                {
                    // Not always in the same order.
                    var way = (turn + round) % Ways.Length;
                    var before = await bench.ReadCostsAsync(cancellationToken);
                    var result = await bench.LoadAsync(Ways[way].Path, scripts[way], count, seconds, cancellationToken);
                    var drain = await bench.DrainAsync(cancellationToken);
                    var after = await bench.ReadCostsAsync(cancellationToken);
                    results[way].Add(new Turn(
                        result,
                        result.GoodPerSecond * seconds * Ways[way].Recipients / (seconds + drain.TotalSeconds),
                        (after.Bytes - before.Bytes) / (double)result.Requests,
                        (after.Microseconds - before.Microseconds) / (double)result.Requests));
                }
            }

            var bare = results[1];
            for (var way = 0; way < Ways.Length; way++)
            {
                var turns = results[way];
                var ratio = Median(turns.Select((turn, round) => turn.Result.GoodPerSecond / bare[round].Result.GoodPerSecond));
                var toInboxes = Ways[way].Path == MxitRoutes.MessageSend
                    ? $"{Median(turns.Select(turn => turn.Delivered)):0}"
                    : "";
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {count} | {Ways[way].Name} | {Median(turns.Select(turn => turn.Result.GoodPerSecond)):0} | " +
                    $"{Median(turns.Select(turn => turn.Result.MedianMs)):0.00} | " +
                    $"{Median(turns.Select(turn => turn.Result.P99Ms)):0.00} | " +
                    $"{Median(turns.Select(turn => turn.Result.P99Ms / turn.Result.MedianMs)):0.0} | {ratio:0.00} | " +
                    $"{Median(turns.Select(turn => turn.Microseconds)):0.0} | {Median(turns.Select(turn => turn.Bytes)):0} | " +
                    $"{turns.Sum(turn => turn.Result.NotOk)} | {toInboxes} |"));
            }
        }
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Way(string Name, string Path, int Recipients);

    private sealed record Turn(WrkResult Result, double Delivered, double Bytes, double Microseconds);
}
