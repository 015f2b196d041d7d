using System.CommandLine;
using Spectre.Console;

namespace Mxit.Cli.Admin;

/// <summary>A password: asked for on a terminal, or the first line of standard input, or as an option.</summary>
internal sealed class PasswordOption
{
    public const string Missing = "A password is needed: type it when asked, send it to standard input, or use --password.";

    public Option<string?> Option { get; } = new("--password")
    {
        Description = "The password. Without it, it is asked for, or read from standard input, where no process list shows it.",
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
