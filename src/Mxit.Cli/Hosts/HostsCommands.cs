using System.CommandLine;
using System.Globalization;
using System.Net;
using Mxit.Server;
using Mxit.Server.HistoricHosts;
using Mxit.Testing;

namespace Mxit.Cli.Hosts;

/// <summary><c>mxit hosts</c>: sets up and checks a machine for old programs.</summary>
internal static class HostsCommands
{
    internal const string SecretVariable = "MXIT_CLIENT_SECRET";

    private const string CertificateName = HistoricListeners.AuthorityFileName;

    public static Command Create() => new(
        "hosts", "Sets up a machine whose old programs use mxit serve --historic-hosts: print, check.")
    {
        Print(),
        Check(),
    };

    private static Command Print()
    {
        var address = Address();
        var folder = new FolderOptions();
        var command = new Command("print", "Prints the two lines for the hosts file, and the certificate to trust.") { address };
        folder.AddTo(command);
        command.SetAction(
            parsed => Console.WriteLine(HistoricHostsText.For(parsed.GetValue(address)!, folder.ReadAuthority(parsed))));
        return command;
    }

    private static Command Check()
    {
        var address = Address();
        var httpPort = new Option<int>("--http-port")
        {
            Description = "The port without TLS.",
            DefaultValueFactory = _ => 80,
            HelpName = "port",
        };
        var httpsPort = new Option<int>("--https-port")
        {
            Description = "The port with TLS.",
            DefaultValueFactory = _ => 443,
            HelpName = "port",
        };
        var authority = new Option<string?>("--authority")
        {
            Description = $"The certificate that programs trust. [default: {CertificateName} in the data folder]",
            HelpName = "file",
        };
        var folder = new FolderOptions();
        var id = new Option<string>("--client-id")
        {
            Description = "An app to get a token for. [default: the app demo of mxit serve --dev]",
            DefaultValueFactory = _ => TestApp.Demo.ClientId,
            HelpName = "id",
        };
        var command = new Command(
            "check",
            "Checks names, ports, trust and a token, and reports what is missing. The app's secret is read from " +
            $"{SecretVariable}.")
        {
            address, httpPort, httpsPort, authority, id,
        };
        folder.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var clientId = parsed.GetValue(id)!;
            var check = new HostsCheck(new HostsCheckOptions
            {
                Address = parsed.GetValue(address)!,
                HttpPort = parsed.GetValue(httpPort),
                HttpsPort = parsed.GetValue(httpsPort),
                AuthorityPath = parsed.GetValue(authority) ?? folder.ReadAuthority(parsed),
                ClientId = clientId,
                ClientSecret = Environment.GetEnvironmentVariable(SecretVariable)
                    ?? (clientId == TestApp.Demo.ClientId ? TestApp.Demo.ClientSecret : ""),
            });
            var isComplete = true;
            await foreach (var step in check.RunAsync(cancellationToken))
            {
                Console.WriteLine(step.ToString());
                isComplete &= step.Outcome != CheckOutcome.Missing;
            }

            Console.WriteLine(isComplete ? "Old programs on this machine find the server." : "Something is missing, see above.");
            return isComplete ? 0 : 1;
        });
        return command;
    }

    private static Option<IPAddress> Address() => new("--address")
    {
        Description = "The IP address of the server.",
        DefaultValueFactory = _ => IPAddress.Loopback,
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
            {
                return address;
            }

            result.AddError(
                string.Create(CultureInfo.InvariantCulture, $"'{result.Tokens[0].Value}' is not an address such as 127.0.0.1."));
            return null;
        },
        HelpName = "address",
    };

    /// <summary>The data folder of the server.</summary>
    private sealed class FolderOptions
    {
        private readonly Option<bool> _dev = new("--dev") { Description = "The server is mxit serve --dev." };

        private readonly Option<string?> _data = new("--data")
        {
            Description = $"The data folder of the server. [default: {DataFolders.Usual(false)}; with --dev " +
                $"{DataFolders.Usual(true)}]",
            HelpName = "folder",
        };

        public void AddTo(Command command)
        {
            command.Add(_dev);
            command.Add(_data);
        }

        public string ReadAuthority(ParseResult parsed) => Path.GetFullPath(
            Path.Combine(parsed.GetValue(_data) ?? DataFolders.Usual(parsed.GetValue(_dev)), CertificateName));
    }
}
