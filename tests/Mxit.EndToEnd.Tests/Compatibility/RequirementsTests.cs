using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>None of the requirements of section 11 of the wire document goes without a test.</summary>
public sealed partial class RequirementsTests
{
    [Fact]
    public void Every_requirement_from_1_to_21_has_a_test() => Assert.Equal(
        Enumerable.Range(1, 21),
        typeof(RequirementsTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(RequirementsTests).Namespace)
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any())
            .Select(method => Number().Match(method.Name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Distinct().Order());

    [GeneratedRegex("^C_([0-9]{2})_")]
    private static partial Regex Number();
}
