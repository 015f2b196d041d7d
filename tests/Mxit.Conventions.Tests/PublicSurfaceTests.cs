using System.Text.RegularExpressions;
using Mxit.TestKit;
using PublicApiGenerator;

namespace Mxit.Conventions.Tests;

/// <summary>
/// What the packages show to their callers changes only on purpose: the listings in <c>api</c> are read in review.
/// </summary>
public sealed class PublicSurfaceTests
{
    private const string Suffix = ".approved.txt";

    /// <summary>Each project of <c>src</c> is a package. A listing without a project is checked as well, and fails.</summary>
    public static TheoryData<string> Packages => new(
        Directory.GetFiles(Path.Combine(Repository.Root, "api"), "*" + Suffix)
            .Select(file => Path.GetFileName(file)[..^Suffix.Length])
            .Union(SourceProject.All.Select(project => project.Name))
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var project = Assert.Single(SourceProject.All, project => project.Name == package);
        var surface = project.Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,

            // How a value travels is the wire's matter; its converters are internal.
            ExcludeAttributes = ["System.Text.Json.Serialization.JsonConverterAttribute"],

            // Extension methods stand in the namespace of what they extend.
            AllowNamespacePrefixes = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Http"],
        });
        var actual = surface.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Repository.Root, "api", package + Suffix);
        if (Environment.GetEnvironmentVariable("MXIT_APPROVE") == "1")
        {
            File.WriteAllText(file, actual);
        }

        if (Difference(File.Exists(file) ? File.ReadAllText(file) : "", actual) is { } difference)
        {
            Assert.Fail($"""
                The public surface of {package} is not the one in api/{package}.approved.txt:
                {difference}
                If that is meant, run
                  MXIT_APPROVE=1 ./test Mxit.Conventions.Tests
                and commit the listing with the change; if it breaks callers, say so in CHANGELOG.md.
                """);
        }
    }

    [Theory]
    [InlineData("Mxit")]
    [InlineData("Mxit.Contracts")]
    [InlineData("Mxit.Extensions.DependencyInjection")]
    [InlineData("Mxit.AspNetCore.Authentication")]
    [InlineData("Mxit.Testing")]
    public void What_programs_use_shows_no_type_of_the_server_and_none_that_only_travels(string package)
    {
        var server = SourceProject.All.Select(project => project.Name)
            .Where(name => name.StartsWith("Mxit.Platform", StringComparison.Ordinal) || name is "Mxit.Media" or "Mxit.Web"
                or "Mxit.Server");
        var listing = File.ReadAllText(Path.Combine(Repository.Root, "api", package + Suffix));

        Assert.DoesNotMatch($@"\b({string.Join('|', server.Append("Mxit.Wire").Select(Regex.Escape))})\b", listing);
    }

    [Theory]
    [InlineData("Mxit.Platform")]
    [InlineData("Mxit.Platform.Sqlite")]
    [InlineData("Mxit.Platform.PostgreSql")]
    [InlineData("Mxit.Media")]
    [InlineData("Mxit.Cli")]
    [InlineData("Mxit.Server", "MxitServer")]
    public void The_server_shows_its_hosts_one_entry(string package, params string[] entries) => Assert.Equal(
        entries,
        SourceProject.All.Single(project => project.Name == package).Assembly.GetExportedTypes().Select(type => type.Name));

    [Fact]
    public void A_difference_shows_what_went_and_what_came()
    {
        Assert.Null(Difference("a\nb\n", "a\nb\n"));
        Assert.Null(Difference("a\r\nb\r\n", "a\nb\n"));
        Assert.Equal("- b\n+ c", Difference("a\nb\n", "a\nc\n"));
        Assert.Equal("The same lines, in another order.", Difference("b\na\n", "a\nb\n"));
    }

    private static string? Difference(string approved, string actual)
    {
        approved = approved.ReplaceLineEndings("\n");
        if (approved == actual)
        {
            return null;
        }

        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var lines = before.Except(after).Select(line => $"- {line}")
            .Concat(after.Except(before).Select(line => $"+ {line}"))
            .ToList();
        return lines.Count == 0 ? "The same lines, in another order." : string.Join('\n', lines);
    }
}
