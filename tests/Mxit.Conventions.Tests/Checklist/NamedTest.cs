using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests.Checklist;

/// <summary>
/// A test that says which items it covers: <c>O_10_a_code_works_once</c>, or <c>[Trait("Checklist", "O-10")]</c>.
/// </summary>
/// <param name="Name">Its class and method.</param>
/// <param name="Ids">The items.</param>
internal sealed partial record NamedTest(string Name, IReadOnlyList<string> Ids)
{
    /// <summary>All of the repository, from the source of its test projects.</summary>
    public static IReadOnlyList<NamedTest> ReadAll() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Read(File.ReadAllText(file)))
            .OrderBy(test => test.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<NamedTest> Read(string code) =>
        from method in CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        where Attributes(method).Any(attribute => attribute.Name.ToString().EndsWith("Fact", StringComparison.Ordinal)
            || attribute.Name.ToString().EndsWith("Theory", StringComparison.Ordinal))
        let type = method.Ancestors().OfType<TypeDeclarationSyntax>().Last()
        let ids = FindIds(method.Identifier.Text, Attributes(method).Concat(Attributes(type))).ToList()
        where ids.Count > 0
        select new NamedTest($"{type.Identifier.Text}.{method.Identifier.Text}", ids);

    private static IEnumerable<AttributeSyntax> Attributes(MemberDeclarationSyntax member) =>
        member.AttributeLists.SelectMany(list => list.Attributes);

    private static IEnumerable<string> FindIds(string name, IEnumerable<AttributeSyntax> attributes) =>
        NumberInName().Matches(name)
        .Select(match => match.Value.Replace('_', '-'))
        .Concat(attributes.Where(attribute => attribute.Name.ToString() == "Trait")
            .Select(attribute => attribute.ArgumentList!.Arguments.Select(argument => argument.Expression)
                .OfType<LiteralExpressionSyntax>().ToList())
            .Where(arguments => arguments is [{ Token.ValueText: "Checklist" }, _])
            .Select(arguments => arguments[1].Token.ValueText))
        .Distinct();

    [GeneratedRegex("(?<![A-Za-z0-9])[OU]_[0-9]{2}(?![0-9])")]
    private static partial Regex NumberInName();
}
