using Mono.Cecil;

namespace Mxit.Conventions.Tests;

public sealed class DatabaseAccessTests
{
    private const string DbContext = "MxitDbContext";

    /// <summary>Whole projects that are about the database: its brands, each with its migrations and bulk statements.</summary>
    private static readonly string[] DatabaseProjects = ["Mxit.Platform.Sqlite", "Mxit.Platform.PostgreSql"];

    /// <summary>Types that name the DbContext without querying it, each with its reason.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["Mxit.Platform.Authorization.AuthorizationFeature"] = "Tells OpenIddict where its own stores keep their rows.",
        ["Mxit.Platform.Media.IMediaReferences"] = "What a store answers in the transaction of another one.",
    };

    [Fact]
    public void Only_stores_see_the_database() => Rule.Holds(
        $"Only a type named *Store and the Data folder use {DbContext}; a service asks its store:",
        SourceProject.All.Where(project => !DatabaseProjects.Contains(project.Name)).SelectMany(project =>
        {
            using var assembly = CompiledCode.Read(project.AssemblyFile);
            return Findings(assembly).Where(type => !Exempt.ContainsKey(type)).ToList();
        }));

    [Fact]
    public void The_rule_finds_every_bad_example_and_accepts_the_good_ones()
    {
        using var assembly = CompiledCode.Read(typeof(DatabaseAccessExamples.MxitDbContext).Assembly.Location);
        var findings = Findings(assembly, nested => nested.DeclaringType?.Name == nameof(DatabaseAccessExamples));

        Assert.Equal(
            ["Argument", "AsyncLocal", "Constructor", "Field", "Generic", "Lambda", "Parent", "Returned"],
            findings.Select(name => name.Split('/')[^1]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Findings(AssemblyDefinition assembly) =>
        Findings(assembly, type => type.DeclaringType is null);

    /// <summary>The names of the types, as far out as <paramref name="isOwner"/> says, that wrongly use the DbContext.</summary>
    private static IEnumerable<string> Findings(AssemblyDefinition assembly, Func<TypeDefinition, bool> isOwner) =>
        CompiledCode.Types(assembly)
            .Where(Uses)
            .Select(type => OwnerOf(type, isOwner))
            .OfType<TypeDefinition>()
            .Where(owner => !owner.Name.EndsWith("Store", StringComparison.Ordinal) && owner.Name != DbContext
                && !$"{CompiledCode.Outermost(owner).Namespace}.".Contains(".Data.", StringComparison.Ordinal))
            .Select(owner => owner.FullName)
            .Distinct();

    private static TypeDefinition? OwnerOf(TypeDefinition? type, Func<TypeDefinition, bool> isOwner)
    {
        while (type is not null && !isOwner(type))
        {
            type = type.DeclaringType;
        }

        return type;
    }

    private static bool Uses(TypeDefinition type) => CompiledCode.TypesNamedIn(type).Any(named => named.Name == DbContext);
}
