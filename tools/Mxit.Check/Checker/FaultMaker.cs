using System.Diagnostics;
using System.Globalization;
using Mxit.TestKit;

namespace Mxit.Check.Checker;

/// <summary>Makes faults, one at a time, while there is load.</summary>
internal sealed class FaultMaker(
    Workload workload, ServerProcess server, CuttingProxy proxy, SmallDisk? disk, Func<Task>? restartDatabase, int seed)
{
    public const string Kill = "kill";
    public const string Pause = "pause";
    public const string Stop = "stop";
    public const string Full = "full";
    public const string Cut = "cut";
    public const string Clock = "clock";

    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestFull = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(-25);

#pragma warning disable CA5394 // Not for secrets: the same seed makes the same faults.
    private readonly Random _random = new(seed);

    /// <summary>All that it can make.</summary>
    public static IReadOnlyList<string> All { get; } = [Kill, Pause, Stop, Full, Cut, Clock];

    /// <summary>Makes one, and waits until the server works again.</summary>
    public async Task MakeAsync(string fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case Kill:
                await WaitAsync(0.2, 1.2, cancellationToken);
                await server.KillAsync();
                await server.StartAgainAsync(cancellationToken);
                break;
            case Pause:
                await WaitAsync(0.1, 0.6, cancellationToken);
                server.Pause();
                await WaitAsync(0.1, 2, cancellationToken);
                server.Continue();
                break;
            case Stop:
                await WaitAsync(0.2, 1.2, cancellationToken);
                await StopAsync(cancellationToken);
                break;
            case Full:
                await FillAsync(cancellationToken);
                break;
            case Cut:
                var route = workload.Route;
                (workload.Route, proxy.IsCutting) = (proxy.Address, true);
                await WaitAsync(0.8, 1.5, cancellationToken);
                (workload.Route, proxy.IsCutting) = (route, false);
                break;
            case Clock:
                await WaitAsync(0.2, 0.5, cancellationToken);
                await MoveClockAsync(cancellationToken);
                await WaitAsync(0.2, 0.5, cancellationToken);
                break;
            default:
                throw new ArgumentException($"There is no fault '{fault}'.", nameof(fault));
        }

        if (!await workload.NextAcknowledgementAsync(LongestRecovery, cancellationToken))
        {
            workload.Misbehaved(
                Rules.Overload, $"nothing was acknowledged within {LongestRecovery.TotalSeconds} s after '{fault}'");
        }
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        var code = await server.InterruptAsync(cancellationToken);
        if (code != 0)
        {
            workload.Misbehaved(Rules.CleanStop, $"the server ended with exit code {code} when it was asked to stop");
        }

        await server.StartAgainAsync(cancellationToken);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await WaitAsync(0.1, 0.4, cancellationToken);
        var before = workload.TurnedAway;
        await disk!.FillAsync(cancellationToken);

        // A database has some room of its own left, and a full disk that nobody notices proves nothing.
        for (var watch = Stopwatch.StartNew(); workload.TurnedAway == before && watch.Elapsed < LongestFull;)
        {
            await WaitAsync(0.05, 0.1, cancellationToken);
        }

        await WaitAsync(0.5, 1, cancellationToken);
        await disk.FreeAsync(cancellationToken);
        if (restartDatabase is not null)
        {
            await restartDatabase();
        }

        if (server.HasExited)
        {
            workload.Misbehaved(Rules.Overload, "the server ended when the disk was full");
            await server.StartAgainAsync(cancellationToken);
        }
    }

    private Task MoveClockAsync(CancellationToken cancellationToken)
    {
        var by = workload.Time.Offset > Ahead && _random.Next(3) == 0 ? Back : Ahead;
        return workload.Time.MoveAsync(by, async offset =>
        {
            using var http = new HttpClient();
            var address = new Uri(
                server.Address, string.Create(
                    CultureInfo.InvariantCulture, $"{ClockHost.ClockPath}?seconds={(int)offset.TotalSeconds}"));
            using var answer = await http.PostAsync(address, null, cancellationToken);
            answer.EnsureSuccessStatusCode();
        });
    }

    private Task WaitAsync(double from, double to, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(from + ((to - from) * _random.NextDouble())), TimeProvider.System, cancellationToken);
#pragma warning restore CA5394
}
