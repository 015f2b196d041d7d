using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.Cli.Admin;

/// <summary>
/// A command that works directly on the database that <c>mxit serve</c> has created. It composes the same server, without
/// starting it.
/// </summary>
internal static class AdminAction
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Creates the command: its own arguments, the options of every admin command, and its action.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The description in the help.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="run">The action. It returns the output, as a text and as JSON.</param>
    public static Command Create(
        string name,
        string description,
        IReadOnlyList<Symbol> symbols,
        Func<IServiceProvider, ParseResult, CancellationToken, Task<AdminResult>> run)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON, for other programs." };
        var server = new ServerOptions();
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        command.Add(json);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var answer = await RunAsync([.. server.Read(parsed)], parsed, run, cancellationToken);
            var asJson = parsed.GetValue(json);
            var text = asJson ? answer.Json.ToJsonString(Indented) : answer.Text;
            if (text.Length > 0)
            {
                var streams = parsed.InvocationConfiguration;
                await (answer.Succeeded || asJson ? streams.Output : streams.Error).WriteLineAsync(text);
            }

            return answer.Succeeded ? 0 : 1;
        });
        return command;
    }

    private static async Task<AdminResult> RunAsync(
        string[] settings,
        ParseResult parsed,
        Func<IServiceProvider, ParseResult, CancellationToken, Task<AdminResult>> run,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var app = MxitServer.Build([.. settings, "--Logging:LogLevel:Default=Error"]);
            await app.Services.GetRequiredService<SchemaMigrator>().AssertCurrentAsync(cancellationToken);
            await app.Services.GetRequiredService<FolderOwner>().AssertAsync(cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            return await run(scope.ServiceProvider, parsed, cancellationToken);
        }
        catch (Exception fault) when (fault is OptionsValidationException or AggregateException or InvalidOperationException
            or System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            return AdminResult.Failed(fault is AggregateException many
                ? string.Join(Environment.NewLine, many.Flatten().InnerExceptions.Select(one => one.Message))
                : fault.Message);
        }
    }
}

/// <summary>The output of an admin command.</summary>
/// <param name="Succeeded">Whether the command succeeded.</param>
/// <param name="Text">The output for people.</param>
/// <param name="Json">The output for programs.</param>
internal sealed record AdminResult(bool Succeeded, string Text, JsonNode Json)
{
    public static AdminResult Done(string text, JsonNode json) => new(true, text, json);

    public static AdminResult Failed(Refusal refusal) => Failed(refusal.Text);

    public static AdminResult Failed(string text) => new(false, text, new JsonObject { ["error"] = text });
}
