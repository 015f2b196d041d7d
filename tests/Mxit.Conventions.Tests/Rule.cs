namespace Mxit.Conventions.Tests;

internal static class Rule
{
    /// <summary>Fails with every finding on a line of its own, below what the rule asks for.</summary>
    public static void Holds(string rule, IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, $"{rule}{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", all)}");
    }
}
