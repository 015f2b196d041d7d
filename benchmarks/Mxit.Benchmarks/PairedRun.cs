using System.Diagnostics;
using System.Globalization;

namespace Mxit.Benchmarks;

/// <summary>
/// The same calls in short turns, one way after the other, again and again: what disturbs the machine meets all of them alike.
/// The ratio of a round is that of neighbours; the median of the rounds is told.
/// </summary>
internal static class PairedRun
{
    public const string Command = "paired";

    private const int Rounds = 25;
    private const int CallsInTurn = 400;
    private const int CallsInTurnInMemory = 10_000;

    public static async Task RunAsync()
    {
        using (var server = AnsweringServer.Start())
        {
            Console.WriteLine("Over a connection to a server on this machine:");
            await CompareAsync(
                CallsInTurn,
                new HttpClientCaller(server.Address),
                new MxitCaller(server.Address),
                new RefitCaller(server.Address),
                new RestSharpCaller(server.Address));
        }

        Console.WriteLine("Without a network, the time of the client alone:");
        var nowhere = new Uri("http://localhost/");
        await CompareAsync(
            CallsInTurnInMemory,
            new HttpClientCaller(nowhere, new InMemoryHandler()),
            new MxitCaller(nowhere, new InMemoryHandler()),
            new RefitCaller(nowhere, new InMemoryHandler()),
            new RestSharpCaller(nowhere, new InMemoryHandler()));
    }

    private static async Task CompareAsync(int callsInTurn, params ICaller[] ways)
    {
        (string Name, Func<ICaller, Task> MakeAsync)[] calls =
        [
            ("get", caller => caller.GetAsync()),
            ("send", caller => caller.SendAsync()),
            ("upload 64 KiB", caller => caller.UploadAsync()),
        ];
        foreach (var (name, makeAsync) in calls)
        {
            var times = ways.Select(_ => new double[Rounds]).ToArray();
            for (var round = -2; round < Rounds; round++)
            {
                for (var turn = 0; turn < ways.Length; turn++)
                {
                    // Not always in the same order.
                    var way = (turn + round + ways.Length) % ways.Length;
                    var time = await TimeAsync(() => makeAsync(ways[way]), callsInTurn);
                    if (round >= 0)
                    {
                        times[way][round] = time;
                    }
                }
            }

            for (var way = 0; way < ways.Length; way++)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-14} {ways[way].GetType().Name[..^"Caller".Length],-10} median {Median(times[way]),6:0.0} us, " +
                    $"{Median(times[way].Zip(times[0], (own, raw) => own / raw)):0.00} of HttpClient"));
            }
        }

        foreach (var caller in ways)
        {
            caller.Dispose();
        }
    }

    private static async Task<double> TimeAsync(Func<Task> call, int count)
    {
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done < count; done++)
        {
            await call();
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
