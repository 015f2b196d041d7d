using System.CommandLine;
using Mxit.Cli.Admin;
using Mxit.Cli.Hosts;
using Mxit.Cli.Recording;
using Mxit.Cli.Tour;

namespace Mxit.Cli;

/// <summary>The <c>mxit</c> command with all below it.</summary>
internal static class MxitCommand
{
    public static RootCommand Create() => new("Mxit: the server, its administration, and a walk through its API.")
    {
        ServeCommand.Create(),
        TourCommand.Create(),
        HostsCommands.Create(),
        ReplayCommand.Create(),
        new Command("admin", "People, apps and contacts, straight in the database; also while the server runs.")
        {
            UserCommands.Create(),
            AppCommands.Create(),
            ContactCommands.Create(),
            ImportCommands.Create(),
        },
    };
}
