using System.CommandLine;
using Mxit.Cli.Admin;
using Mxit.Cli.Development;
using Mxit.Cli.Hosts;
using Mxit.Cli.Recording;
using Mxit.Cli.Tour;

namespace Mxit.Cli;

/// <summary>The <c>mxit</c> command with its subcommands.</summary>
internal static class MxitCommand
{
    public static RootCommand Create() => new("Mxit: the server, its administration, and a tour of its API.")
    {
        ServeCommand.Create(),
        TourCommand.Create(),
        HostsCommands.Create(),
        ReplayCommand.Create(),
        DevCommands.Create(),
        new Command("admin", "Administers people, apps and contacts in the database, also while the server runs.")
        {
            UserCommands.Create(),
            AppCommands.Create(),
            ContactCommands.Create(),
            ImportCommands.Create(),
        },
    };
}
