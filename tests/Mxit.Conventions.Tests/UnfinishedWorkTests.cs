using System.Text.RegularExpressions;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests;

public sealed partial class UnfinishedWorkTests
{
    [Fact]
    public void Nothing_is_left_for_later() => Rule.Holds(
        "What is in src is finished; what is not belongs into the list of open work:",
        SourceProject.AllFiles(".cs", ".razor", ".cshtml", ".sql", ".css", ".js", ".json", ".csproj", ".props", ".targets")
            .SelectMany(file => Findings(Path.GetRelativePath(Repository.Root, file), File.ReadLines(file))));

    [Theory]
    [InlineData("// TODO: later")]
    [InlineData("<!-- FIXME -->")]
    [InlineData("// HACK around it")]
    [InlineData("throw new NotImplementedException();")]
    public void The_rule_finds_a_mark(string line) => Assert.Equal([$"a.cs:2: {line}"], Findings("a.cs", ["", line]));

    [Theory]
    [InlineData("var todoList = Hacker.Fix(\"me\");")]
    [InlineData("// mastodon, hackathon")]
    public void The_rule_accepts_ordinary_words(string line) => Assert.Empty(Findings("a.cs", [line]));

    private static IEnumerable<string> Findings(string file, IEnumerable<string> lines) =>
        lines.Index().Where(line => Mark().IsMatch(line.Item)).Select(line => $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Mark();
}
