using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mxit.Cli.Hosts;
using Mxit.Cli.Recording;
using Mxit.Platform;
using Mxit.Platform.Data;
using Mxit.Server;
using Mxit.Server.Development;
using Mxit.Server.HistoricHosts;

namespace Mxit.Cli;

/// <summary><c>mxit serve</c>: runs the server until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var listen = new Option<string[]>("--listen")
        {
            Description =
                "The address to listen on [default: http://127.0.0.1:5080]; a number without http://, such as 127.0.0.1, " +
                "is for --historic-hosts. May be given several times.",
            HelpName = "address",
        };
        var historic = new Option<bool>("--historic-hosts")
        {
            Description = "Also serve old programs as auth.mxit.com and api.mxit.com, on ports 80 and 443 of 127.0.0.1.",
        };
        var httpPort = Port("--http-port", "The port of --historic-hosts without TLS. [default: 80]");
        var httpsPort = Port("--https-port", "The port of --historic-hosts with TLS. [default: 443]");
        var oldTls = new Option<bool>("--old-tls")
        {
            Description = "With --historic-hosts: accept TLS 1.0 and 1.1, for old machines. Weak.",
        };
        var record = new Option<string?>("--record")
        {
            Description =
                "Write every request and response to this file, as HAR, with secrets, texts and names masked. It shows what " +
                "an old program does.",
            HelpName = "file",
        };
        var recordTexts = new Option<bool>("--record-texts")
        {
            Description = "With --record: keep texts, names, pages and files. Secrets are always masked.",
        };
        var server = new ServerOptions();
        var command = new Command("serve", "Runs the server; Ctrl-C stops it.")
        {
            listen, historic, httpPort, httpsPort, oldTls, record, recordTexts,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(recordTexts) && result.GetValue(record) is null)
            {
                result.AddError($"{recordTexts.Name} goes with {record.Name}.");
            }

            if (!result.GetValue(historic))
            {
                foreach (var option in (Option[])[httpPort, httpsPort, oldTls])
                {
                    if (result.GetResult(option) is { Implicit: false })
                    {
                        result.AddError($"{option.Name} goes with --historic-hosts.");
                    }
                }

                if (result.GetValue(listen)?.FirstOrDefault(IsNumber) is { } number)
                {
                    result.AddError(
                        $"--listen {number} goes with --historic-hosts; otherwise an address such as http://{number}:5080 is " +
                        $"needed.");
                }
            }
        });
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var settings = server.Read(parsed).ToList();
            var addresses = parsed.GetValue(listen) ?? [];
            Add("Server:Listen", addresses.Where(address => !IsNumber(address)));
            if (parsed.GetValue(historic))
            {
                settings.Add("--Mxit:HistoricHosts:Enabled=true");
                settings.Add($"--Mxit:HistoricHosts:OldTls={parsed.GetValue(oldTls)}");
                Add("HistoricHosts:Listen", addresses.Where(IsNumber));
                Add("HistoricHosts:HttpPort", Given(parsed.GetValue(httpPort)));
                Add("HistoricHosts:HttpsPort", Given(parsed.GetValue(httpsPort)));
            }

            Add("Recording:File", parsed.GetValue(record) is { } file ? [file] : []);
            if (parsed.GetValue(recordTexts))
            {
                settings.Add("--Mxit:Recording:Texts=true");
            }

            return RunAsync([.. settings], parsed.InvocationConfiguration, cancellationToken);

            void Add(string setting, IEnumerable<string> values)
            {
                if (values.Any())
                {
                    settings.Add($"--Mxit:{setting}={string.Join(';', values)}");
                }
            }
        });
        return command;
    }

    private static Option<int?> Port(string name, string description) =>
        new(name) { Description = description, HelpName = "port" };

    private static IEnumerable<string> Given(int? port) =>
        port is { } number ? [number.ToString(CultureInfo.InvariantCulture)] : [];

    private static bool IsNumber(string address) => IPAddress.TryParse(address, out _);

    private static async Task<int> RunAsync(
        string[] settings, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        try
        {
            // It is the same clock after a return to a snapshot.
            var clock = new AdjustableClock();
            DevelopmentReset? reset = null;
            do
            {
                reset?.Restore();
                reset = await RunOnceAsync(settings, clock, reset, streams, cancellationToken);
            }
            while (reset?.Asked is not null);
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
                await streams.Error.WriteLineAsync(text);
            }

            return 1;
        }
    }

    /// <summary>Runs the server until it stops.</summary>
    /// <returns>What it stopped for, in development mode.</returns>
    private static async Task<DevelopmentReset?> RunOnceAsync(
        string[] settings,
        AdjustableClock clock,
        DevelopmentReset? last,
        InvocationConfiguration streams,
        CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build(settings, builder =>
        {
            builder.Services.AddRecording();
            builder.Services.ReplaceClock(clock);
        });
        var reset = app.Services.GetService<DevelopmentReset>();
        reset?.CanRestart = true;
        app.Services.GetRequiredService<StorageClaim>().Take();
        app.Services.GetRequiredService<HistoricListeners>().Prepare();
        app.Services.GetRequiredService<Recorder>().Open();
        if (last?.Asked == DevelopmentReset.Seed)
        {
            clock.Reset();
        }

        await app.StartAsync(cancellationToken);
        await (last is null
            ? GreetAsync(app, streams.Output, cancellationToken)
            : streams.Output.WriteLineAsync($"Returned to the data of {last.Asked}."));
        await app.WaitForShutdownAsync(cancellationToken);
        return reset;
    }

    private static async Task GreetAsync(WebApplication app, TextWriter output, CancellationToken cancellationToken)
    {
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
        try
        {
            await app.Services.GetRequiredService<Readiness>().WaitAsync(either.Token);
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The log has the reason; the caller waits for the end.
            return;
        }

        var server = app.Services.GetRequiredService<ServerContext>();
        var address = server.PublicAddress.GetLeftPart(UriPartial.Authority);
        await output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"Mxit is ready on {address}, with its data in {server.DataFolder}"));
        if (app.Services.GetRequiredService<HistoricListeners>() is { IsEnabled: true } listeners)
        {
            await output.WriteLineAsync(HistoricHostsText.For(listeners));
        }

        if (app.Services.GetRequiredService<Recorder>() is { IsEnabled: true } recorder)
        {
            await output.WriteLineAsync(recorder.KeepsTexts
                ? $"Recording to {recorder.Path}, texts and names of people too; secrets are masked."
                : $"Recording to {recorder.Path}; secrets, texts and names are masked.");
        }

        if (server.IsDevelopment)
        {
            await output.WriteLineAsync(DevelopmentText.For(address));
        }
    }

    // The user can correct invalid settings, and a port or a database that is in use: a text, not a stack trace.
    private static List<string> Faults(Exception fault) => fault switch
    {
        AggregateException many => [.. many.Flatten().InnerExceptions.SelectMany(Faults)],
        OptionsValidationException wrong => [.. wrong.Failures],
        IOException or HistoricHostsException or DatabaseUnusableException => [fault.Message],
        HistoricPortException { Reason: SocketError.AccessDenied } refused => [HistoricHostsText.PortRefused(refused.Port)],
        HistoricPortException taken => [taken.Message],
        UnauthorizedAccessException => [fault.Message],
        _ => [],
    };
}
