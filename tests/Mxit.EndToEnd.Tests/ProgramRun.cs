using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Mxit.Cli;

namespace Mxit.EndToEnd.Tests;

/// <summary>A program that ran to its end: its exit code, and all that it wrote.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    public string Text => Output + Error;

    /// <summary>Runs the <c>mxit</c> command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">One line for its standard input, which ends afterwards; <see langword="null"/> leaves it as it
    /// is.</param>
    public static Task<ProgramRun> OfMxitAsync(IEnumerable<string> arguments, string? input = null) => OfAsync(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Mxit.Cli.dll"), .. arguments], TestContext.Current.CancellationToken,
        input);

    /// <summary>
    /// Runs the <c>mxit</c> command in this process, which takes a tenth of the time of one of its own. For what needs no
    /// process: not its current folder, not its signals, not its standard input.
    /// </summary>
    public static async Task<ProgramRun> OfCommandAsync(params IEnumerable<string> arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await MxitCommand.Create().Parse([.. arguments]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null },
            TestContext.Current.CancellationToken);
        return new ProgramRun(code, output.ToString(), error.ToString());
    }

    public static async Task<ProgramRun> OfAsync(
        string program,
        IEnumerable<string> arguments,
        CancellationToken stop,
        string? input = null,
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = input is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        if (input is not null)
        {
            await process.StandardInput.WriteLineAsync(input);
            process.StandardInput.Close();
        }

        var error = process.StandardError.ReadToEndAsync(stop);
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new ProgramRun(process.ExitCode, output, await error);
    }

    /// <summary>Runs a program in a folder, and types what it asks for.</summary>
    /// <param name="folder">Its current folder.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="answer">What to type after a line that it wrote; nothing where it gives <see langword="null"/>.</param>
    /// <param name="stop">Ends the run.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    public static async Task<ProgramRun> InFolderAsync(
        string folder,
        string program,
        IEnumerable<string> arguments,
        Func<string, Task<string?>> answer,
        CancellationToken stop,
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(stop);
            var output = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                output.AppendLine(line);
                if (await answer(line) is { } typed)
                {
                    await process.StandardInput.WriteLineAsync(typed.AsMemory(), stop);
                }
            }

            await process.WaitForExitAsync(stop);
            return new ProgramRun(process.ExitCode, output.ToString(), await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What it wrote, if it ended well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, Text);
        return Text;
    }
}
