using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests;

/// <summary>
/// The width of lines, from <c>.editorconfig</c>. A line is longer only for a long text that must stay in one piece, such as a
/// URL, JSON or SQL, or for one long tag in a comment.
/// </summary>
public sealed partial class LineWidthTests
{
    private const int LongText = 80;

    private static readonly string[] Folders = ["src", "tests", "samples", "tools", "benchmarks"];

    [Fact]
    public void No_line_is_longer_than_the_width()
    {
        var settings = File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"));
        var width = int.Parse(Width().Match(settings).Groups[1].Value, CultureInfo.InvariantCulture);

        Rule.Holds(
            $"Lines have at most {width} characters:",
            Folders.SelectMany(folder => SourceProject.FilesIn(folder, ".cs", ".razor", ".js"))
                .Where(file => !file.Contains("Migrations", StringComparison.Ordinal))
                .SelectMany(file => Findings(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file), width)));
    }

    [Theory]
    [InlineData("Call(one, two, three, four);", 20)]
    [InlineData("// A comment that is too long", 20)]
    [InlineData("Call(\"a short text\", one, two, three, four, five, six, seven);", 40)]
    public void The_rule_finds_a_long_line(string line, int width) =>
        Assert.Equal([$"a.cs:2: {line}"], Findings("a.cs", $"\n{line}\n", width));

    [Fact]
    public void The_rule_accepts_a_long_text()
    {
        var text = new string('x', LongText);
        Assert.Empty(
            Findings("a.cs", $"Call(\"{text}\");\nCall($\"{text}{{1}}\");\nCall(\"\"\"\n    {text}\n    \"\"\");\n", 40));
    }

    [Fact]
    public void The_rule_accepts_a_long_tag() =>
        Assert.Empty(Findings("a.cs", $"/// <inheritdoc cref=\"{new string('x', LongText)}\"/>\n", 40));

    private static IEnumerable<string> Findings(string name, string code, int width)
    {
        if (code.Split('\n').All(line => line.Length <= width))
        {
            return [];
        }

        if (Path.GetExtension(name) != ".cs")
        {
            return code.Split('\n').Index().Where(line => line.Item.Length > width).Select(
                line => Finding(line.Index, line.Item));
        }

        var tree = CSharpSyntaxTree.ParseText(code);
        var text = tree.GetText();
        var inTexts = new int[text.Lines.Count];
        foreach (var span in TextsIn(tree.GetRoot()))
        {
            for (var line = text.Lines.IndexOf(span.Start); line <= text.Lines.IndexOf(span.End); line++)
            {
                inTexts[line] = Math.Max(inTexts[line], span.Intersection(text.Lines[line].Span)?.Length ?? 0);
            }
        }

        return text.Lines
            .Where(line => line.Span.Length > width && inTexts[line.LineNumber] < LongText && !OneTag().IsMatch(line.ToString()))
            .Select(line => Finding(line.LineNumber, line.ToString()));

        string Finding(int number, string line) => $"{name}:{number + 1}: {line.Trim()}";
    }

    private static IEnumerable<TextSpan> TextsIn(SyntaxNode root) =>
    [
        .. root.DescendantNodes().OfType<InterpolatedStringExpressionSyntax>().Select(text => text.Span),
        .. root.DescendantNodes().OfType<LiteralExpressionSyntax>().Select(literal => literal.Span),
    ];

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Width();

    [GeneratedRegex("^ */// <[^<>]*>$")]
    private static partial Regex OneTag();
}
