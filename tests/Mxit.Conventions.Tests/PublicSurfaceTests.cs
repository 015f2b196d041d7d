using Mxit.TestKit;
using PublicApiGenerator;

namespace Mxit.Conventions.Tests;

/// <summary>
/// What the packages show to their callers changes only on purpose: the listings in <c>api</c> are read in review.
/// </summary>
public sealed class PublicSurfaceTests
{
    private const string Suffix = ".approved.txt";

    /// <summary>Packages that must have a listing; one that exists for another project is checked as well.</summary>
    private static readonly string[] Required =
        ["Mxit", "Mxit.AspNetCore.Authentication", "Mxit.Contracts", "Mxit.Extensions.DependencyInjection", "Mxit.Testing"];

    public static TheoryData<string> Packages => new(
        Directory.GetFiles(Path.Combine(Repository.Root, "api"), "*" + Suffix)
            .Select(file => Path.GetFileName(file)[..^Suffix.Length])
            .Union(Required)
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var project = Assert.Single(SourceProject.All, project => project.Name == package);
        var surface = project.Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,

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
