using System.CommandLine;
using System.Globalization;
using Mxit.Cli.Hosts;
using Mxit.Testing;

namespace Mxit.Cli.Recording;

/// <summary><c>mxit replay</c>: sends the requests of a recording to a server and shows the differences.</summary>
internal static class ReplayCommand
{
    private const string PasswordVariable = "MXIT_PERSON_PASSWORD";

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A recording of mxit serve --record, or any HAR file." };
        var server = new Option<Uri>("--server")
        {
            Description = "The server. The requests change its data.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080/"),
            HelpName = "address",
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http"
                    or "https")
                {
                    return address;
                }

                result.AddError($"'{result.Tokens[0].Value}' is not an address such as http://127.0.0.1:5080.");
                return null;
            },
        };
        var id = new Option<string>("--client-id")
        {
            Description =
                $"The client id of the app; its secret is read from {HostsCommands.SecretVariable}. [default: the app demo of " +
                $"mxit serve --dev]",
            DefaultValueFactory = _ => TestApp.Demo.ClientId,
            HelpName = "id",
        };
        var person = new Option<string[]>("--person")
        {
            Description = $"The login of the person; the password is read from {PasswordVariable}. With several people, " +
                "one option each: user-id=login. [default: alice of mxit serve --dev]",
            HelpName = "login",
        };
        var all = new Option<bool>("--all") { Description = "Show requests without differences too." };
        var command = new Command(
            "replay", "Sends the requests of a recording to a server, with new tokens, and shows the differences.")
        {
            file, server, id, person, all,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var clientId = parsed.GetValue(id)!;
            return RunAsync(
                parsed.GetValue(file)!,
                new ReplayOptions
                {
                    Server = parsed.GetValue(server)!,
                    ClientId = clientId,
                    ClientSecret = Environment.GetEnvironmentVariable(HostsCommands.SecretVariable)
                        ?? (clientId == TestApp.Demo.ClientId ? TestApp.Demo.ClientSecret : ""),
                    People = ReadPeople(parsed.GetValue(person) is { Length: > 0 } people ? people : ["alice"]),
                    PasswordOf = login => Environment.GetEnvironmentVariable(PasswordVariable) ?? $"{login}-password",
                },
                parsed.GetValue(all),
                parsed.InvocationConfiguration,
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        FileInfo file, ReplayOptions options, bool showAll, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordedExchange> exchanges;
        bool isCutOff;
        try
        {
            (exchanges, isCutOff) = HarReader.Read(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await streams.Error.WriteLineAsync($"{file.FullName} cannot be played. {fault.Message}");
            return 1;
        }

        var output = streams.Output;
        using var replayer = new Replayer(options, exchanges);
        var (different, skipped) = (0, 0);
        foreach (var (index, exchange) in exchanges.Index())
        {
            var title = string.Create(CultureInfo.InvariantCulture, $"{index + 1,4}  {exchange.Method,-6} {exchange.Path}");
            if (Replayer.FindReasonToSkip(exchange) is { } reason)
            {
                skipped++;
                await output.WriteLineAsync($"{title}  not played: {reason}");
                continue;
            }

            var (status, differences) = await PlayAsync(replayer, exchange, cancellationToken);
            if (differences.Count > 0)
            {
                different++;
                await output.WriteLineAsync($"{title}  different");
                foreach (var difference in differences)
                {
                    await output.WriteLineAsync($"            {difference}");
                }
            }
            else if (showAll)
            {
                await output.WriteLineAsync($"{title}  {status}, the same");
            }
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{exchanges.Count} exchanges{(isCutOff ? " (the file breaks off after them)" : "")}: " +
            $"{exchanges.Count - different - skipped} the same, {different} different, {skipped} not played."));
        return different == 0 ? 0 : 1;
    }

    private static async Task<(int Status, IReadOnlyList<string> Differences)> PlayAsync(
        Replayer replayer, RecordedExchange exchange, CancellationToken cancellationToken)
    {
        try
        {
            return await replayer.PlayAsync(exchange, cancellationToken);
        }
        catch (Exception failure) when (failure is ReplayException or HttpRequestException)
        {
            return (0, [$"could not be played: {failure.Message}"]);
        }
    }

    private static Dictionary<string, string> ReadPeople(string[] people) => people
        .Select(person => person.Split('=', 2))
        .Select(parts => parts.Length == 2 ? (UserId: parts[0], Login: parts[1]) : (UserId: "", Login: parts[0]))
        .DistinctBy(person => person.UserId)
        .ToDictionary(person => person.UserId, person => person.Login);
}
