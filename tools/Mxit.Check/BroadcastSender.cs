using System.Globalization;

namespace Mxit.Check;

/// <summary>
/// The program that is killed: it sends one broadcast to the crowd, and goes on with it when it is started again.
/// </summary>
public static class BroadcastSender
{
    /// <summary>What starts this program as the sender.</summary>
    public const string Command = "broadcast-sender";

    private const int LinesEvery = 10_000;

    /// <summary>Sends, and writes a line now and then: how many are settled, told in this life, and its memory in KiB.</summary>
    /// <param name="server">The address of the server.</param>
    /// <param name="people">How many people there are.</param>
    /// <param name="checkpoint">The file of the checkpoint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<int> RunAsync(Uri server, int people, string checkpoint, CancellationToken cancellationToken)
    {
        using var client = DemoApp.CreateClient(server);
        var last = new Last();
        var options = new BroadcastOptions { Checkpoints = new FileBroadcastCheckpointStore(checkpoint), Progress = last };
        var told = 0;
        await foreach (var result in client.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "demo", Body = "To all of you" }, PeopleAsync(people), options, cancellationToken))
        {
            if (result.Status != BroadcastStatus.Sent)
            {
                await Console.Error.WriteLineAsync($"{result.Recipient}: {result.Status}, {result.Error?.Message}");
                return 1;
            }

            if (++told % LinesEvery == 0)
            {
                Write(last.Value, told);
            }
        }

        Write(last.Value, told);
        return 0;
    }

    private static void Write(BroadcastProgress? progress, int told) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{progress?.Done ?? 0} {told} {Environment.WorkingSet / 1024} {GC.GetTotalMemory(false) / 1024} " +
        $"{progress?.Concurrency ?? 0}"));

    // Made while they are read: a list of them would be the memory that is measured.
    private static async IAsyncEnumerable<UserId> PeopleAsync(int people)
    {
        await Task.CompletedTask;
        for (var number = 0; number < people; number++)
        {
            yield return Crowd.UserId(number);
        }
    }

    private sealed class Last : IProgress<BroadcastProgress>
    {
        public BroadcastProgress? Value { get; private set; }

        public void Report(BroadcastProgress value) => Value = value;
    }
}
