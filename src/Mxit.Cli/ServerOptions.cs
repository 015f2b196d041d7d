using System.CommandLine;
using Mxit.Server;

namespace Mxit.Cli;

/// <summary>The options that select the server or the database of a command.</summary>
internal sealed class ServerOptions
{
    private readonly Option<bool> _dev = new("--dev")
    {
        Description =
            "Development mode: people, apps and fixed credentials to try, in the folder data-dev. Never for a server that " +
            "others can reach.",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = $"The folder for the database, the keys and the media. [default: {DataFolders.Usual(false)}; with --dev " +
            $"{DataFolders.Usual(true)}]",
        HelpName = "folder",
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "Use this PostgreSQL database instead of SQLite, such as \"Host=localhost;Database=mxit;Username=mxit\".",
        HelpName = "connection",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any other setting, such as --set Messages:MaxRecipients=100. May be given several times.",
        HelpName = "name=value",
    };

    public void AddTo(Command command)
    {
        command.Add(_dev);
        command.Add(_data);
        command.Add(_postgres);
        command.Add(_set);
    }

    /// <summary>The settings that the options set.</summary>
    public IEnumerable<string> Read(ParseResult parsed)
    {
        if (parsed.GetValue(_dev))
        {
            yield return "--Mxit:Server:Development=true";
        }

        if (parsed.GetValue(_data) is { } folder)
        {
            yield return $"--Mxit:Server:DataFolder={folder}";
        }

        if (parsed.GetValue(_postgres) is { } connection)
        {
            yield return "--Mxit:Database:Provider=PostgreSql";
            yield return $"--Mxit:Database:ConnectionString={connection}";
        }

        foreach (var setting in parsed.GetValue(_set) ?? [])
        {
            yield return $"--Mxit:{setting}";
        }
    }
}
