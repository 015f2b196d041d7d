using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mxit.TestKit;

namespace Mxit.Conventions.Tests;

/// <summary>
/// Packages have one exact version each, and a build hears of those with a known weakness: the library that decodes pictures of
/// strangers above all.
/// </summary>
public sealed partial class PackageVersionTests
{
    [Fact]
    public void U_24_packages_have_one_exact_version()
    {
        var versions = Packages();
        Rule.Holds(
            "These packages have no exact version:",
            versions.Where(package => !ExactVersion().IsMatch(package.Version)).Select(
                package => $"{package.Name} {package.Version}"));
        Rule.Holds(
            "These projects choose versions of their own:",
            Projects("*.csproj").Where(file => File.ReadAllText(file).Contains("VersionOverride", StringComparison.Ordinal)));
    }

    [Fact]
    public void U_24_the_library_that_decodes_pictures_and_its_native_part_have_the_same_version()
    {
        var skia = Packages().Where(package => package.Name.StartsWith("SkiaSharp", StringComparison.Ordinal)).ToList();
        Assert.True(skia.Count >= 2, string.Join(' ', skia));
        Assert.Single(skia.Select(package => package.Version).Distinct());
    }

    [Fact]
    public void U_24_a_package_with_a_known_weakness_fails_the_build()
    {
        // The SDK looks for them in each restore and warns; warnings are errors.
        var settings = Projects("*.props").Concat(Projects("*.csproj")).Concat(Projects("*.targets"))
            .Select(file => (File: file, Text: File.ReadAllText(file))).ToList();
        Rule.Holds(
            "These files turn the audit of packages off, or its warnings:",
            settings.Where(setting => AuditOff().IsMatch(setting.Text)).Select(setting => setting.File));
        var all = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.Equal("true", all.Descendants("TreatWarningsAsErrors").Single().Value);
        Assert.True(
            Version.Parse(SdkVersion().Match(File.ReadAllText(Path.Combine(Repository.Root, "global.json"))).Groups[1].Value)
                .Major >= 10);
    }

    [Theory]
    [InlineData("<NuGetAudit>false</NuGetAudit>", true)]
    [InlineData("<NuGetAuditMode>direct</NuGetAuditMode>", true)]
    [InlineData("<NoWarn>$(NoWarn);NU1903</NoWarn>", true)]
    [InlineData("<WarningsNotAsErrors>NU1901</WarningsNotAsErrors>", true)]
    [InlineData("<NuGetAuditSuppress Include=\"x\" />", true)]
    [InlineData("<NuGetAudit>true</NuGetAudit><NoWarn>CS1591</NoWarn>", false)]
    public void The_rule_reads_what_turns_the_audit_off(string settings, bool isOff) =>
        Assert.Equal(isOff, AuditOff().IsMatch(settings));

    private static List<(string Name, string Version)> Packages() =>
    [
        .. XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => ((string)package.Attribute("Include")!, (string)package.Attribute("Version")!)),
    ];

    private static IEnumerable<string> Projects(string pattern) =>
        Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories)
            .Where(file => !OfABuild().IsMatch(Path.GetRelativePath(Repository.Root, file)));

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[a-z0-9.]+)?$")]
    private static partial Regex ExactVersion();

    [GeneratedRegex(
        @"NuGetAudit>\s*false|NuGetAuditMode>\s*direct|NuGetAuditLevel>\s*(moderate|high|critical)|NuGetAuditSuppress|NU190[1-4]",
        RegexOptions.IgnoreCase)]
    private static partial Regex AuditOff();

    [GeneratedRegex("\"version\"\\s*:\\s*\"([0-9.]+)")]
    private static partial Regex SdkVersion();

    [GeneratedRegex(@"(^|[\\/])(bin|obj|artifacts)[\\/]")]
    private static partial Regex OfABuild();
}
