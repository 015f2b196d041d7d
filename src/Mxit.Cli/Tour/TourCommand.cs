using System.CommandLine;
using System.Diagnostics;
using Mxit.Testing;
using Spectre.Console;

namespace Mxit.Cli.Tour;

/// <summary>
/// <c>mxit tour</c>: starts the server in this process, with a database in a temporary folder, and calls its API with the
/// client library.
/// </summary>
internal static class TourCommand
{
    public static Command Create()
    {
        var command = new Command("tour", "Starts a server in this process and calls its API with the client library.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            // A file has no width; without this, lines would be wrapped at 80 characters.
            console.Profile.Width = 1_000;
        }

        var watch = Stopwatch.StartNew();
        await using var server = await MxitTestServer.StartAsync(cancellationToken: cancellationToken);
        console.WriteLine($"A server is ready on {server.Address}, after {watch.ElapsedMilliseconds} ms.");
        var report = new TourReport(console);
        using var app = server.CreateClient();
        using var strict = server.ClientFor(TestApp.StrictDemo);
        await TourScript.RunAsync(app, strict, report, cancellationToken);
        report.Sum(watch.Elapsed);
        return report.Succeeded ? 0 : 1;
    }
}
