using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Mxit.Cli;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary><c>mxit serve</c> in a process of its own, as a person starts it, with all that it writes.</summary>
internal sealed class MxitServe : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MxitServe(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>What it has written so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    /// <param name="arguments">What comes after <c>serve</c>.</param>
    /// <param name="folder">The current folder of the process.</param>
    /// <param name="umask">The umask of the process.</param>
    public static async Task<MxitServe> StartAsync(IEnumerable<string> arguments, string? folder = null, string umask = "022")
    {
        var serve = Start(arguments, folder, umask);
        var ended = serve._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(serve._greeted.Task, ended);
        Assert.True(serve._greeted.Task.IsCompleted, $"It ended before it was ready: {serve.Text}");
        return serve;
    }

    /// <summary>Starts it on a free port, and waits until it has ended by itself.</summary>
    public static async Task<ProgramRun> RefusedAsync(IEnumerable<string> arguments, string? folder = null)
    {
        await using var serve = Start(arguments, folder, "022");
        await Task.WhenAny(serve._greeted.Task, serve._process.WaitForExitAsync(TestContext.Current.CancellationToken));
        Assert.False(serve._greeted.Task.IsCompleted, $"It was not refused: {serve.Text}");
        Assert.NotEqual(0, serve._process.ExitCode);
        return new ProgramRun(serve._process.ExitCode, serve.Text, "");
    }

    /// <summary>
    /// Starts it in this process, and stops it when it is ready: for what it leaves behind. A process of its own takes seconds
    /// more.
    /// </summary>
    public static async Task StartAndStopAsync(params IEnumerable<string> arguments)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var output = new GreetingHeard(stop);
        await using var error = new StringWriter();
        string[] all =
            ["serve", "--listen", $"http://127.0.0.1:{FreePort()}", "--set", "Server:StopDelaySeconds=0", .. arguments];
        await MxitCommand.Create().Parse(all).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null }, stop.Token);
        Assert.Equal("", error.ToString());
        Assert.True(output.IsHeard, "It ended before it was ready.");
    }

    /// <summary>Stops it as a service manager does (SIGTERM).</summary>
    /// <returns>The exit code.</returns>
    public Task<int> TerminateAsync() => SignalAsync(15);

    /// <summary>Stops it as a person does (Ctrl-C, SIGINT).</summary>
    /// <returns>The exit code.</returns>
    public Task<int> InterruptAsync() => SignalAsync(2);

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static MxitServe Start(IEnumerable<string> arguments, string? folder, string umask)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c", "umask $0; exec dotnet \"$@\"", umask, Path.Combine(AppContext.BaseDirectory, "Mxit.Cli.dll"), "serve",
                "--listen", address.GetLeftPart(UriPartial.Authority), "--set", "Server:StopDelaySeconds=0", .. arguments,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        var process = Process.Start(start)!;
        var serve = new MxitServe(process, address);
        process.OutputDataReceived += (_, line) => serve.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => serve.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return serve;
    }

    private void Hear(string? line)
    {
        lock (_text)
        {
            _text.AppendLine(line);
        }

        if (IsGreeting(line))
        {
            _greeted.TrySetResult();
        }
    }

    private static bool IsGreeting(string? line) => line?.StartsWith("Mxit is ready on", StringComparison.Ordinal) ?? false;

    private async Task<int> SignalAsync(int signal)
    {
        _ = SendSignal(_process.Id, signal);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    // The server is another process, so a port that was free a moment ago is the best there is.
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    /// <summary>Stops a server when it says that it is ready.</summary>
    private sealed class GreetingHeard(CancellationTokenSource stop) : StringWriter
    {
        public bool IsHeard { get; private set; }

        public override Task WriteLineAsync(string? value)
        {
            IsHeard |= IsGreeting(value);
            return IsHeard ? stop.CancelAsync() : Task.CompletedTask;
        }
    }
}
