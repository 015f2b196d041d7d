using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Mxit.Check;

/// <summary>
/// Load on what reads people, beside an endpoint that does nothing but the token check: short turns, one after the other in one
/// run, so that whatever else the machine does strikes all alike.
/// </summary>
public static class ReadRun
{
    private const int Rounds = 7;

    /// <summary>Asks and prints a table: medians of all rounds, and what part of the empty endpoint's rate each has.</summary>
    public static async Task RunAsync(
        Uri address, string token, int people, int connections, TimeSpan time, CancellationToken cancellationToken)
    {
        (string Name, byte[][] Requests)[] reads =
        [
            ("empty, token checked", [Get(ReadHost.EmptyPath, token)]),
            ("profile (U5)", Requests(people, number => Get($"{MxitRoutes.UserProfile}/{Crowd.UserId(number)}", token))),
            ("public status (U2)", Requests(people, number => Get($"{MxitRoutes.PublicStatusMessage}{Crowd.Login(number)}", null))),
            ("lookup (U1)", Requests(people, number => Get($"{MxitRoutes.UserLookup}{Crowd.Login(number)}", token))),
        ];

        // The first round warms up: everybody is read from the database once, and the code is compiled.
        var turn = time / (Rounds * reads.Length);
        var results = reads.Select(_ => new List<(double PerSecond, double MedianMs, double P99Ms)>()).ToArray();
        for (var round = 0; round <= Rounds; round++)
        {
            for (var read = 0; read < reads.Length; read++)
            {
                var result = await AskAsync(address, reads[read].Requests, connections, turn, cancellationToken);
                if (round > 0)
                {
                    results[read].Add(result);
                }
            }
        }

        var empty = Median(results[0].Select(result => result.PerSecond));
        Console.WriteLine($"{"",-22} {"requests/s",10} {"p50 ms",8} {"p99 ms",8} {"of empty",9}");
        for (var read = 0; read < reads.Length; read++)
        {
            var perSecond = Median(results[read].Select(result => result.PerSecond));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{reads[read].Name,-22} {perSecond,10:0} {Median(results[read].Select(result => result.MedianMs)),8:0.00} " +
                $"{Median(results[read].Select(result => result.P99Ms)),8:0.00} {perSecond / empty,9:P0}"));
        }
    }

    private static byte[][] Requests(int people, Func<int, byte[]> make) => [.. Enumerable.Range(0, people).Select(make)];

    private static byte[] Get(string path, string? token)
    {
        var authorization = token is null ? "" : $"Authorization: Bearer {token}\r\n";
        return Encoding.ASCII.GetBytes($"GET /{path} HTTP/1.1\r\nHost: localhost\r\n{authorization}\r\n");
    }

    private static async Task<(double PerSecond, double MedianMs, double P99Ms)> AskAsync(
        Uri address, byte[][] requests, int connections, TimeSpan time, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(first => Task.Run(
            () => AskAsync(address, requests, first * requests.Length / connections, watch, time, cancellationToken),
            cancellationToken)));
        var seconds = watch.Elapsed.TotalSeconds;
        var times = runs.SelectMany(run => run).Order().ToList();
        return (times.Count / seconds, times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    private static async Task<List<double>> AskAsync(
        Uri address, byte[][] requests, int first, Stopwatch watch, TimeSpan time, CancellationToken cancellationToken)
    {
        var times = new List<double>(100_000);
        using var connection = await RawConnection.OpenAsync(address, cancellationToken);
        for (var next = first; watch.Elapsed < time; next++)
        {
            var start = Stopwatch.GetTimestamp();
            var status = await connection.AskAsync(requests[next % requests.Length], cancellationToken);
            if (status != 200)
            {
                throw new InvalidOperationException($"A read was answered with {status}.");
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
