using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Mxit.Check;
using Mxit.Check.Checker;
using Mxit.Check.Trace;
using Mxit.TestKit;

var postgres = new Option<bool>("--postgres") { Description = "On a private PostgreSQL instead of SQLite." };
var seed = new Option<int>("--seed")
{
    Description = "The same seed makes the same faults after the same times.",
    DefaultValueFactory = _ => 1,
};

var rounds = new Option<int>("--rounds") { Description = "How many rounds; each has one fault.", DefaultValueFactory = _ => 30 };
var faults = new Option<string>("--faults")
{
    Description = "Which faults, separated by commas.",
    DefaultValueFactory = _ => string.Join(',', CheckRun.AllFaults),
};
faults.Validators.Add(result =>
{
    foreach (var fault in Split(result.GetValueOrDefault<string>()).Except(CheckRun.AllFaults))
    {
        result.AddError($"There is no fault '{fault}'; there are {string.Join(", ", CheckRun.AllFaults)}.");
    }
});
var historyPath = new Option<string?>("--history")
{
    Description = "Where to write the history. Without it, it is kept in the temporary folder, and only when something is wrong.",
    HelpName = "file",
};
var check = new Command("check", "Faults under load, then a judgement of everything that clients did and saw.")
{
    postgres, rounds, faults, seed, historyPath,
};
check.SetAction(async (parsed, stop) =>
{
    var path = parsed.GetValue(historyPath) ?? Path.GetTempFileName();
    var options = new CheckOptions(
        parsed.GetValue(postgres), parsed.GetValue(rounds), Split(parsed.GetValue(faults)!), parsed.GetValue(seed), path);
    foreach (var reason in options.Faults.Select(CheckRun.MissingReason).OfType<string>())
    {
        Console.WriteLine($"Left out: {reason}");
    }

    var watch = Stopwatch.StartNew();
    var verdict = await CheckRun.RunAsync(options, stop);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(options.Postgres ? "PostgreSQL" : "SQLite")}, {verdict.Total.Rounds} rounds in {watch.Elapsed.TotalMinutes:0.0} " +
        $"min, seed {options.Seed}"));
    var code = Report(verdict);
    if (code == 0 && parsed.GetValue(historyPath) is null)
    {
        File.Delete(path);
    }
    else
    {
        Console.WriteLine($"The history is in {path}");
    }

    return code;
});

var historyFile = new Argument<FileInfo>("file");
historyFile.AcceptExistingOnly();
var judge = new Command("judge", "Judges the history of a run again.") { historyFile };
judge.SetAction(parsed => Report(Judge.Decide(HistoryFile.Read(parsed.GetValue(historyFile)!.FullName))));

var hostSettings = new Argument<string[]>("settings");
var clockHost = new Command(ClockHost.Command, "The server that 'check' moves the clock of.") { hostSettings };
clockHost.Hidden = true;
clockHost.TreatUnmatchedTokensAsErrors = false;
clockHost.SetAction(
    (parsed, stop) => ClockHost.RunAsync([.. parsed.UnmatchedTokens, .. parsed.GetValue(hostSettings) ?? []], stop));

var suggestions = new Command("suggestions", "Imports real friendships, and asks for the suggestions of everybody.") { postgres };
suggestions.SetAction((parsed, stop) => WithDatabaseAsync(parsed.GetValue(postgres), async (folder, database) =>
{
    var result = await SuggestionRun.RunAsync(folder, database, stop);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(database is null ? "SQLite" : "PostgreSQL")}: import of {result.Friendships} friendships in " +
        $"{result.ImportTime.TotalSeconds:0.0} s, {result.Friendships / result.ImportTime.TotalSeconds:0} a second"));
    Console.WriteLine($"suggestions, asked the first time: {result.First}");
    Console.WriteLine($"suggestions, asked again:          {result.Again}");
    Console.WriteLine($"peak memory {result.PeakMemory / 1048576} MiB");
    return 0;
}));

var trace = new Command(
    "trace", "Sends a real trace with real texts as fast as it goes, and compares what everybody has got.") { postgres };
trace.SetAction((parsed, stop) => RealTrace.MissingReason is { } missing
    ? Missing(missing)
    : WithDatabaseAsync(parsed.GetValue(postgres), async (folder, database) =>
    {
        var result = await TraceRun.RunAsync(folder, database, stop);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(database is null ? "SQLite" : "PostgreSQL")}: {result.Messages} messages of {result.People} people, sent in " +
            $"{result.Sending.TotalSeconds:0.0} s ({result.Messages / result.Sending.TotalSeconds:0} a second), read in " +
            $"{result.Reading.TotalSeconds:0.0} s ({result.Messages / result.Reading.TotalSeconds:0} a second), " +
            $"{result.Faults.Count} faults"));
        foreach (var fault in result.Faults.Take(20))
        {
            Console.WriteLine(fault);
        }

        return result.Faults.Count == 0 ? 0 : 1;
    }));

var uploads = new Option<int>("--uploads") { Description = "How many pictures.", DefaultValueFactory = _ => 200 };
var uploaders = new Option<int>("--connections") { Description = "How many at once.", DefaultValueFactory = _ => 16 };
var pictures =
    new Command("pictures", "Pictures of 8 megapixels, set by many at once: rate and memory.") { postgres, uploads, uploaders };
pictures.SetAction((parsed, stop) => WithDatabaseAsync(parsed.GetValue(postgres), async (folder, database) =>
{
    var result = await PictureRun.RunAsync(folder, database, parsed.GetValue(uploads), parsed.GetValue(uploaders), stop);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(database is null ? "SQLite" : "PostgreSQL")}: {parsed.GetValue(uploads)} pictures of up to " +
        $"{result.LargestPicture / 1024} KiB by {parsed.GetValue(uploaders)} connections, {result.PerSecond:0.0} a second, " +
        $"{result.TurnedAway} told to come later"));
    Console.WriteLine(
        $"memory before {result.MemoryBefore / 1048576} MiB, highest in the first half " +
        $"{result.HighestInFirstHalf / 1048576} MiB, in the second {result.HighestInSecondHalf / 1048576} MiB, peak " +
        $"{result.PeakMemory / 1048576} MiB");
    return 0;
}));

var many = new Option<int>("--kills") { Description = "How often to kill.", DefaultValueFactory = _ => 20 };
var senders = new Option<int>("--connections") { Description = "How many upload at once.", DefaultValueFactory = _ => 8 };
var files = new Command("uploads", "kill -9 in the middle of uploads, then a check of every gallery, and of store against rows.")
{
    postgres, many, senders, seed,
};
files.SetAction((parsed, stop) => WithDatabaseAsync(parsed.GetValue(postgres), async (folder, database) =>
{
    var result = await UploadRun.RunAsync(
        folder, database, parsed.GetValue(many), parsed.GetValue(senders), TimeSpan.FromSeconds(4), parsed.GetValue(seed), stop);
    Console.WriteLine(
        $"{(database is null ? "SQLite" : "PostgreSQL")}: {result.Kills} kills, {result.Acknowledged} files acknowledged and " +
        $"there, {result.Deleted} deleted, {result.Resent} cut off and sent again, {result.Unanswered} cut off and not, " +
        $"{result.Leftovers} leftovers and {result.Orphans} contents without a row swept, {result.Faults.Count} faults");
    foreach (var fault in result.Faults.Take(20))
    {
        Console.WriteLine(fault);
    }

    return result.Faults.Count == 0 ? 0 : 1;
}));

var megabytes =
    new Option<int>("--megabytes") { Description = "How large the file is, in MiB.", DefaultValueFactory = _ => 1_024 };
var withClient = new Option<bool>("--client") { Description = "With the client library rather than with plain HTTP." };
var bigFile = new Command("bigfile", "One large file up and down: what it does to the memory of both sides.")
{
    postgres, megabytes, withClient,
};
bigFile.SetAction((parsed, stop) => WithDatabaseAsync(parsed.GetValue(postgres), async (folder, database) =>
{
    const long MiB = 1_048_576;
    const long Allowed = 64 * MiB;
    var result = await BigFileRun.RunAsync(
        folder, database, parsed.GetValue(megabytes) * MiB, parsed.GetValue(withClient), stop);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(database is null ? "SQLite" : "PostgreSQL")}, {(parsed.GetValue(withClient) ? "client library" : "plain HTTP")}, " +
        $"{parsed.GetValue(megabytes)} MiB: server {result.Before / MiB} MiB before, at most {result.UploadPeak / MiB} MiB " +
        $"while it went up in {result.UploadTime.TotalSeconds:0.0} s, at most {result.DownloadPeak / MiB} MiB while it came " +
        $"down in {result.DownloadTime.TotalSeconds:0.0} s; managed memory here at most {result.OwnHeap / (double)MiB:0.0} " +
        $"MiB more"));
    return Math.Max(result.UploadPeak, result.DownloadPeak) - result.Before < Allowed ? 0 : 1;
}));

var everybody = new Option<int>("--recipients") { Description = "How many people get it.", DefaultValueFactory = _ => 1_000_000 };
var deaths = new Option<int>("--kills") { Description = "How often the sender is killed.", DefaultValueFactory = _ => 5 };
var broadcast = new Command(
    "broadcast", "One message to very many people; kill -9 of the sender; then a count of what everybody got.")
{
    postgres, everybody, deaths, seed,
};
broadcast.SetAction((parsed, stop) => WithDatabaseAsync(parsed.GetValue(postgres), async (folder, database) =>
{
    var wanted = parsed.GetValue(everybody);
    var result = await BroadcastRun.RunAsync(folder, database, wanted, parsed.GetValue(deaths), parsed.GetValue(seed), stop);
    foreach (var life in result.Memory.GroupBy(line => line.Life))
    {
        foreach (var line in life.Where((_, place) => place % 10 == 0).Append(life.Last()).Distinct())
        {
            Console.WriteLine(
                $"life {line.Life + 1}, {line.Done} settled: resident {line.Resident / 1024} MiB, managed " +
                $"{line.Managed / 1024} MiB, {line.Concurrency} at once");
        }
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(database is null ? "SQLite" : "PostgreSQL")}: {wanted} people, {parsed.GetValue(deaths)} kills, sent in " +
        $"{result.Sending.TotalSeconds:0} s ({wanted / result.Sending.TotalSeconds:0} a second), delivered " +
        $"{result.Delivery.TotalSeconds:0} s later; {result.Messages} messages, {result.Entries} entries of {result.Owners} " +
        $"people; sender at most {result.Memory.Max(line => line.Resident) / 1024} MiB"));
    var batches = (wanted + 49) / 50;
    return result.Messages == batches && result.Entries == wanted && result.Owners == wanted ? 0 : 1;
}));

var senderServer = new Argument<string>("server");
var senderPeople = new Argument<int>("people");
var senderFile = new Argument<string>("checkpoint");
var broadcastSender =
    new Command(BroadcastSender.Command, "The program that 'broadcast' kills.") { senderServer, senderPeople, senderFile };
broadcastSender.Hidden = true;
broadcastSender.SetAction((parsed, stop) => BroadcastSender.RunAsync(
    new Uri(parsed.GetValue(senderServer)!), parsed.GetValue(senderPeople), parsed.GetValue(senderFile)!, stop));

return await new RootCommand("Drives a Mxit server: under load, through faults, with real friendships, large pictures and files.")
{
    check, judge, clockHost, trace, suggestions, pictures, files, bigFile, broadcast, broadcastSender,
}.Parse(args).InvokeAsync();

static Task<int> Missing(string reason)
{
    Console.Error.WriteLine(reason);
    return Task.FromResult(2);
}

static string[] Split(string? list) =>
    (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

static int Report(Verdict verdict)
{
    const int Shown = 50;
    Console.WriteLine();
    Console.WriteLine(FaultSummary.Table(verdict.Faults));
    foreach (var violation in verdict.Violations.Take(Shown))
    {
        Console.WriteLine(violation);
    }

    Console.WriteLine($"{verdict.Violations.Count} violations");
    return verdict.Violations.Count == 0 ? 0 : 1;
}

static async Task<int> WithDatabaseAsync(bool postgres, Func<string, string?, Task<int>> run)
{
    var folder = Directory.CreateTempSubdirectory("mxit-check-").FullName;
    try
    {
        if (!postgres)
        {
            return await run(folder, null);
        }

        await using var cluster = await PostgresCluster.StartAsync();
        await using var database = await cluster.CreateDatabaseAsync();
        return await run(folder, database.ConnectionString);
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}
