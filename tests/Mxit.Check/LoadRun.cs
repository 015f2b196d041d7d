using System.Diagnostics;

namespace Mxit.Check;

/// <summary>Load on <c>POST /message/send</c>: how many requests, how fast, how much memory.</summary>
public static class LoadRun
{
    public static async Task<LoadResult> RunAsync(
        Uri address, string token, int connections, int recipients, bool keys, TimeSpan time, CancellationToken cancellationToken)
    {
        var to = string.Join(',', Enumerable.Range(0, recipients).Select(Crowd.UserId));
        var json = $$"""{"Body":"A short message, of a length that people write.","From":"demo","To":"{{to}}"}""";
        var request = RawConnection.Send(token, json);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(time);
        var watch = Stopwatch.StartNew();
        var runs = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            () => SendAsync(address, () => keys ? RawConnection.Send(token, json, NewKey()) : request, end.Token),
            cancellationToken)));
        var seconds = watch.Elapsed.TotalSeconds;
        var times = runs.SelectMany(run => run.Times).Order().ToList();
        return new LoadResult(
            times.Count / seconds, times.Count, runs.Sum(run => run.TurnedAway), At(times, 0.50), At(times, 0.99));
    }

    // In the order of time, as the client library makes them.
    private static string NewKey() => Guid.CreateVersion7().ToString();

    private static async Task<(List<double> Times, int TurnedAway)> SendAsync(
        Uri address, Func<byte[]> request, CancellationToken end)
    {
        var times = new List<double>(100_000);
        var turnedAway = 0;
        using var connection = await RawConnection.OpenAsync(address, CancellationToken.None);
        while (!end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            var status = await connection.AskAsync(request(), CancellationToken.None);
            if (status == 503)
            {
                turnedAway++;
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
                continue;
            }

            if (status != 200)
            {
                throw new InvalidOperationException($"A send was answered with {status}.");
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (times, turnedAway);
    }

    private static double At(List<double> sorted, double part) =>
        sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}

public sealed record LoadResult(double PerSecond, int Accepted, int TurnedAway, double MedianMs, double P99Ms);
