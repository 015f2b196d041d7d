using System.Globalization;
using System.Text;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests.Checklist;

/// <summary><c>docs/security.md</c>: what must hold, the standards behind it, and the tests that show it.</summary>
public sealed class SecurityTableTests
{
    /// <summary>What must hold and has no test yet. It only ever gets shorter.</summary>
    private static readonly string[] WithoutTest = [];

    private static readonly IReadOnlyList<SecurityItem> Items = [.. SecurityItems.Authorization, .. SecurityItems.Media];

    [Fact]
    public void The_ids_count_on_without_a_gap()
    {
        Assert.Equal(
            Enumerable.Range(1, 66).Select(number => Id('O', number)), SecurityItems.Authorization.Select(item => item.Id));
        Assert.Equal(Enumerable.Range(1, 31).Select(number => Id('U', number)), SecurityItems.Media.Select(item => item.Id));
    }

    [Fact]
    public void What_must_hold_has_a_test()
    {
        var tests = NamedTest.ReadAll();
        var covered = tests.SelectMany(test => test.Ids).ToHashSet(StringComparer.Ordinal);
        Rule.Holds(
            "These ids stand in no list of items:",
            tests.Where(test => test.Ids.Any(id => !Items.Any(item => item.Id == id))).Select(test => test.Name));
        Rule.Holds(
            "These items must hold and stand in the name of no test:",
            Items.Where(item => item.IsMust && !covered.Contains(item.Id)).Select(item => item.Id).Except(WithoutTest));
        Rule.Holds("These items have a test now; take them off the list of those without:", WithoutTest.Where(covered.Contains));
    }

    [Fact]
    public void The_table_in_the_docs_is_the_one_of_today()
    {
        var file = Path.Combine(Repository.Root, "docs", "security.md");
        var actual = Write(NamedTest.ReadAll());
        if (Environment.GetEnvironmentVariable("MXIT_APPROVE") == "1")
        {
            File.WriteAllText(file, actual);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(approved == actual, "docs/security.md is not of today; run MXIT_APPROVE=1 ./test Mxit.Conventions.Tests");
    }

    [Theory]
    [InlineData("class T { [Fact] public async Task U_01_U_02_limits_are_told() { } }", "U-01 U-02")]
    [InlineData("class T { [Theory, InlineData(\"{;}\")] public void Names_O_10(string s) { } }", "O-10")]
    [InlineData("class T { [Fact, Trait(\"Checklist\", \"O-11\")] public void Names() { } }", "O-11")]
    [InlineData("[Trait(\"Checklist\", \"O-12\")] class T { [Fact] public void Names() { } }", "O-12")]
    [InlineData("class T { [Fact] public Task Something_else() { } /* U_03 */ }", "")]
    [InlineData("class T { private static void U_04_helper() { } }", "")]
    [InlineData("class T { [Fact] public void GPU_04_is_no_id() { } }", "")]
    public void Ids_are_read_from_names_and_traits_of_tests(string code, string expected) =>
        Assert.Equal(expected, string.Join(' ', NamedTest.Read(code).SelectMany(test => test.Ids)));

    private static string Write(IReadOnlyList<NamedTest> tests)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # What must not go wrong, and the tests that show it

            Made by a test, from the names of all tests: one that covers an item has its id in its name. What is optional is
            marked. RFC 9700 is the best current practice of OAuth 2.0, RFC 10017 that for apps in browsers, ASVS the application security
            verification standard of OWASP, version 5.0. How to report a weakness stands in [SECURITY.md](../SECURITY.md).

            ## Authorization, sessions and pages

            """);
        WriteTable(page, SecurityItems.Authorization, tests);
        page.Append("\n## Uploads and media\n\n");
        WriteTable(page, SecurityItems.Media, tests);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void WriteTable(StringBuilder page, IReadOnlyList<SecurityItem> items, IReadOnlyList<NamedTest> tests)
    {
        page.Append("\n| Id | What | Backed by | Tests |\n| --- | --- | --- | --- |\n");
        foreach (var item in items)
        {
            var names = string.Join("<br>", tests.Where(test => test.Ids.Contains(item.Id)).Select(test => $"`{test.Name}`"));
            var what = item.IsMust ? item.What : $"{item.What} (optional)";
            page.Append(CultureInfo.InvariantCulture, $"| {item.Id} | {what} | {item.Backing} | {names} |\n");
        }
    }

    private static string Id(char kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:00}");
}
