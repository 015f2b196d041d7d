using System.Diagnostics;

namespace Mxit.EndToEnd.Tests.Distribution;

/// <summary>A program that ran to its end: its exit code, and all that it wrote.</summary>
internal sealed record ProgramRun(int ExitCode, string Text)
{
    public static async Task<ProgramRun> OfAsync(
        string program, IEnumerable<string> arguments, CancellationToken stop, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        return new ProgramRun(process.ExitCode, string.Concat(texts));
    }

    /// <summary>What it wrote, if it ended well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, Text);
        return Text;
    }
}
