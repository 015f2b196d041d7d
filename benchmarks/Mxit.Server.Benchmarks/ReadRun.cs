using System.Globalization;
using Mxit.Check;
using Mxit.TestKit;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// What reads people, beside an endpoint that does nothing but the token check: short turns, one after the other in one run, so
/// that whatever else the machine does strikes all alike.
/// </summary>
internal static class ReadRun
{
    private const int People = 1_000;

    public static async Task RunAsync(
        PostgresCluster? cluster, int connections, int rounds, int seconds, CancellationToken cancellationToken)
    {
        await using var bench = await Bench.StartAsync(cluster, 0, cancellationToken);
        var token = await bench.GetTokenAsync(MxitScopes.ProfilePublic, cancellationToken);
        (string Name, string Script)[] reads =
        [
            ("empty, token checked", Script(bench, token, "empty", _ => BenchmarkHost.EmptyRead)),
            ("profile (U5)", Script(bench, token, "profile", person => $"{MxitRoutes.UserProfile}/{Crowd.UserId(person)}")),
            ("public status (U2)", Script(
                bench, token, "status", person => MxitRoutes.PublicStatusMessage + Crowd.Login(person))),
            ("lookup (U1)", Script(bench, token, "lookup", person => MxitRoutes.UserLookup + Crowd.Login(person))),
        ];

        // The first round warms up: everybody is read from the database once, and the code is compiled.
        var results = reads.Select(_ => new List<WrkResult>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var read = 0; read < reads.Length; read++)
            {
                var result = await bench.LoadAsync("", reads[read].Script, connections, seconds, cancellationToken);
                if (round >= 0)
                {
                    results[read].Add(result);
                }
            }
        }

        Console.WriteLine($"\n{bench.Name}, {connections} connections, {People} people\n");
        Console.WriteLine("| Read | requests/s | p50 ms | p99 ms | of empty |\n| --- | ---: | ---: | ---: | ---: |");
        for (var read = 0; read < reads.Length; read++)
        {
            var ratio = SendTable.Median(
                results[read].Select((result, round) => result.GoodPerSecond / results[0][round].GoodPerSecond));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {reads[read].Name} | {SendTable.Median(results[read].Select(result => result.GoodPerSecond)):0} | " +
                $"{SendTable.Median(results[read].Select(result => result.MedianMs)):0.00} | " +
                $"{SendTable.Median(results[read].Select(result => result.P99Ms)):0.00} | {ratio:0.00} |"));
        }
    }

    private static string Script(Bench bench, string token, string name, Func<int, string> path) =>
        bench.Scripts.Get(name, Enumerable.Range(0, People).Select(person => ("/" + path(person), token)));
}
