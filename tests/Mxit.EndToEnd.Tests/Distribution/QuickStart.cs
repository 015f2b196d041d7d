using System.Text.RegularExpressions;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Distribution;

/// <summary>
/// The page <c>docs/quick-start.md</c>: its blocks of commands, and its files by the names that the page gives them.
/// </summary>
internal sealed partial record QuickStart(IReadOnlyList<string> Commands, IReadOnlyDictionary<string, string> Files)
{
    public static async Task<QuickStart> ReadAsync(CancellationToken stop)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "quick-start.md"), stop);
        return new QuickStart(
            [.. Shell().Matches(page).Select(block => block.Groups[1].Value)],
            NamedFile().Matches(page).ToDictionary(file => file.Groups["name"].Value, file => file.Groups["code"].Value));
    }

    /// <summary>The one block that has this command in it.</summary>
    public string CommandsWith(string command) => Commands.Single(block => block.Contains(command, StringComparison.Ordinal));

    [GeneratedRegex("^```sh\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    // A paragraph of one line that begins with the name of a file, then the file.
    [GeneratedRegex(
        "^`(?<name>\\w+\\.cs)` [^\n]*\n\r?\n```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex NamedFile();
}
