using System.Collections.Concurrent;
using System.Globalization;

namespace Mxit.Check;

/// <summary>
/// Sends under load, kills the server, starts it again, and so on; then holds the readers' histories against what was
/// acknowledged. Every acknowledged message must be in the history of every receiver exactly once, in the order of its
/// sender; one whose answer was lost may be there once or not at all.
/// </summary>
public sealed class KillRun
{
    private const int Senders = 16;

    private static readonly string[] Receivers = ["alice", "bob", "carol"];

    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ServerProcess _server;
    private readonly Random _random;
    private TaskCompletionSource _firstAnswer = NewFirstAnswer();

    private KillRun(ServerProcess server, int seed)
    {
        _server = server;

        // Not for secrets: the same seed gives the same run again.
#pragma warning disable CA5394
        _random = new Random(seed);
#pragma warning restore CA5394
    }

    /// <summary>Runs it.</summary>
    /// <returns>What was found; <see cref="KillResult.Faults"/> is empty when all is well.</returns>
    public static async Task<KillResult> RunAsync(
        string folder, string? postgres, int kills, TimeSpan longestLife, int seed, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync(folder, postgres, cancellationToken);
        var run = new KillRun(server, seed);
        for (var round = 0; round < kills; round++)
        {
            await run.SendAndKillAsync(round, longestLife, cancellationToken);
            await server.StartAgainAsync(cancellationToken);
        }

        return await run.JudgeAsync(kills, cancellationToken);
    }

    private static TaskCompletionSource NewFirstAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task SendAndKillAsync(int round, TimeSpan longestLife, CancellationToken cancellationToken)
    {
        using var client = Client();
        var token = (await client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], cancellationToken)).Value;
        _firstAnswer = NewFirstAnswer();
        var senders = Enumerable.Range(0, Senders)
            .Select(sender => Task.Run(() => SendUntilGoneAsync(token, round, sender, cancellationToken), cancellationToken))
            .ToList();

        // A machine that is slow to answer at all would be killed before there is anything to lose.
        await Task.WhenAny(_firstAnswer.Task, Task.WhenAll(senders));
#pragma warning disable CA5394
        await Task.Delay(longestLife * _random.NextDouble(), TimeProvider.System, cancellationToken);
#pragma warning restore CA5394
        await _server.KillAsync();
        await Task.WhenAll(senders);
    }

    private async Task SendUntilGoneAsync(string token, int round, int sender, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(_server.Address, cancellationToken);
            for (var number = 0; ; number++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{round} {sender} {number}");
                var json = $$"""{"Body":"{{text}}","From":"demo","To":"m10000000001,m10000000002,m10000000003"}""";
                if (await connection.AskAsync(RawConnection.Send(token, json, text.Replace(' ', '-')), cancellationToken) == 200)
                {
                    _acknowledged.Add(text);
                    _firstAnswer.TrySetResult();
                }
            }
        }
        catch (Exception gone) when (gone is IOException or System.Net.Sockets.SocketException)
        {
            // Killed, as it should be; the last message has no answer.
        }
    }

    private async Task<KillResult> JudgeAsync(int kills, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var acknowledged = _acknowledged.ToHashSet(StringComparer.Ordinal);
        var unacknowledged = 0;
        foreach (var receiver in Receivers)
        {
            var history = await ReadAsync(receiver, acknowledged.Count, cancellationToken);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            faults.AddRange(history.Where(text => !seen.Add(text)).Select(text => $"{receiver} has '{text}' twice"));
            faults.AddRange(acknowledged.Except(seen).Select(text => $"{receiver} lost '{text}', which was acknowledged"));
            faults.AddRange(OutOfOrder(history).Select(text => $"{receiver} has '{text}' out of order"));
            unacknowledged = Math.Max(unacknowledged, seen.Except(acknowledged).Count());
        }

        return new KillResult(kills, acknowledged.Count, unacknowledged, faults);
    }

    private async Task<List<string>> ReadAsync(string login, int expected, CancellationToken cancellationToken)
    {
        using var client = Client();
        var person = client.ForUser(
            await client.OAuth.SignInWithPasswordAsync(login, $"{login}-password", [MxitScopes.Messenger], cancellationToken));
        var history = new List<string>();
        var cursor = 0L;

        // The dispatcher may still be at work; what does not come within this time is lost.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (true)
            {
                await foreach (var message in person.Messenger.ReadAllAsync(cursor, cancellationToken: deadline.Token))
                {
                    history.Add(message.Body);
                    cursor = message.Cursor;
                }

                if (history.Count >= expected)
                {
                    return history;
                }

                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return history;
        }
    }

    private static IEnumerable<string> OutOfOrder(List<string> history)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in history)
        {
            var space = text.LastIndexOf(' ');
            var number = int.Parse(text.AsSpan(space + 1), CultureInfo.InvariantCulture);
            if (last.TryGetValue(text[..space], out var before) && before >= number)
            {
                yield return text;
            }

            last[text[..space]] = number;
        }
    }

    private MxitClient Client() => new(new MxitClientOptions
    {
        ClientId = Testing.DevelopmentApp.Demo.ClientId,
        ClientSecret = Testing.DevelopmentApp.Demo.ClientSecret,
        BaseAddress = _server.Address,
    });
}

/// <param name="Kills">How often the server was killed.</param>
/// <param name="Acknowledged">How many messages were answered with 200.</param>
/// <param name="ArrivedWithoutAnswer">How many more arrived, whose answers were lost.</param>
/// <param name="Faults">What should not be.</param>
public sealed record KillResult(int Kills, int Acknowledged, int ArrivedWithoutAnswer, IReadOnlyList<string> Faults);
