using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.ServerSentEvents;
using Mxit.Check;
using Mxit.TestKit;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// Many people who listen, while messages are sent to them at a steady rate: how long from the send to the listener.
/// </summary>
internal static class LiveRun
{
    private const int Senders = 16;

    public static async Task RunAsync(
        PostgresCluster? cluster, int readers, int perSecond, int seconds, CancellationToken cancellationToken)
    {
        await using var bench = await Bench.StartAsync(cluster, 0, cancellationToken);
        var tokens = await bench.SignInAsync(readers, cancellationToken);
        var arrivals = new ConcurrentDictionary<int, long>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var http = new HttpClient { BaseAddress = bench.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var listening = new CountdownEvent(readers);
        var listeners = tokens.Select(
            token => Task.Run(() => ListenAsync(http, token, arrivals, listening, end.Token), cancellationToken)).ToList();
        var sent = new ConcurrentDictionary<int, (long Begun, long Answered)>();
        var run = SendToAllAsync();

        // A listener ends before the run does only where something is wrong.
        await await Task.WhenAny(run, Task.WhenAny(listeners).Unwrap());
        await end.CancelAsync();
        await Task.WhenAll(listeners);

        var fromBegin = Times(sent, arrivals, times => times.Begun);
        var fromAnswer = Times(sent, arrivals, times => times.Answered);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{bench.Name}, {readers} people listen, {sent.Count / (double)seconds:0} messages/s for {seconds} s: each " +
            $"arrived once. From the send's beginning to the listener p50 {At(fromBegin, 0.5):0.0} ms, p99 " +
            $"{At(fromBegin, 0.99):0.0} ms; from its answer p50 {At(fromAnswer, 0.5):0.0} ms, p99 {At(fromAnswer, 0.99):0.0} " +
            $"ms (below zero: the listener had it first); memory {bench.Memory / 1048576} MiB"));

        async Task SendToAllAsync()
        {
            await Task.Run(() => listening.Wait(end.Token), end.Token);
            await SendAsync(
                bench, readers, perSecond, 5, -1_000_000_000, new ConcurrentDictionary<int, (long, long)>(), end.Token);
            await SendAsync(bench, readers, perSecond, seconds, 0, sent, end.Token);
            await bench.DrainAsync(end.Token);
            await WaitFor.ConditionAsync(() => sent.Keys.All(arrivals.ContainsKey), TimeSpan.FromSeconds(30));
        }
    }

    private static async Task ListenAsync(
        HttpClient http, string token, ConcurrentDictionary<int, long> arrivals, CountdownEvent listening,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, MxitRoutes.MessengerEvents);
        request.Headers.Authorization = new("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            answer.EnsureSuccessStatusCode();
            listening.Signal();
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            await foreach (var item in SseParser.Create(stream, (_, data) => ReadNumber(data)).EnumerateAsync(cancellationToken))
            {
                if (item.Data is { } number && !arrivals.TryAdd(number, Stopwatch.GetTimestamp()))
                {
                    throw new InvalidOperationException($"Message {number} arrived twice.");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    // The text is "number N."; all else of the event is not looked at.
    private static int? ReadNumber(ReadOnlySpan<byte> data)
    {
        var at = data.IndexOf("number "u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(data[(at + 7)..], out int number, out _) ? number : null;
    }

    private static async Task SendAsync(
        Bench bench,
        int readers,
        int perSecond,
        int seconds,
        int first,
        ConcurrentDictionary<int, (long Begun, long Answered)> sent,
        CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(
            async () =>
            {
                using var connection = await RawConnection.OpenAsync(bench.Address, cancellationToken);
                while (true)
                {
                    var index = Interlocked.Increment(ref next);
                    var due = TimeSpan.FromSeconds((double)index / perSecond);
                    if (due.TotalSeconds >= seconds)
                    {
                        return;
                    }

                    var early = due - Stopwatch.GetElapsedTime(begin);
                    if (early > TimeSpan.FromMilliseconds(1))
                    {
                        await Task.Delay(early, TimeProvider.System, cancellationToken);
                    }

                    var json = string.Create(
                        CultureInfo.InvariantCulture,
                        $$"""{"Body":"number {{first + index}}.","From":"demo","To":"{{Crowd.UserId(index % readers)}}"}""");
                    var begun = Stopwatch.GetTimestamp();
                    if (await connection.AskAsync(RawConnection.Send(bench.Token, json), cancellationToken) != 200)
                    {
                        throw new InvalidOperationException("A send was refused.");
                    }

                    sent[first + index] = (begun, Stopwatch.GetTimestamp());
                }
            },
            cancellationToken)));
    }

    private static List<double> Times(
        ConcurrentDictionary<int, (long Begun, long Answered)> sent,
        ConcurrentDictionary<int, long> arrivals,
        Func<(long Begun, long Answered), long> from) =>
        [.. sent.Select(send => (arrivals[send.Key] - from(send.Value)) * 1_000.0 / Stopwatch.Frequency).Order()];

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
