using System.CommandLine;
using Spectre.Console;

namespace Mxit.Cli.Admin;

/// <summary>A password: from a prompt on a terminal, from the first line of standard input, or from an option.</summary>
internal sealed class PasswordOption
{
    public const string Missing = "A password is needed: type it when asked, send it to standard input, or use --password.";

    public Option<string?> Option { get; } = new("--password")
    {
        Description = "The password. Without this option the command prompts for it, or reads it from standard input, so that " +
            "no process list shows it.",
    };

    public string? Read(ParseResult parsed)
    {
        if (parsed.GetValue(Option) is { } given)
        {
            return given;
        }

        return Console.IsInputRedirected
            ? Console.In.ReadLine()
            : AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret());
    }
}
