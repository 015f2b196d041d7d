using System.Globalization;
using System.Text.RegularExpressions;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests;

/// <summary>
/// What media must withstand is numbered, from limits (U_01) over hostile pictures and names to the library that decodes (U_24); a test that
/// covers a number has it in its name.
/// </summary>
public sealed partial class MediaTestsTests
{
    private const int Numbers = 24;

    [Fact]
    public void Everything_that_media_must_withstand_has_a_test()
    {
        var named = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "MediaTestsTests.cs")
            .SelectMany(file => NumbersIn(File.ReadAllText(file)))
            .ToHashSet(StringComparer.Ordinal);

        Rule.Holds(
            "These numbers stand in the name of no test:",
            Enumerable.Range(1, Numbers).Select(number => string.Create(CultureInfo.InvariantCulture, $"U_{number:00}"))
                .Where(number => !named.Contains(number)));
    }

    [Theory]
    [InlineData("[Fact]\npublic async Task U_01_U_02_limits_are_told()", "U_01 U_02")]
    [InlineData("[Theory, InlineData(1)]\n    [InlineData(2)]\n    public void U_10_names()", "U_10")]
    [InlineData("[Fact]\npublic Task Something_else() // U_03", "")]
    [InlineData("private static void U_04_helper()", "")]
    public void The_rule_reads_the_names_of_tests(string code, string expected) =>
        Assert.Equal(expected, string.Join(' ', NumbersIn(code)));

    private static IEnumerable<string> NumbersIn(string code) =>
        TestMethod().Matches(code).SelectMany(test => Number().Matches(test.Groups["name"].Value)).Select(number => number.Value);

    [GeneratedRegex(@"\[(Fact|Theory)\b[^{};]*?\bpublic\s+(async\s+)?(Task|void)\s+(?<name>\w+)\s*\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("U_[0-9]{2}")]
    private static partial Regex Number();
}
