using System.Diagnostics;
using System.Globalization;

namespace Mxit.Benchmarks;

/// <summary>
/// The same calls in short turns, one way after the other, again and again: what disturbs the machine meets all of them alike. The ratio of a
/// round is that of neighbours; the median of the rounds is told.
/// </summary>
internal static class PairedRun
{
    public const string Command = "paired";

    private const int Rounds = 25;
    private const int CallsInTurn = 400;

    public static async Task RunAsync()
    {
        using var server = AnsweringServer.Start();
        (string Name, ICaller Caller)[] ways =
        [
            ("HttpClient", new HttpClientCaller(server.Address)),
            ("Mxit", new MxitCaller(server.Address)),
            ("Refit", new RefitCaller(server.Address)),
            ("RestSharp", new RestSharpCaller(server.Address)),
        ];
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
                    var time = await TimeAsync(() => makeAsync(ways[way].Caller));
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
                    $"{name,-14} {ways[way].Name,-10} median {Median(times[way]),6:0.0} us, {Median(times[way].Zip(times[0], (own, raw) => own / raw)):0.00} of HttpClient"));
            }
        }

        foreach (var (_, caller) in ways)
        {
            caller.Dispose();
        }
    }

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var began = Stopwatch.GetTimestamp();
        for (var count = 0; count < CallsInTurn; count++)
        {
            await call();
        }

        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / CallsInTurn;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
