using System.CommandLine;
using Mxit.Server.Benchmarks;
using Mxit.TestKit;

var database = new Option<string>("--database") { Description = "sqlite, postgres or both.", DefaultValueFactory = _ => "both" };
var seconds = new Option<int>("--seconds") { Description = "How long a turn lasts.", DefaultValueFactory = _ => 3 };
var rounds = new Option<int>("--rounds") { Description = "How many turns each way has.", DefaultValueFactory = _ => 5 };
var connections = new Option<int[]>("--connections")
{
    Description = "How many connections send at a time.",
    DefaultValueFactory = _ => [1, 16, 64, 256],
    AllowMultipleArgumentsPerToken = true,
};

var send = new Command("send", "message/send beside endpoints that do less.") { database, connections, rounds, seconds };
send.SetAction((parsed, stop) => OnDatabasesAsync(parsed.GetValue(database)!, cluster =>
    SendTable.RunAsync(cluster, parsed.GetValue(connections)!, parsed.GetValue(rounds), parsed.GetValue(seconds), stop)));

var recipients =
    new Option<int>("--recipients") { Description = "How many people each send is for.", DefaultValueFactory = _ => 1 };
var clients = new Option<int>("--connections") { Description = "How many connections send.", DefaultValueFactory = _ => 64 };
var duration = new Option<int>("--seconds") { Description = "How long it is sent.", DefaultValueFactory = _ => 600 };
var sustained = new Command("sustained", "Sends without a break; memory, and how far the dispatcher is behind.")
{
    database, recipients, clients, duration,
};
sustained.SetAction((parsed, stop) => OnDatabasesAsync(parsed.GetValue(database)!, cluster =>
    SustainedRun.RunAsync(cluster, parsed.GetValue(recipients), parsed.GetValue(clients), parsed.GetValue(duration), stop)));

var messages = new Option<int>("--messages")
{
    Description = "How many messages the large store holds.",
    DefaultValueFactory = _ => 10_000_000,
};
var stored =
    new Command("stored", "The same work on 10,000 and on very many stored messages.") { database, messages, rounds, seconds };
stored.SetAction((parsed, stop) => OnDatabasesAsync(parsed.GetValue(database)!, cluster =>
    StoredRun.RunAsync(cluster, parsed.GetValue(messages), parsed.GetValue(rounds), parsed.GetValue(seconds), stop)));

var readers = new Option<int>("--readers") { Description = "How many people listen.", DefaultValueFactory = _ => 2_000 };
var rate = new Option<int>("--rate") { Description = "How many messages a second.", DefaultValueFactory = _ => 4_000 };
var live = new Command("live", "The time from a send to a listener, with many who listen.") { database, readers, rate, seconds };
live.SetAction((parsed, stop) => OnDatabasesAsync(parsed.GetValue(database)!, cluster =>
    LiveRun.RunAsync(cluster, parsed.GetValue(readers), parsed.GetValue(rate), parsed.GetValue(seconds), stop)));

var reads = new Command("reads", "What reads people, beside an empty endpoint with the same token check.")
{
    database, clients, rounds, seconds,
};
reads.SetAction((parsed, stop) => OnDatabasesAsync(parsed.GetValue(database)!, cluster =>
    ReadRun.RunAsync(cluster, parsed.GetValue(clients), parsed.GetValue(rounds), parsed.GetValue(seconds), stop)));

var host = new Command(BenchmarkHost.Command, "The server that the others load.")
{
    Hidden = true,
    TreatUnmatchedTokensAsErrors = false,
};
host.SetAction((parsed, stop) => BenchmarkHost.RunAsync([.. parsed.UnmatchedTokens], stop));

return await new RootCommand(
    "What the server does in a second, on this machine. Ratios within one run count, not figures of two.")
{
    send, sustained, stored, live, reads, host,
}.Parse(args).InvokeAsync();

static async Task<int> OnDatabasesAsync(string which, Func<PostgresCluster?, Task> runAsync)
{
    if (Wrk.FindMissingReason() is { } reason)
    {
        Console.Error.WriteLine(reason);
        return 2;
    }

    if (which is not ("sqlite" or "postgres" or "both"))
    {
        Console.Error.WriteLine($"--database is '{which}'; it must be sqlite, postgres or both.");
        return 2;
    }

    if (which is not "postgres")
    {
        await runAsync(null);
    }

    if (which is not "sqlite")
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await runAsync(cluster);
    }

    return 0;
}
