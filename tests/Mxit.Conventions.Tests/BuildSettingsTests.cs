using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests;

/// <summary>The compiler enforces most rules; this keeps it switched on.</summary>
public sealed partial class BuildSettingsTests
{
    private static readonly string[] AlwaysOn =
        ["Nullable", "TreatWarningsAsErrors", "GenerateDocumentationFile", "EnforceCodeStyleInBuild", "Deterministic"];

    [Fact]
    public void Warnings_are_errors_and_comments_are_required_everywhere()
    {
        var shared = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.All(AlwaysOn, setting => Assert.True(IsOn(shared, setting), $"Directory.Build.props leaves {setting} off."));
        Rule.Holds(
            "No project switches these off again:",
            SourceProject.All.SelectMany(project => SwitchedOff(project.Xml).Select(setting => $"{project.Name}: {setting}")));
    }

    [Fact]
    public void Missing_comments_are_never_silenced() => Rule.Holds(
        "Public types and members have a comment (CS1591 is silenced in tests only):",
        SourceProject.AllFiles(".cs", ".razor", ".csproj", ".props", ".targets", ".editorconfig", ".globalconfig", ".ruleset")
            .Concat(Directory.GetFiles(Repository.Root, "Directory.*"))
            .Append(Path.Combine(Repository.Root, ".editorconfig"))
            .Where(file => SilencesComments(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Load(Path.Combine(Repository.Root, "Mxit.slnx")).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value);
        var present = new[] { "src", "tests", "tools", "samples", "benchmarks" }
            .Select(folder => Path.Combine(Repository.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));
        Rule.Holds("A project that Mxit.slnx does not name is neither built nor tested:", present.Except(listed));
    }

    [Fact]
    public void The_rule_finds_a_setting_switched_off() => Assert.Equal(
        ["TreatWarningsAsErrors"],
        SwitchedOff(XDocument.Parse("<a><Nullable>enable</Nullable><TreatWarningsAsErrors>false</TreatWarningsAsErrors></a>")));

    [Theory]
    [InlineData("<NoWarn>$(NoWarn);CS1591</NoWarn>", true)]
    [InlineData("<NoWarn>1591</NoWarn>", true)]
    [InlineData("#pragma warning disable CS1591", true)]
    [InlineData("dotnet_diagnostic.CS1591.severity = none", true)]
    [InlineData("const int Year = 15910;", false)]
    public void The_rule_finds_silenced_comments(string text, bool found) => Assert.Equal(found, SilencesComments(text));

    private static bool IsOn(XDocument project, string setting) =>
        project.Descendants(setting).Any(element => element.Value is "true" or "enable");

    private static IEnumerable<string> SwitchedOff(XDocument project) =>
        AlwaysOn.Where(setting => project.Descendants(setting).Any(element => element.Value is not ("true" or "enable")));

    private static bool SilencesComments(string text) => MissingComment().IsMatch(text);

    [GeneratedRegex(@"\b(CS)?1591\b", RegexOptions.IgnoreCase)]
    private static partial Regex MissingComment();
}
