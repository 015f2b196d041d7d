using System.Diagnostics;
using System.Globalization;
using Mxit.Testing;

namespace Mxit.Benchmarks;

/// <summary>How long a test waits for its server: the first start of a process, the next ones, a reset, 50 at once.</summary>
internal static class TestServerRun
{
    public const string Command = "test-server";

    private const int Rounds = 40;
    private const int AtOnce = 50;

    public static async Task RunAsync()
    {
        Console.WriteLine("| What | Median ms | 9 of 10 under ms |");
        Console.WriteLine("| --- | --- | --- |");
        Write("first start of a process", [await TimeAsync(() => StartAsync(new MxitTestServerOptions()))]);
        await RepeatAsync("start", () => StartAsync(new MxitTestServerOptions()));
        await RepeatAsync("start without sockets", () => StartAsync(new MxitTestServerOptions { UseSockets = false }));
        foreach (var useSockets in new[] { true, false })
        {
            await using var server = await MxitTestServer.StartAsync(new MxitTestServerOptions { UseSockets = useSockets });
            await RepeatAsync(useSockets ? "reset" : "reset without sockets", () => server.ResetAsync());
        }

        Write($"{AtOnce} starts at once, all", [await TimeAsync(() => Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => StartAsync(new MxitTestServerOptions())))))]);
    }

    private static async Task StartAsync(MxitTestServerOptions options)
    {
        // Its end is not what a test waits for, but belongs to it.
        await using var server = await MxitTestServer.StartAsync(options);
    }

    private static async Task RepeatAsync(string name, Func<Task> run)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            times.Add(await TimeAsync(run));
        }

        Write(name, times);
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Write(string name, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {times[times.Count / 2]:0} | {times[times.Count * 9 / 10]:0} |"));
    }
}
