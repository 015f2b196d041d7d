using System.CommandLine;
using Mxit.Cli;
using Mxit.Cli.Admin;
using Mxit.Cli.Hosts;
using Mxit.Cli.Replay;
using Mxit.Cli.Tour;

var root = new RootCommand("Mxit: the server, its administration, and a walk through its API.")
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

// By itself the library ends the process two seconds after the signal. A server goes on for a while so that others notice, then ends its
// requests, and last folds its log into the database.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });

// The compiler would make it public.
internal static partial class Program;
