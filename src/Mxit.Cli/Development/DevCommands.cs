using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Mxit.Server.Development;

namespace Mxit.Cli.Development;

/// <summary><c>mxit dev</c>: the clock, faults, requests and data of a server in development mode.</summary>
internal static class DevCommands
{
    private static readonly TimeSpan RestartLimit = TimeSpan.FromMinutes(1);

    public static Command Create() => new(
        "dev", "Controls a server that runs with mxit serve --dev: its clock, faults, requests and data.")
    {
        new Command("clock", "Shows the clock of the server, or moves it.") { ShowClock(), Advance() },
        Reset(),
        new Command("snapshot", "Keeps the data of the server under a name, and returns to them.")
        {
            ListSnapshots(),
            SaveSnapshot(),
            RestoreSnapshot(),
        },
        FaultCommands.Create(),
        RequestCommands.Create(),
    };

    private static Command ShowClock() => DevAction.Create(
        "show", "Shows the time of the server.", [],
        async (http, _, stop) => Clock(await DevAction.SendAsync(http, HttpMethod.Get, "/clock", null, stop)));

    private static Command Advance()
    {
        var time = new Argument<string>("time") { Description = "How far: 30s, 15m, 1h30m, 8d." };
        time.Validators.Add(result =>
        {
            if (!DurationText.TryParse(result.GetValue(time), out _))
            {
                result.AddError($"The time must be {DurationText.Expected}.");
            }
        });
        return DevAction.Create(
            "advance", "Moves the clock forward. Tokens, messages, limits and cleaners follow.", [time],
            async (http, parsed, stop) => Clock(await DevAction.SendAsync(
                http, HttpMethod.Post, "/clock/advance", new JsonObject { ["by"] = parsed.GetValue(time) }, stop)));
    }

    private static Command Reset() => DevAction.Create(
        "reset", "Forgets everything since the first start, and moves the clock back.", [],
        (http, _, stop) => RestartAsync(http, "/reset", "The server is as after its first start.", stop));

    private static Command ListSnapshots() => DevAction.Create(
        "list", "Lists the snapshots.", [],
        async (http, _, stop) =>
        {
            var names = await DevAction.SendAsync(http, HttpMethod.Get, "/snapshots", null, stop);
            return new DevResult(string.Join(Environment.NewLine, names!.AsArray().Select(name => $"{name}")), names);
        });

    private static Command SaveSnapshot()
    {
        var name = Name();
        return DevAction.Create(
            "save", "Keeps the data as they are now. A snapshot of the same name is replaced.", [name],
            async (http, parsed, stop) =>
            {
                await DevAction.SendAsync(http, HttpMethod.Put, $"/snapshots/{Escaped(parsed, name)}", null, stop);
                return new DevResult($"Saved {parsed.GetValue(name)}.", new JsonObject { ["snapshot"] = parsed.GetValue(name) });
            });
    }

    private static Command RestoreSnapshot()
    {
        var name = Name();
        return DevAction.Create(
            "restore", "Returns to the data of a snapshot. The clock stays.", [name],
            (http, parsed, stop) => RestartAsync(
                http, $"/snapshots/{Escaped(parsed, name)}/restore", $"Returned to {parsed.GetValue(name)}.", stop));
    }

    private static Argument<string> Name() => new("name") { Description = "The name: letters, digits, hyphens." };

    private static string Escaped(ParseResult parsed, Argument<string> name) => Uri.EscapeDataString(parsed.GetValue(name)!);

    private static DevResult Clock(JsonNode? clock) => new(
        clock!["now"]!.GetValue<DateTimeOffset>().ToString("u", CultureInfo.InvariantCulture), clock);

    /// <summary>Asks for a restart and waits until the server is ready again.</summary>
    private static async Task<DevResult> RestartAsync(
        HttpClient http, string path, string done, CancellationToken cancellationToken)
    {
        var before = await RunAsync(http, cancellationToken);
        await DevAction.SendAsync(http, HttpMethod.Post, path, null, cancellationToken);
        using var time = new CancellationTokenSource(RestartLimit, TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        while (true)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
                if (await RunAsync(http, limit.Token) is { } run && run != before)
                {
                    return new DevResult(done, new JsonObject { ["run"] = run });
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or DevException)
            {
                // It is stopping or starting.
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new DevException($"The server at {http.BaseAddress} did not come back.");
            }
        }
    }

    private static async Task<string?> RunAsync(HttpClient http, CancellationToken cancellationToken) =>
        (await DevAction.SendAsync(http, HttpMethod.Get, "", null, cancellationToken))?["run"]?.GetValue<string>();
}
