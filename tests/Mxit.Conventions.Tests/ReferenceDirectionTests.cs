namespace Mxit.Conventions.Tests;

public sealed class ReferenceDirectionTests
{
    /// <summary>
    /// Cli, Testing → Server → Web, Platform.Sqlite, Platform.PostgreSql → Platform → Contracts ← Mxit, and Platform → Media. A
    /// project may also reference what it reaches through another one. What joins the client to a host of somebody else's
    /// (Extensions.DependencyInjection, AspNetCore.Authentication) references the client only, and nothing references it.
    /// </summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Mxit.Contracts"] = [],
        ["Mxit"] = ["Mxit.Contracts"],
        ["Mxit.Extensions.DependencyInjection"] = ["Mxit"],
        ["Mxit.AspNetCore.Authentication"] = ["Mxit"],
        ["Mxit.Media"] = [],
        ["Mxit.Platform"] = ["Mxit.Contracts", "Mxit.Media"],
        ["Mxit.Platform.Sqlite"] = ["Mxit.Platform"],
        ["Mxit.Platform.PostgreSql"] = ["Mxit.Platform"],
        ["Mxit.Web"] = ["Mxit.Platform"],
        ["Mxit.Server"] = ["Mxit.Web", "Mxit.Platform.Sqlite", "Mxit.Platform.PostgreSql"],
        ["Mxit.Testing"] = ["Mxit.Server", "Mxit"],
        ["Mxit.Cli"] = ["Mxit.Testing", "Mxit.Server", "Mxit"],
    };

    [Fact]
    public void References_point_in_one_direction() => Rule.Holds(
        "A project references only what the table in ReferenceDirectionTests allows:",
        SourceProject.All.SelectMany(project => Findings(project.Name, project.References)));

    [Theory]
    [InlineData("Mxit", "Mxit.Platform")]
    [InlineData("Mxit.Platform", "Mxit")]
    [InlineData("Mxit.Platform", "Mxit.Server")]
    [InlineData("Mxit.Contracts", "Mxit")]
    [InlineData("Mxit.Media", "Mxit.Platform")]
    [InlineData("Mxit.Media", "Mxit.Contracts")]
    [InlineData("Mxit.Testing", "Mxit.Cli")]
    [InlineData("Mxit.Unknown", "Mxit.Contracts")]
    [InlineData("Mxit", "Mxit.Extensions.DependencyInjection")]
    [InlineData("Mxit.AspNetCore.Authentication", "Mxit.Extensions.DependencyInjection")]
    [InlineData("Mxit.AspNetCore.Authentication", "Mxit.Platform")]
    [InlineData("Mxit.Server", "Mxit.AspNetCore.Authentication")]
    public void The_rule_finds_a_wrong_reference(string project, string reference) =>
        Assert.Contains(Findings(project, [reference]), finding => finding.Contains(project, StringComparison.Ordinal));

    [Theory]
    [InlineData("Mxit.Cli", "Mxit")]
    [InlineData("Mxit.Testing", "Mxit.Platform")]
    [InlineData("Mxit.Extensions.DependencyInjection", "Mxit.Contracts")]
    public void The_rule_accepts_a_right_reference(string project, string reference) =>
        Assert.Empty(Findings(project, [reference]));

    [Fact]
    public void The_assemblies_are_named_like_their_projects() => Rule.Holds(
        "Names of assemblies do not differ by case, so a program 'mxit' beside the library 'Mxit' cannot be loaded:",
        SourceProject.All.Where(project => project.AssemblyName != project.Name).Select(
            project => $"{project.Name}: {project.AssemblyName}"));

    private static IEnumerable<string> Findings(string project, IEnumerable<string> references)
    {
        if (!Allowed.ContainsKey(project))
        {
            return [$"{project} is not in the table"];
        }

        var reachable = Reachable(project).ToHashSet();
        return references.Where(reference => !reachable.Contains(reference)).Select(reference => $"{project} → {reference}");
    }

    private static IEnumerable<string> Reachable(string project) =>
        Allowed[project].SelectMany(next => Reachable(next).Prepend(next));
}
