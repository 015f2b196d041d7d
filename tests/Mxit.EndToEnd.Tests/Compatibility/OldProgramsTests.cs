using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// Real programs in Python, Ruby, PHP and Twisted, and curl, unchanged: the names from a hosts file, ports 80 and 443, in a
/// network of their own.
/// </summary>
public sealed class OldProgramsTests
{
    [Fact]
    public async Task Programs_of_each_family_run_unchanged_against_the_command()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Networks of one's own are there on Linux.");
        var (canUnshare, _) = await RunAsync("unshare", "--map-root-user", "--net", "--mount", "ip", "link", "set", "lo", "up");
        Assert.SkipUnless(canUnshare == 0, "unshare and ip are needed, and the right to make a network.");

        var (code, output) = await RunAsync(
            "bash", Path.Combine(Repository.Root, "samples", "old-programs", "try.sh"), "dotnet",
            Path.Combine(AppContext.BaseDirectory, "Mxit.Cli.dll"));

        Assert.True(code == 0, output);
        Assert.Contains("All that could be tried here works.", output, StringComparison.Ordinal);
        Assert.Contains("The session is complete.", output, StringComparison.Ordinal);
        foreach (var family in (string[])["python", "ruby", "php", "twisted"])
        {
            Assert.Matches($"({family}: complete|== {family}: not on this machine)", output);
        }

        Assert.DoesNotMatch("[0-9a-f]{32}", output);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        try
        {
            var run = await ProgramRun.OfAsync(program, arguments, TestContext.Current.CancellationToken);
            return (run.ExitCode, run.Text);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"{program} is not on this machine.");
        }
    }
}
