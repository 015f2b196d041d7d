using Mxit.TestKit;

namespace Mxit.Check.Checker;

/// <summary>What a run does.</summary>
/// <param name="Postgres">On a private PostgreSQL rather than on SQLite.</param>
/// <param name="Rounds">How many rounds; each has one fault.</param>
/// <param name="Faults">The faults to choose from.</param>
/// <param name="Seed">The same one chooses the same faults and messages.</param>
/// <param name="HistoryPath">Where to write the history.</param>
public sealed record CheckOptions(bool Postgres, int Rounds, IReadOnlyList<string> Faults, int Seed, string HistoryPath);

/// <summary>
/// Senders send and readers read without a break, while the server has one fault after another; the history of what they did and
/// saw is written down, and judged at the end.
/// </summary>
public sealed class CheckRun
{
    private const int AppConnections = 4;
    private const int PersonConnections = 2;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(90);
    private static readonly ReaderKind[] Kinds = [ReaderKind.Pages, ReaderKind.Live, ReaderKind.Acknowledging, ReaderKind.Live];

    private readonly CheckOptions _options;
    private readonly CheckGround _ground;
    private readonly ServerProcess _server;
    private readonly CuttingProxy _proxy;
    private readonly Workload _workload;
    private readonly Account _app;
    private readonly IReadOnlyList<Account> _people;

    private CheckRun(CheckOptions options, CheckGround ground, ServerProcess server, CuttingProxy proxy, HistoryFile history)
    {
        (_options, _ground, _server, _proxy) = (options, ground, server, proxy);
        _workload = new Workload(history, new ServerTime()) { Route = server.Address };
        (_app, _people) = Account.All(proxy.Address);
    }

    /// <summary>Why a fault cannot be made on this machine; <see langword="null"/> when it can.</summary>
    public static string? MissingReason(string fault) => fault == FaultMaker.Full ? SmallDisk.MissingReason : null;

    /// <summary>All faults that there are.</summary>
    public static IReadOnlyList<string> AllFaults => FaultMaker.All;

    /// <summary>Runs it, and judges it.</summary>
    public static async Task<Verdict> RunAsync(CheckOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Faults.Where(fault => MissingReason(fault) is null).ToList();
        await using (var ground = await CheckGround.MakeAsync(
            options.Postgres, faults.Contains(FaultMaker.Full), cancellationToken))
        await using (var server = await (faults.Contains(FaultMaker.Clock)
            ? ServerProcess.StartClockHostAsync(ground.Folder, ground.Postgres, cancellationToken)
            : ServerProcess.StartAsync(ground.Folder, ground.Postgres, cancellationToken)))
        await using (var proxy = new CuttingProxy(server.Address))
        {
            using var history = new HistoryFile(options.HistoryPath);
            await new CheckRun(options with { Faults = faults }, ground, server, proxy, history).RunAsync(cancellationToken);
        }

        return Judge.Decide(HistoryFile.Read(options.HistoryPath));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        Account[] all = [_app, .. _people];
        foreach (var account in all)
        {
            await account.SignInAsync(cancellationToken);
        }

        var senders = all.SelectMany(account => Enumerable.Repeat(account, account == _app ? AppConnections : PersonConnections))
            .Select((account, number) => new Sender(_workload, account, (_options.Seed * 1_000) + number)).ToList();
        var readers =
            _people.Select((person, number) => new Reader(_workload, person, Kinds[number], _options.Seed + number)).ToList();
        using var stopReading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var stopSending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = readers.Select(reader => Task.Run(() => reader.RunAsync(stopReading.Token), cancellationToken)).ToList();
        var sending = senders.Select(
            sender => Task.Run(() => sender.RunAsync(stopSending.Token, giveUp.Token), cancellationToken)).ToList();

        await MakeFaultsAsync(cancellationToken);
        await stopSending.CancelAsync();
        giveUp.CancelAfter(LongestDrain);
        await Task.WhenAll(sending);
        await Task.WhenAll(all.Select(account => new Sender(_workload, account, _options.Seed).CloseAsync(giveUp.Token)));
        await DrainAsync(all, readers, cancellationToken);
        await stopReading.CancelAsync();
        await Task.WhenAll(reading);

        await Task.WhenAll(_people.Select(person => Reader.ReadAfreshAsync(_workload, person, cancellationToken)));
        await OutcomeReader.ReadAsync(_workload, all, cancellationToken);
        foreach (var account in all)
        {
            account.Dispose();
        }
    }

    private async Task MakeFaultsAsync(CancellationToken cancellationToken)
    {
        var faults = new FaultMaker(_workload, _server, _proxy, _ground.Disk, _ground.RestartDatabase, _options.Seed);
        foreach (var (index, fault) in Choose().Index())
        {
            _workload.Round = index + 1;
            _workload.History.Add(new RoundBegun(_workload.Round, fault));
            if (!await _workload.NextAcknowledgementAsync(LongestDrain, cancellationToken))
            {
                _workload.Misbehaved(Rules.Overload, "nothing was acknowledged any more");
                return;
            }

            await faults.MakeAsync(fault, cancellationToken);
        }
    }

    // Each as often as the others, in an order that the seed chooses.
    private string[] Choose()
    {
        var rounds = Enumerable.Range(0, _options.Rounds)
            .Select(round => _options.Faults[round % _options.Faults.Count]).ToArray();
#pragma warning disable CA5394 // Not for secrets.
        new Random(_options.Seed).Shuffle(rounds);
#pragma warning restore CA5394
        return rounds;
    }

    // What does not come in this time is missing, and the judge says so.
    private async Task DrainAsync(IReadOnlyList<Account> all, List<Reader> readers, CancellationToken cancellationToken)
    {
        try
        {
            await WaitFor.ConditionAsync(
                () => readers.TrueForAll(
                    reader => reader.ClosingSeen >= all.Count(account => account.Receivers.Contains(reader.ReceiverId))),
                LongestDrain,
                cancellationToken);
        }
        catch (TimeoutException)
        {
            _workload.Misbehaved(Rules.Resume, $"a reader did not get to the end within {LongestDrain.TotalSeconds} s");
        }
    }
}
