using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests.Docs;

/// <summary>The C# of the README and of the pages for users compiles against the libraries as they are.</summary>
public sealed partial class CodeExamplesTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    // The blocks of the quick start are whole files of one project, which the tests of the packages compile and run.
    public static TheoryData<string> Pages => new(
        Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Where(file => Path.GetFileName(file) != "quick-start.md")
            .Prepend(Path.Combine(Repository.Root, "README.md"))
            .Where(file => Block().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_compile(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        var faults = ProgramsOf(page, text).SelectMany(program => FindFaults(program.Code, program.Line)).ToList();
        Assert.True(faults.Count == 0, $"{page}:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void An_example_that_calls_what_is_not_there_is_a_fault() =>
        Assert.Contains(
            "line 7", Assert.Single(FindFaults("await mxit.Users.GetNothingAsync();\n", 7)), StringComparison.Ordinal);

    /// <summary>
    /// A block is a program of its own. In the README a block without <c>using</c> goes on with the program of the block before;
    /// the text between them becomes empty lines, so that errors name the line of the page.
    /// </summary>
    private static List<(string Code, int Line)> ProgramsOf(string page, string text)
    {
        var programs = new List<(string Code, int Line)>();
        foreach (var block in Block().Matches(text).Select(match => match.Groups[1]))
        {
            var line = LineOf(text, block.Index);
            if (page == "README.md" && programs.Count > 0 && !block.Value.StartsWith("using ", StringComparison.Ordinal))
            {
                var before = programs[^1];
                var between = line - before.Line - before.Code.Count(letter => letter == '\n');
                programs[^1] = (before.Code + new string('\n', between) + block.Value, before.Line);
            }
            else
            {
                programs.Add((block.Value, line));
            }
        }

        return programs;
    }

    private static IEnumerable<string> FindFaults(string example, int line)
    {
        var lines = example.Split('\n');
        var usings = lines.Where(part => Using().IsMatch(part));
        var body = string.Join('\n', lines.Select(part => Using().IsMatch(part) ? "" : part));
        var source = $$"""
            using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Threading;
            using System.Security.Cryptography; using System.Threading.Tasks; using Microsoft.IdentityModel.JsonWebTokens;
            using Microsoft.IdentityModel.Tokens; using Mxit; using Mxit.Testing;
            {{string.Join(' ', usings)}}
            internal sealed class Example : Mxit.Conventions.Tests.Docs.Surroundings
            {
                public static async Task RunAsync()
                {
                    await Task.Yield();
            #line {{line}}
            {{body}}
                }
            }
            """;
        return CSharpCompilation.Create(
                "example",
                [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))],
                References,
                new CSharpCompilationOptions(
                    OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => $"line {found.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {found.GetMessage()}");
    }

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;\r?$")]
    private static partial Regex Using();
}
