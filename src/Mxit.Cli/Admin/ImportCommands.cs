using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Contacts;
using Spectre.Console;

namespace Mxit.Cli.Admin;

/// <summary><c>mxit admin import</c>.</summary>
internal static class ImportCommands
{
    public static Command Create() => new("import", "Imports from files: contacts.") { Contacts() };

    private static Command Contacts()
    {
        var file = new Argument<string>("file")
        {
            Description = "Two logins a line, separated by white space; empty lines and lines that begin with # are ignored.",
        };
        var prefix = new Option<string>("--prefix")
        {
            Description = "A prefix for each name. Prefix and name together are the login.",
            DefaultValueFactory = _ => "",
        };
        return AdminAction.Create(
            "contacts",
            "Adds people and friendships. May be run again: existing ones stay. New people cannot sign in until 'mxit admin " +
            "user password'.",
            [file, prefix],
            async (services, parsed, stop) =>
            {
                var path = parsed.GetValue(file)!;
                if (!File.Exists(path))
                {
                    return AdminResult.Failed($"There is no file '{path}'.");
                }

                var importer = services.GetRequiredService<ContactImporter>();
                Task<ContactImportSummary> ImportAsync(IProgress<ContactImportProgress>? progress) =>
                    importer.ImportAsync(File.ReadLinesAsync(path, stop), parsed.GetValue(prefix)!, progress, stop);
                var summary = await (parsed.GetValue<bool>("--json") ? ImportAsync(null)
                    : AnsiConsole.Profile.Out.IsTerminal ? WithBarsAsync(ImportAsync)
                    : ImportAsync(new Lines(parsed.InvocationConfiguration.Output)));
                return AdminResult.Done(ToText(summary), ToJson(summary));
            });
    }

    private static Task<ContactImportSummary> WithBarsAsync(
        Func<IProgress<ContactImportProgress>, Task<ContactImportSummary>> import) =>
        AnsiConsole.Progress().StartAsync(context => import(new Bars(context)));

    private static string ToText(ContactImportSummary summary)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"{summary.FriendshipsMade} friendships made, {summary.FriendshipsThere} were there; ");
        text.Append(CultureInfo.InvariantCulture, $"{summary.PeopleMade} people made, {summary.PeopleThere} were there.");
        AddLeftOut(summary.Repeats, "repeats of a pair", []);
        AddLeftOut(summary.SelfPairs, "pairs of one person", []);
        AddLeftOut(summary.Malformed.Count, "lines that do not hold two names", summary.Malformed.Examples, "line ");
        AddLeftOut(summary.NotLogins.Count, "lines with a name that cannot be a login", summary.NotLogins.Examples);
        AddLeftOut(summary.Apps.Count, "pairs with a name that belongs to an app", summary.Apps.Examples);
        return text.ToString();

        void AddLeftOut(int count, string what, IReadOnlyList<string> examples, string kind = "")
        {
            if (count > 0)
            {
                text.AppendLine().Append(CultureInfo.InvariantCulture, $"Left out: {count} {what}");
                text.Append(
                    examples.Count == 0
                        ? "."
                        : $" ({kind}{string.Join(", ", examples)}{(examples.Count < count ? ", ..." : "")}).");
            }
        }
    }

    private static JsonObject ToJson(ContactImportSummary summary) => new()
    {
        ["lines"] = summary.Lines,
        ["peopleMade"] = summary.PeopleMade,
        ["peopleThere"] = summary.PeopleThere,
        ["friendshipsMade"] = summary.FriendshipsMade,
        ["friendshipsThere"] = summary.FriendshipsThere,
        ["repeats"] = summary.Repeats,
        ["selfPairs"] = summary.SelfPairs,
        ["malformed"] = ToJson(summary.Malformed),
        ["notLogins"] = ToJson(summary.NotLogins),
        ["apps"] = ToJson(summary.Apps),
    };

    private static JsonObject ToJson(ImportFaults faults) => new()
    {
        ["count"] = faults.Count,
        ["first"] = new JsonArray([.. faults.Examples.Select(example => JsonValue.Create(example))]),
    };

    private sealed class Bars(ProgressContext context) : IProgress<ContactImportProgress>
    {
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Report(ContactImportProgress value)
        {
            if (!_tasks.TryGetValue(value.Stage, out var task))
            {
                _tasks.Add(value.Stage, task = context.AddTask(value.Stage, maxValue: value.Total));
            }

            task.Value = value.Done;
        }
    }

    // One line for each tenth of a step.
    private sealed class Lines(TextWriter output) : IProgress<ContactImportProgress>
    {
        private (string Stage, int Tenth) _last;

        public void Report(ContactImportProgress value)
        {
            var now = (value.Stage, (int)(10L * value.Done / value.Total));
            if (now != _last)
            {
                _last = now;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Stage}: {value.Done} of {value.Total}"));
            }
        }
    }
}
