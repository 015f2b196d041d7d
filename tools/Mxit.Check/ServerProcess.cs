using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Mxit.Check.Checker;

namespace Mxit.Check;

/// <summary>The server as its users run it, <c>mxit serve --dev</c>, in a process that can be killed.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    // Those who are sent to here do not read before the end.
    private const int Unread = 100_000_000;

    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Process? _process;

    private ServerProcess(Uri address, string[] arguments, IReadOnlyDictionary<string, string> settings) =>
        (Address, _arguments, _settings) = (address, arguments, settings);

    /// <summary>Where it listens, also after a restart.</summary>
    public Uri Address { get; }

    /// <summary>The memory that it uses now, in bytes.</summary>
    public long Memory
    {
        get
        {
            lock (_arguments)
            {
                _process!.Refresh();
                return _process.WorkingSet64;
            }
        }
    }

    /// <summary>The most memory that it has used since its last start or <see cref="ForgetPeakMemoryAsync"/>, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process!.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>It has ended, whoever ended it.</summary>
    public bool HasExited => _process is not { HasExited: false };

    /// <summary>Starts a server on a free port.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="postgres">The connection string of a PostgreSQL database; SQLite in the folder when null.</param>
    /// <param name="cancellationToken">Gives up waiting until it is ready.</param>
    public static Task<ServerProcess> StartAsync(string folder, string? postgres, CancellationToken cancellationToken) =>
        StartAsync(folder, postgres, new Dictionary<string, string>(), cancellationToken);

    /// <summary>
    /// Starts a server on a free port, with settings by their full names, such as <c>Mxit:Gallery:MaxFileBytes</c>.
    /// </summary>
    public static async Task<ServerProcess> StartAsync(
        string folder, string? postgres, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        string[] database = postgres is null ? [] : ["--postgres", postgres];
        return await StartAsync(
            address =>
            [
                Path.Combine(AppContext.BaseDirectory, "Mxit.Cli.dll"), "serve", "--dev", "--data", folder,
                "--listen", address, "--set", $"Messages:MaxWaitingFromOne={Unread}", "--set", $"Messages:MaxWaiting={Unread}",
                .. database,
            ],
            settings,
            cancellationToken);
    }

    /// <summary>Starts this program again as a <see cref="ClockHost"/>: the server with a clock that can be moved.</summary>
    public static Task<ServerProcess> StartClockHostAsync(string folder, string? postgres, CancellationToken cancellationToken) =>
        StartAsync(
            address =>
            [
                Path.Combine(AppContext.BaseDirectory, "Mxit.Check.dll"), ClockHost.Command, $"--Mxit:Server:Listen={address}",
                $"--Mxit:Server:DataFolder={folder}", "--Mxit:Server:Development=true",
                $"--Mxit:Messages:MaxWaitingFromOne={Unread}",
                $"--Mxit:Messages:MaxWaiting={Unread}", .. Crowd.DatabaseSettings(postgres),
            ],
            new Dictionary<string, string>(),
            cancellationToken);

    /// <summary>Starts a program on a free port that is a server.</summary>
    /// <param name="arguments">What <c>dotnet</c> is told, given the address to listen on.</param>
    /// <param name="settings">Settings by their full names.</param>
    /// <param name="cancellationToken">Gives up waiting until it is ready.</param>
    public static async Task<ServerProcess> StartAsync(
        Func<string, string[]> arguments, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var server = new ServerProcess(address, arguments(address.GetLeftPart(UriPartial.Authority)), settings);
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>Starts it again with the same data, and waits until it is ready.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", _arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                Console.Error.WriteLine(line.Data);
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "health/ready"), cancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            // the latter slips through while connecting
            catch (Exception failure) when (failure is HttpRequestException or SocketException)
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException(
                        $"The server ended with exit code {_process.ExitCode} before it was ready.");
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Counts <see cref="PeakMemory"/> from now on. See proc(5), <c>clear_refs</c>.</summary>
    public Task ForgetPeakMemoryAsync(CancellationToken cancellationToken) =>
        File.WriteAllTextAsync($"/proc/{_process!.Id}/clear_refs", "5", cancellationToken);

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in its tracks (SIGSTOP), until <see cref="Continue"/>.</summary>
    public void Pause() => _ = SendSignal(_process!.Id, 19);

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void Continue() => _ = SendSignal(_process!.Id, 18);

    /// <summary>Ctrl-C, as a person would.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync(CancellationToken cancellationToken)
    {
        const int SigInt = 2;
        _ = SendSignal(_process!.Id, SigInt);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
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
}
