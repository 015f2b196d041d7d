using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.Cli;

/// <summary><c>mxit serve</c>: runs the server until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var dev = new Option<bool>("--dev")
        {
            Description = "People, apps and fixed credentials to play with. Never for a server that others can reach.",
        };
        var listen = new Option<string?>("--listen")
        {
            Description = "The address to listen on. [default: http://127.0.0.1:5080]",
            HelpName = "address",
        };
        var server = new ServerOptions();
        var command = new Command("serve", "Runs the server; Ctrl-C stops it.") { dev, listen };
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = server.Read(parsed).ToList();
            if (parsed.GetValue(dev))
            {
                settings.Add("--Mxit:Server:Development=true");
            }

            if (parsed.GetValue(listen) is { } address)
            {
                settings.Add($"--Mxit:Server:Listen={address}");
            }

            return RunAsync([.. settings], cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = MxitServer.Build(settings);
            await app.StartAsync(cancellationToken);
            await GreetAsync(app, cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception fault) when (Faults(fault) is { Count: > 0 } faults)
        {
            foreach (var text in faults)
            {
                await Console.Error.WriteLineAsync(text);
            }

            return 1;
        }
    }

    private static async Task GreetAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await app.Services.GetRequiredService<Readiness>().WaitAsync(either.Token);
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The log has said why; the caller waits for the end.
            return;
        }

        var server = app.Services.GetRequiredService<ServerContext>();
        var address = server.PublicAddress.GetLeftPart(UriPartial.Authority);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Mxit is ready on {address}, with its data in {server.DataFolder}"));
        if (server.IsDevelopment)
        {
            Console.WriteLine(DevelopmentText.For(address));
        }
    }

    // Wrong settings and a port that is taken are the user's to mend: a text, not a stack trace.
    private static List<string> Faults(Exception fault) => fault switch
    {
        AggregateException many => [.. many.Flatten().InnerExceptions.SelectMany(Faults)],
        OptionsValidationException wrong => [.. wrong.Failures],
        IOException => [fault.Message],
        UnauthorizedAccessException => [fault.Message],
        _ => [],
    };
}
