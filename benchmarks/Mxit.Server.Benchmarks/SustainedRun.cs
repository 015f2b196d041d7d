using System.Diagnostics;
using System.Globalization;
using Mxit.TestKit;

namespace Mxit.Server.Benchmarks;

/// <summary>Sends without a break for long, and looks at memory and at how far the dispatcher is behind.</summary>
internal static class SustainedRun
{
    private const int Samples = 20;

    public static async Task RunAsync(
        PostgresCluster? cluster, int recipients, int connections, int seconds, CancellationToken cancellationToken)
    {
        await using var bench = await Bench.StartAsync(cluster, 0, cancellationToken);
        var script = bench.Scripts.Send(recipients);
        await bench.LoadAsync(MxitRoutes.MessageSend, script, connections, 10, cancellationToken);
        await bench.DrainAsync(cancellationToken);

        var watch = Stopwatch.StartNew();
        var load = bench.LoadAsync(MxitRoutes.MessageSend, script, connections, seconds, cancellationToken);
        var lines = new List<string>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds((double)seconds / Samples));
        while (!load.IsCompleted && await timer.WaitForNextTickAsync(cancellationToken))
        {
            var waiting = await bench.CountWaitingAsync(cancellationToken);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"| {watch.Elapsed.TotalSeconds:0} | {bench.Memory / 1048576} | {waiting} |"));
        }

        var result = await load;
        var drain = await bench.DrainAsync(cancellationToken);
        var accepted = result.Requests - result.NotOk;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{bench.Name}, {recipients} recipients, {connections} connections, {seconds} s: {result.GoodPerSecond:0} " +
            $"sends/s, {accepted * recipients / (seconds + drain.TotalSeconds):0} inbox rows/s until the last was there " +
            $"({drain.TotalSeconds:0.0} s after the last send), p50 {result.MedianMs:0.0} ms, p99 {result.P99Ms:0.0} ms, " +
            $"{result.NotOk} told to come later\n"));
        Console.WriteLine("| s | memory MiB | messages not yet in inboxes |\n| ---: | ---: | ---: |");
        lines.ForEach(Console.WriteLine);
    }
}
